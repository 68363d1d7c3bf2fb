#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nexy {

// The number of type `T` at `at`, the highest byte first, as all of Apple's formats have it but
// Mach-O's own head; nullopt where the bytes end before it.
template <std::unsigned_integral T>
std::optional<T> BigEndian(std::string_view bytes, std::size_t at) {
  if (at > bytes.size() || bytes.size() - at < sizeof(T)) return std::nullopt;
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(value << 8 | static_cast<std::uint8_t>(bytes[at + i]));
  }
  return value;
}

// The same with the lowest byte first.
template <std::unsigned_integral T>
std::optional<T> LittleEndian(std::string_view bytes, std::size_t at) {
  if (at > bytes.size() || bytes.size() - at < sizeof(T)) return std::nullopt;
  T value = 0;
  for (std::size_t i = sizeof(T); i > 0; --i) {
    value = static_cast<T>(value << 8 | static_cast<std::uint8_t>(bytes[at + i - 1]));
  }
  return value;
}

// `length` bytes from `at` on; nullopt where there are not so many.
inline std::optional<std::string_view> Piece(std::string_view bytes, std::uint64_t at,
                                             std::uint64_t length) {
  if (at > bytes.size() || length > bytes.size() - at) return std::nullopt;
  return bytes.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(length));
}

}  // namespace nexy
