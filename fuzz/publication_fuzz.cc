// Any bytes as a publication: every file in it is named by a hash, so none leads out of the store.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "update/publication.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)nexy::ReadCurrent(bytes);
  const auto publication = nexy::ReadPublication(bytes);
  if (!publication.ok()) return 0;
  for (const auto& [name, file] : publication->files) {
    if (file.sha256.size() != 64 || file.sha256.find('/') != std::string::npos) std::abort();
  }
  const auto again = nexy::ReadPublication(nexy::WritePublication(*publication));
  if (!again.ok() || again->files != publication->files) std::abort();
  return 0;
}
