#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy {

// SHA-256 in lower-case hex.
std::string Sha256Hex(std::string_view bytes);
std::string HexOf(std::string_view bytes);
// INVALID_ARGUMENT for anything but an even number of lower-case hex digits.
absl::StatusOr<std::string> BytesOfHex(std::string_view hex);
std::string Base64Of(std::string_view bytes);
absl::StatusOr<std::string> BytesOfBase64(std::string_view base64);
std::string RandomBytes(std::size_t count);

// A SHA-256 that grows with the bytes it is given.
class Sha256 {
 public:
  Sha256();
  void Add(std::string_view bytes);
  std::string FinishHex();

 private:
  alignas(16) std::array<unsigned char, 128> state_;
};

// An Ed25519 key that checks signatures.
class PublicKey {
 public:
  // INVALID_ARGUMENT unless it is 32 bytes.
  static absl::StatusOr<PublicKey> FromBytes(std::string_view bytes);
  static absl::StatusOr<PublicKey> FromHex(std::string_view hex);
  static absl::StatusOr<PublicKey> FromBase64(std::string_view base64);

  // Pure Ed25519 (RFC 8032) over all of `message`; false also for an empty or odd signature.
  bool Verify(std::string_view message, std::string_view signature) const;
  bool VerifyBase64(std::string_view message, std::string_view signature) const;

  std::string Hex() const { return HexOf(bytes_); }
  // As in the Info.plist of a Sparkle client (SUPublicEDKey).
  std::string Base64() const { return Base64Of(bytes_); }
  // How TUF names the key: the SHA-256 of its canonical JSON.
  std::string Id() const;

  friend bool operator==(const PublicKey&, const PublicKey&) = default;

 private:
  explicit PublicKey(std::string bytes) : bytes_(std::move(bytes)) {}
  std::string bytes_;
};

// An Ed25519 key that signs. It lies in memory that is never swapped out and is wiped at the end;
// it prints as ***.
class SigningKey {
 public:
  static SigningKey Generate();
  // INVALID_ARGUMENT unless the seed is 32 bytes.
  static absl::StatusOr<SigningKey> FromSeed(std::string_view seed);

  std::string Sign(std::string_view message) const;  // 64 bytes.
  std::string SignBase64(std::string_view message) const { return Base64Of(Sign(message)); }
  const PublicKey& public_key() const { return public_key_; }
  // The only way to the secret; call it where a key file is encrypted and nowhere else.
  std::string RevealSeed() const;

  friend std::ostream& operator<<(std::ostream& out, const SigningKey&) { return out << "***"; }

 private:
  struct Wiped {
    void operator()(unsigned char* secret) const;
  };
  SigningKey(std::unique_ptr<unsigned char, Wiped> secret, PublicKey public_key)
      : secret_(std::move(secret)), public_key_(std::move(public_key)) {}

  std::unique_ptr<unsigned char, Wiped> secret_;
  PublicKey public_key_;
};

}  // namespace nexy
