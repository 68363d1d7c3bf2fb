// Whatever bytes a client sends as a picture: either a precise refusal, or a picture that decodes.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "screen/screenshot.h"

namespace {

void Check(const absl::StatusOr<std::shared_ptr<const nexy::Screenshot>>& result) {
  if (!result.ok()) {
    if (result.status().code() != absl::StatusCode::kInvalidArgument) std::abort();
    return;
  }
  const auto grey = (*result)->DecodeGrey();
  if (!grey.ok()) std::abort();
  const auto pixels = static_cast<std::size_t>((*result)->width()) * static_cast<std::size_t>((*result)->height());
  if (grey->pixels.size() != pixels) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nexy::ScreenOptions options;
  options.screenshot_max_pixels = 1'000'000;  // So that a run has many small pictures, not one big one.
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  Check(nexy::Screenshot::FromBytes(std::string(input), options));
  Check(nexy::Screenshot::FromBase64(input, options));
  return 0;
}
