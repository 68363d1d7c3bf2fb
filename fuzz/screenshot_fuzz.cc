// Whatever bytes a client sends as a picture: either a precise refusal, or a picture that decodes, is judged
// at first sight, and can be made ready for OCR.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "screen/ocr_picture.h"
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
  if (nexy::ScreenLookToken((*result)->look()).empty()) std::abort();
  if (Compare((*result)->print(), (*result)->print()) != nexy::ScreenChange::kNone) std::abort();
  if (pixels > 100'000) return;  // The rest takes long, and sees nothing new in more pixels.
  const nexy::OcrPicture picture = nexy::PrepareForOcr(*grey);
  const auto prepared = static_cast<std::size_t>(picture.image.width) * static_cast<std::size_t>(picture.image.height);
  if (picture.image.pixels.size() != prepared) std::abort();
  if (picture.opening_rows < 0 || picture.opening_rows >= picture.image.height) std::abort();
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
