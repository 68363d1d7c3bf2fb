#include "update/key_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/canonical_json.h"
#include "update/durable_file.h"

namespace nexy {
namespace {

constexpr char kFormat[] = "nexy key 1";
constexpr std::size_t kFileMaxBytes = 16 * 1024;
constexpr std::size_t kPassphraseMinBytes = 8;
// A file that somebody else wrote must not take all memory.
constexpr std::int64_t kMemoryMaxBytes = std::int64_t{1} << 30;
constexpr std::int64_t kOperationsMax = 20;

struct EncryptedKey {
  std::string role;
  std::string public_hex;
  KeyStrength strength;
  std::string salt;
  std::string nonce;
  std::string box;
};

unsigned char* Writable(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* Readable(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

absl::StatusOr<std::string> BoxKey(const Secret& passphrase, const std::string& salt,
                                   const KeyStrength& strength) {
  std::string key(crypto_secretbox_KEYBYTES, '\0');
  const std::string& words = passphrase.Reveal();
  if (crypto_pwhash(Writable(key), key.size(), words.data(), words.size(), Readable(salt),
                    strength.operations, strength.memory_bytes,
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return absl::ResourceExhaustedError("there is not enough memory to open a key");
  }
  return key;
}

absl::StatusOr<EncryptedKey> Parse(std::string_view text) {
  NEXY_ASSIGN_OR_RETURN(const nlohmann::json json, ParseStrictJson(text));
  NEXY_ASSIGN_OR_RETURN(const std::string format, TextMember(json, "format"));
  if (format != kFormat) return absl::InvalidArgumentError("it is of another format");
  EncryptedKey key;
  NEXY_ASSIGN_OR_RETURN(key.role, TextMember(json, "role"));
  NEXY_ASSIGN_OR_RETURN(key.public_hex, TextMember(json, "public"));
  NEXY_ASSIGN_OR_RETURN(const std::int64_t operations, NumberMember(json, "operations"));
  NEXY_ASSIGN_OR_RETURN(const std::int64_t memory, NumberMember(json, "memory_bytes"));
  if (operations < 1 || operations > kOperationsMax || memory < 8192 || memory > kMemoryMaxBytes) {
    return absl::InvalidArgumentError("its passphrase asks for too much");
  }
  key.strength = {static_cast<std::uint64_t>(operations), static_cast<std::uint64_t>(memory)};
  for (auto [member, name] :
       {std::pair(&key.salt, "salt"), std::pair(&key.nonce, "nonce"), std::pair(&key.box, "box")}) {
    NEXY_ASSIGN_OR_RETURN(const std::string base64, TextMember(json, name));
    NEXY_ASSIGN_OR_RETURN(*member, BytesOfBase64(base64));
  }
  if (key.salt.size() != crypto_pwhash_SALTBYTES ||
      key.nonce.size() != crypto_secretbox_NONCEBYTES ||
      key.box.size() != crypto_sign_SEEDBYTES + crypto_secretbox_MACBYTES) {
    return absl::InvalidArgumentError("it has the wrong length");
  }
  return key;
}

absl::StatusOr<EncryptedKey> Load(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path, kFileMaxBytes);
  if (absl::IsNotFound(text.status())) {
    return absl::NotFoundError(
        Concat("there is no key at ", path, "; `nexyctl update keygen` makes one"));
  }
  NEXY_RETURN_IF_ERROR(text.status());
  absl::StatusOr<EncryptedKey> key = Parse(*text);
  if (key.ok()) return key;
  return absl::InvalidArgumentError(Concat(path, " is not a key file: ", MessageOf(key.status())));
}

absl::Status CheckPrivate(const std::string& path) {
  struct stat facts = {};
  if (stat(path.c_str(), &facts) == 0 && (facts.st_mode & 077) != 0) {
    return absl::FailedPreconditionError(
        Concat("others may read ", path, "; run `chmod 600 ", path, "`, and think about who did"));
  }
  return absl::OkStatus();
}

absl::Status WriteNewPrivateFile(const std::string& path, const std::string& text) {
  FileHandle file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  const std::error_code error(errno, std::generic_category());
  if (file.get() < 0 && errno == EEXIST) {
    return absl::AlreadyExistsError(Concat(path, " exists; a key is never overwritten"));
  }
  if (file.get() < 0)
    return absl::UnavailableError(Concat("cannot create ", path, ": ", error.message()));
  if (write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      fsync(file.get()) != 0) {
    unlink(path.c_str());
    return absl::UnavailableError(Concat("cannot write ", path));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteKeyFile(const std::string& path, const std::string& role, const SigningKey& key,
                          const Secret& passphrase, const KeyStrength& strength) {
  if (passphrase.Reveal().size() < kPassphraseMinBytes) {
    return absl::InvalidArgumentError("the passphrase is too short; take several words");
  }
  const std::string salt = RandomBytes(crypto_pwhash_SALTBYTES);
  const std::string nonce = RandomBytes(crypto_secretbox_NONCEBYTES);
  NEXY_ASSIGN_OR_RETURN(std::string box_key, BoxKey(passphrase, salt, strength));
  std::string seed = key.RevealSeed();
  std::string box(seed.size() + crypto_secretbox_MACBYTES, '\0');
  crypto_secretbox_easy(Writable(box), Readable(seed), seed.size(), Readable(nonce),
                        Readable(box_key));
  sodium_memzero(seed.data(), seed.size());
  sodium_memzero(box_key.data(), box_key.size());
  const nlohmann::ordered_json json = {{"format", kFormat},
                                       {"role", role},
                                       {"public", key.public_key().Hex()},
                                       {"operations", strength.operations},
                                       {"memory_bytes", strength.memory_bytes},
                                       {"salt", Base64Of(salt)},
                                       {"nonce", Base64Of(nonce)},
                                       {"box", Base64Of(box)}};
  return WriteNewPrivateFile(path, json.dump(1) + "\n");
}

absl::StatusOr<KeyFile> ReadKeyFile(const std::string& path) {
  NEXY_ASSIGN_OR_RETURN(const EncryptedKey key, Load(path));
  NEXY_ASSIGN_OR_RETURN(PublicKey public_key, PublicKey::FromHex(key.public_hex));
  return KeyFile{.role = key.role, .public_key = std::move(public_key)};
}

absl::StatusOr<SigningKey> OpenKeyFile(const std::string& path, const std::string& role,
                                       const Secret& passphrase) {
  NEXY_ASSIGN_OR_RETURN(const EncryptedKey key, Load(path));
  NEXY_RETURN_IF_ERROR(CheckPrivate(path));
  if (key.role != role) {
    return absl::FailedPreconditionError(
        Concat(path, " is a ", key.role, " key, not a ", role, " key"));
  }
  NEXY_ASSIGN_OR_RETURN(std::string box_key, BoxKey(passphrase, key.salt, key.strength));
  std::string seed(crypto_sign_SEEDBYTES, '\0');
  const int opened = crypto_secretbox_open_easy(Writable(seed), Readable(key.box), key.box.size(),
                                                Readable(key.nonce), Readable(box_key));
  sodium_memzero(box_key.data(), box_key.size());
  if (opened != 0) {
    return absl::PermissionDeniedError(
        Concat("the passphrase does not open ", path, ", or the file is damaged"));
  }
  absl::StatusOr<SigningKey> opened_key = SigningKey::FromSeed(seed);
  sodium_memzero(seed.data(), seed.size());
  NEXY_RETURN_IF_ERROR(opened_key.status());
  if (opened_key->public_key().Hex() != key.public_hex) {
    return absl::PermissionDeniedError(Concat(path, " names a public key that is not its own"));
  }
  return opened_key;
}

}  // namespace nexy
