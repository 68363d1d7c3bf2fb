#include "update/signing_key.h"

#include <sodium.h>

#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "base/status.h"
#include "update/canonical_json.h"

namespace nexy {
namespace {

void StartSodium() {
  if (sodium_init() < 0) std::abort();
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

crypto_hash_sha256_state* StateOf(std::array<unsigned char, 128>& memory) {
  static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(memory));
  return reinterpret_cast<crypto_hash_sha256_state*>(memory.data());
}

}  // namespace

std::string HexOf(std::string_view bytes) {
  return absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()));
}

std::string Sha256Hex(std::string_view bytes) {
  Sha256 hash;
  hash.Add(bytes);
  return hash.FinishHex();
}

absl::StatusOr<std::string> BytesOfHex(std::string_view hex) {
  if (hex.size() % 2 != 0 || hex.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    return absl::InvalidArgumentError("not lower-case hex");
  }
  return absl::HexStringToBytes(absl::string_view(hex.data(), hex.size()));
}

std::string Base64Of(std::string_view bytes) {
  return absl::Base64Escape(absl::string_view(bytes.data(), bytes.size()));
}

absl::StatusOr<std::string> BytesOfBase64(std::string_view base64) {
  std::string bytes;
  // Only the one canonical spelling counts: no spaces, no missing padding.
  if (!absl::Base64Unescape(absl::string_view(base64.data(), base64.size()), &bytes) ||
      Base64Of(bytes) != base64) {
    return absl::InvalidArgumentError("not base64");
  }
  return bytes;
}

std::string RandomBytes(std::size_t count) {
  StartSodium();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

Sha256::Sha256() { crypto_hash_sha256_init(StateOf(state_)); }

void Sha256::Add(std::string_view bytes) {
  crypto_hash_sha256_update(StateOf(state_), Bytes(bytes), bytes.size());
}

std::string Sha256::FinishHex() {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256_final(StateOf(state_), reinterpret_cast<unsigned char*>(digest.data()));
  return HexOf(digest);
}

absl::StatusOr<PublicKey> PublicKey::FromBytes(std::string_view bytes) {
  if (bytes.size() != crypto_sign_PUBLICKEYBYTES) {
    return absl::InvalidArgumentError("an Ed25519 public key has 32 bytes");
  }
  return PublicKey(std::string(bytes));
}

absl::StatusOr<PublicKey> PublicKey::FromHex(std::string_view hex) {
  NEXY_ASSIGN_OR_RETURN(const std::string bytes, BytesOfHex(hex));
  return FromBytes(bytes);
}

absl::StatusOr<PublicKey> PublicKey::FromBase64(std::string_view base64) {
  NEXY_ASSIGN_OR_RETURN(const std::string bytes, BytesOfBase64(base64));
  return FromBytes(bytes);
}

bool PublicKey::Verify(std::string_view message, std::string_view signature) const {
  StartSodium();
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(Bytes(signature), Bytes(message), message.size(),
                                     Bytes(bytes_)) == 0;
}

bool PublicKey::VerifyBase64(std::string_view message, std::string_view signature) const {
  const absl::StatusOr<std::string> bytes = BytesOfBase64(signature);
  return bytes.ok() && Verify(message, *bytes);
}

std::string PublicKey::Id() const {
  return Sha256Hex(CanonicalJson(
      {{"keytype", "ed25519"}, {"scheme", "ed25519"}, {"keyval", {{"public", Hex()}}}}));
}

void SigningKey::Wiped::operator()(unsigned char* secret) const { sodium_free(secret); }

SigningKey SigningKey::Generate() { return std::move(FromSeed(RandomBytes(32))).value(); }

absl::StatusOr<SigningKey> SigningKey::FromSeed(std::string_view seed) {
  StartSodium();
  if (seed.size() != crypto_sign_SEEDBYTES) {
    return absl::InvalidArgumentError("an Ed25519 seed has 32 bytes");
  }
  std::unique_ptr<unsigned char, Wiped> secret(
      static_cast<unsigned char*>(sodium_malloc(crypto_sign_SECRETKEYBYTES)));
  if (!secret) throw std::bad_alloc();
  std::string public_bytes(crypto_sign_PUBLICKEYBYTES, '\0');
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_bytes.data()), secret.get(),
                           Bytes(seed));
  NEXY_ASSIGN_OR_RETURN(PublicKey public_key, PublicKey::FromBytes(public_bytes));
  return SigningKey(std::move(secret), std::move(public_key));
}

std::string SigningKey::Sign(std::string_view message) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, Bytes(message),
                       message.size(), secret_.get());
  return signature;
}

std::string SigningKey::RevealSeed() const {
  std::string seed(crypto_sign_SEEDBYTES, '\0');
  crypto_sign_ed25519_sk_to_seed(reinterpret_cast<unsigned char*>(seed.data()), secret_.get());
  return seed;
}

}  // namespace nexy
