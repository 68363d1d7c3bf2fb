// A settings file of whatever bytes is read or refused, with a report of bounded size.
#include <cstdlib>
#include <string_view>

#include "nexyd/options.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto loaded = nexy::LoadOptions({}, "fuzz", text);
  if (loaded.status().message().size() > 100'000) std::abort();
  if (!loaded.ok() && loaded.status().message().empty()) std::abort();
  return 0;
}
