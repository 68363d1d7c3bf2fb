// Any bytes as a signed feed: what is read has a version, an address and a signature of 64 bytes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "update/appcast.h"
#include "update/signed_feed.h"
#include "update/signing_key.h"
#include "update/version.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto feed = nexy::ReadSignedFeed(bytes);
  const auto items = nexy::ReadAppcast(feed.ok() ? std::string_view(feed->content) : bytes);
  if (!items.ok()) return 0;
  for (const nexy::AppcastItem& item : *items) {
    if (item.version.empty() || item.archive.url.empty() || item.archive.length < 0) std::abort();
    if (nexy::BytesOfBase64(item.archive.signature)->size() != 64) std::abort();
    if (nexy::CompareVersions(item.version, item.version) != 0) std::abort();
  }
  return 0;
}
