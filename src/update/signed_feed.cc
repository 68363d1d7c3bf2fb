#include "update/signed_feed.h"

#include "absl/strings/str_split.h"
#include "base/strings.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

constexpr std::string_view kBegin = "<!-- sparkle-signatures:\n";
constexpr std::string_view kEnd = "-->";
constexpr std::string_view kSignature = "edSignature: ";

}  // namespace

std::string SignFeed(std::string_view content, const SigningKey& key) {
  return Concat(content, kBegin, kSignature, key.SignBase64(content), "\nlength: ", content.size(),
                "\n", kEnd, "\n");
}

absl::StatusOr<SignedFeed> ReadSignedFeed(std::string_view bytes) {
  const std::size_t begin = bytes.rfind(kBegin);
  const std::size_t end =
      begin == std::string_view::npos ? begin : bytes.find(kEnd, begin + kBegin.size());
  if (end == std::string_view::npos) {
    return RefusalStatus(UpdateRefusal::kBadSignature, "the feed is not signed");
  }
  SignedFeed feed{.content = std::string(bytes.substr(0, begin)), .signature = ""};
  const std::string_view block = bytes.substr(begin + kBegin.size(), end - begin - kBegin.size());
  for (const absl::string_view line :
       absl::StrSplit(absl::string_view(block.data(), block.size()), '\n')) {
    const std::string_view text(line.data(), line.size());
    if (text.starts_with(kSignature)) feed.signature = text.substr(kSignature.size());
  }
  if (feed.signature.empty()) {
    return RefusalStatus(UpdateRefusal::kBadSignature, "the feed's signature is missing");
  }
  return feed;
}

}  // namespace nexy
