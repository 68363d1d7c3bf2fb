// Any bytes as a signed program of macOS, as a code requirement, as a property list.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "update/code_signature.h"
#include "update/property_list.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)nexy::ReadPropertyList(bytes);
  (void)nexy::RequirementText(bytes);
  const auto signatures = nexy::ReadCodeSignatures(bytes);
  if (!signatures.ok()) return 0;
  for (const nexy::CodeSignature& signature : *signatures) {
    if (signature.cdhash.size() != 40 || signature.leaf_sha1.size() != 40) std::abort();
    if (signature.requirement.empty()) std::abort();
  }
  return 0;
}
