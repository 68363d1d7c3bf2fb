#include "llm/picture.h"

#include <utility>

#include "base/status.h"
#include "screen/transcode.h"

namespace nexy {

Task<absl::StatusOr<Picture>> PictureOf(std::shared_ptr<const Screenshot> screenshot, bool as_jpeg,
                                        BlockingPool& pool) {
  if (!as_jpeg || screenshot->format() != ImageFormat::kWebp) {
    co_return Picture{MimeType(screenshot->format()), screenshot->bytes()};
  }
  auto transcode = [screenshot] { return WebpToJpeg(*screenshot); };
  auto jpeg = co_await pool.Run<std::string>(std::move(transcode));
  if (!jpeg.ok()) co_return jpeg.status();
  co_return Picture{MimeType(ImageFormat::kJpeg), *std::move(jpeg)};
}

}  // namespace nexy
