#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/secret.h"
#include "update/signing_key.h"

namespace nexy {

// How hard a passphrase is to guess; the numbers are libsodium's for Argon2id.
struct KeyStrength {
  std::uint64_t operations = 3;
  std::uint64_t memory_bytes = std::uint64_t{256} << 20;
};

// A signing key as it lies on a disk: encrypted with a passphrase (Argon2id, then secretbox), in a
// file that only its owner may read, with its role and its public key in the clear.
struct KeyFile {
  std::string role;  // root, release, archive, timestamp
  PublicKey public_key;
};

// ALREADY_EXISTS rather than overwriting a key. INVALID_ARGUMENT for a passphrase under 8 bytes.
absl::Status WriteKeyFile(const std::string& path, const std::string& role, const SigningKey& key,
                          const Secret& passphrase, const KeyStrength& strength = {});

absl::StatusOr<KeyFile> ReadKeyFile(const std::string& path);

// PERMISSION_DENIED for a wrong passphrase or a damaged file, FAILED_PRECONDITION when others may
// read the file or the key is for another role.
absl::StatusOr<SigningKey> OpenKeyFile(const std::string& path, const std::string& role,
                                       const Secret& passphrase);

}  // namespace nexy
