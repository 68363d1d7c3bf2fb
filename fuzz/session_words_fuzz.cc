// What a client may write where a session id, a device's name or a piece of a question is expected.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "session/merge_text.h"
#include "session/session_id.h"
#include "session/whitespace.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

void FuzzSessionId(std::string_view input) {
  if (const auto key = nexy::ParseSessionId(input, 256)) {
    Require(nexy::ParseSessionId(key->Canonical(), 256) == key);
    Require(nexy::IsUuidShaped(key->Canonical()));
  }
  if (nexy::IsUuidShaped(input)) Require(nexy::CheckHardwareId(input, 256).ok());
  if (nexy::CheckHardwareId(input, 256).ok()) Require(!nexy::IsBlank(input));
}

void FuzzMerge(std::string_view a, std::string_view b) {
  const std::string merged = nexy::MergeText(a, b);
  Require(merged.size() <= a.size() + b.size() + 1);
  Require(nexy::MergeText(merged, b) == merged);
  Require(nexy::MergeText(a, a) == a);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  FuzzSessionId(input);
  const std::size_t split = input.find('|');
  if (split != std::string_view::npos) FuzzMerge(input.substr(0, split), input.substr(split + 1));
  return 0;
}
