// Any bytes as a manifest: what is read is complete, and is the same when written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "update/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto manifest = nexy::ReadManifest({reinterpret_cast<const char*>(data), size});
  if (!manifest.ok()) return 0;
  if (manifest->build < 1 || manifest->size < 1 || manifest->ed25519.empty()) std::abort();
  const auto again = nexy::ReadManifest(nexy::WriteManifest(*manifest));
  if (!again.ok() || again->sha256 != manifest->sha256 || again->build != manifest->build)
    std::abort();
  return 0;
}
