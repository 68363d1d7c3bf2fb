// Any bytes as an installer package or an archive: whatever is in it, nothing is written outside its
// folder.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "update/tree_archive.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace fs = std::filesystem;
  static const std::string kFolder = [] {
    std::string name = (fs::temp_directory_path() / "nexy-package-fuzz-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    return name;
  }();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const nexy::TreeLimits limits{.bytes = 1 << 20, .files = 50};
  for (const auto unpack : {nexy::UnpackPackage, nexy::UnpackTree}) {
    fs::create_directory(kFolder + "/tree");
    (void)unpack(bytes, kFolder + "/tree", limits);
    fs::remove_all(kFolder + "/tree");
  }
  if (!fs::is_empty(kFolder)) std::abort();
  return 0;
}
