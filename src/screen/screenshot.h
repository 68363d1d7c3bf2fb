#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "screen/grey_image.h"
#include "screen/screen_glance.h"
#include "screen/screen_look.h"

namespace nexy {

struct ScreenOptions {
  std::size_t screenshot_max_bytes = 10 * 1024 * 1024;  // Decoded from base64, still compressed.
  std::size_t screenshot_max_pixels = 100'000'000;
  std::size_t ocr_threads = 1;  // Pictures read at the same time.
  std::size_t ocr_queue = 16;   // Pictures that may wait to be read.
  bool read_locally = true;     // "Read the screen" is OCR's, whatever mind answers else.
  std::size_t uncertain_below =
      60;  // Words of less confidence, in percent, are said with "perhaps".
  std::chrono::milliseconds ocr_timeout{8000};  // A reading is given up after this.
  std::chrono::milliseconds ocr_idle{
      60'000};  // OCR engines unused for this long free their memory.
};

enum class ImageFormat { kWebp, kJpeg, kPng };
std::string_view MimeType(ImageFormat format);  // "image/webp", …

// A picture of a person's screen: compressed bytes of known type and size that are known to decode.
// Immutable; shared by the turn, the provider that looks at it and the device's conversation.
class Screenshot {
 public:
  // Checks `base64` by 3.5 of the wire contract, in its order and with its texts as messages of
  // INVALID_ARGUMENT. Decodes the whole picture once, so it may take tens of milliseconds: call it
  // where blocking is allowed.
  static absl::StatusOr<std::shared_ptr<const Screenshot>> FromBase64(std::string_view base64,
                                                                      const ScreenOptions& options);
  // The same for raw image bytes (a file).
  static absl::StatusOr<std::shared_ptr<const Screenshot>> FromBytes(std::string bytes,
                                                                     const ScreenOptions& options);

  ImageFormat format() const { return format_; }
  const std::string& bytes() const { return bytes_; }
  int width() const { return width_; }       // Pixels.
  int height() const { return height_; }     // Pixels.
  ScreenLook look() const { return look_; }  // At first sight.
  const ScreenPrint& print() const { return print_; }

  // Upright: the sides of a camera's picture that lies on one are exchanged. INTERNAL if the
  // picture no longer decodes (it did when the object was made).
  absl::StatusOr<GreyImage> DecodeGrey() const;

 private:
  Screenshot(ImageFormat format, std::string bytes, ImageSize size, const ScreenGlance& glance);

  const ImageFormat format_;
  const std::string bytes_;
  const int width_;
  const int height_;
  const ScreenLook look_;
  const ScreenPrint print_;
};

}  // namespace nexy
