#include "session/session_id.h"

#include <sys/random.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdlib>

#include "session/whitespace.h"

namespace nexy {
namespace {

constexpr std::size_t kShapedLength = 36;

// -1 when `c` is no hex digit.
int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string_view WithoutPrefix(std::string_view spelling) {
  for (const std::string_view prefix : {"urn:uuid:", "urn:", "uuid:"}) {
    if (spelling.starts_with(prefix)) return spelling.substr(prefix.size());
  }
  return spelling;
}

std::string_view WithoutBraces(std::string_view spelling) {
  if (spelling.size() < 2 || spelling.front() != '{' || spelling.back() != '}') return spelling;
  return spelling.substr(1, spelling.size() - 2);
}

bool IsVersion4(const SessionKey::Bytes& bytes) {
  return bytes[6] >> 4 == 4 && (bytes[8] & 0xc0) == 0x80;  // RFC 4122 variant.
}

// The word `unknown` in any case, or a text with a control character or with bytes that are no
// UTF-8 (which a proto3 string cannot carry back).
bool IsUnusable(std::string_view id) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(id.data());
  const auto end = static_cast<std::int32_t>(id.size());
  for (std::int32_t at = 0; at < end;) {
    UChar32 point = 0;
    U8_NEXT(bytes, at, end, point);
    if (point < 0 || u_charType(point) == U_CONTROL_CHAR) return true;
  }
  constexpr std::string_view kUnknown = "unknown";
  if (id.size() != kUnknown.size()) return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const char lower = id[i] >= 'A' && id[i] <= 'Z' ? static_cast<char>(id[i] + 32) : id[i];
    if (lower != kUnknown[i]) return false;
  }
  return true;
}

}  // namespace

std::string SessionKey::Canonical() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(kShapedLength);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[bytes_[i] >> 4];
    text += kDigits[bytes_[i] & 15];
  }
  return text;
}

std::optional<SessionKey> ParseSessionId(std::string_view spelling, std::size_t id_max_bytes) {
  if (spelling.size() > id_max_bytes) return std::nullopt;
  SessionKey::Bytes bytes{};
  std::size_t digits = 0;
  for (const char c : WithoutBraces(WithoutPrefix(spelling))) {
    if (c == '-') continue;
    const int value = HexValue(c);
    if (value < 0 || digits == 2 * bytes.size()) return std::nullopt;
    auto& byte = bytes[digits++ / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | value);
  }
  if (digits != 2 * bytes.size() || !IsVersion4(bytes)) return std::nullopt;
  return SessionKey(bytes);
}

bool IsUuidShaped(std::string_view id) {
  if (id.size() != kShapedLength) return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? id[i] != '-' : HexValue(id[i]) < 0) return false;
  }
  return true;
}

std::string MintSessionId(SessionKey::Bytes random) {
  random[6] = static_cast<std::uint8_t>((random[6] & 0x0f) | 0x40);
  random[8] = static_cast<std::uint8_t>((random[8] & 0x3f) | 0x80);
  return SessionKey(random).Canonical();
}

SessionKey::Bytes RandomBytes() {
  SessionKey::Bytes bytes{};
  if (getentropy(bytes.data(), bytes.size()) != 0) std::abort();  // Only on a kernel without it.
  return bytes;
}

absl::Status CheckHardwareId(std::string_view id, std::size_t id_max_bytes) {
  if (id.size() > id_max_bytes || IsBlank(id) || IsUnusable(id)) {
    return absl::InvalidArgumentError(
        "hardware_id is required and must be valid (not empty or 'unknown')");
  }
  return absl::OkStatus();
}

}  // namespace nexy
