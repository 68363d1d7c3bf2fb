#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/blocking_pool.h"
#include "screen/screenshot.h"

namespace nexy {

// A screenshot as a request carries it.
struct Picture {
  std::string_view mime_type;
  std::string bytes;
};

// The screenshot as it is, or a WebP as JPEG when `as_jpeg`; made on `pool`.
Task<absl::StatusOr<Picture>> PictureOf(std::shared_ptr<const Screenshot> screenshot, bool as_jpeg,
                                        BlockingPool& pool);

}  // namespace nexy
