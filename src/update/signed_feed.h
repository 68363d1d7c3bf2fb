#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "update/signing_key.h"

namespace nexy {

// Sparkle's signed feed: the content, then a comment that carries the signature over exactly it.
std::string SignFeed(std::string_view content, const SigningKey& key);

struct SignedFeed {
  std::string content;    // Only this may be parsed; what follows the comment is nothing.
  std::string signature;  // Base64.
};
// Reads as Sparkle does: the last comment counts, and the last of a repeated line in it.
// UNAVAILABLE is never returned; DATA_LOSS: it is not signed.
absl::StatusOr<SignedFeed> ReadSignedFeed(std::string_view bytes);

}  // namespace nexy
