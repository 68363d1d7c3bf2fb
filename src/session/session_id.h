#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"

namespace nexy {

// Which session a call means: the 16 bytes of its UUID, so that two spellings of one id are equal.
class SessionKey {
 public:
  using Bytes = std::array<std::uint8_t, 16>;

  explicit SessionKey(const Bytes& bytes) : bytes_(bytes) {}

  std::string Canonical() const;  // 8-4-4-4-12, lower case.

  friend bool operator==(const SessionKey&, const SessionKey&) = default;
  template <typename Hash>
  friend Hash AbslHashValue(Hash state, const SessionKey& key) {
    return Hash::combine(std::move(state), key.bytes_);
  }

 private:
  Bytes bytes_;
};

// The key of a session id in any spelling of wire contract 3.3, nullopt when it is none. The rule
// allows any number of dashes; a spelling longer than `id_max_bytes` is refused all the same.
std::optional<SessionKey> ParseSessionId(std::string_view spelling, std::size_t id_max_bytes);

// 36 characters of the shape 8-4-4-4-12 hex digits, whatever the version: the hardware id of an
// older client, for which a missing session id is minted.
bool IsUuidShaped(std::string_view id);

// A UUIDv4 in canonical lower case, made of `random`.
std::string MintSessionId(SessionKey::Bytes random);

// 16 bytes of the operating system's randomness.
SessionKey::Bytes RandomBytes();

// INVALID_ARGUMENT with the text of check 2 unless `id` is a device's name by wire contract 3.2.
absl::Status CheckHardwareId(std::string_view id, std::size_t id_max_bytes);

}  // namespace nexy
