#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "screen/screenshot.h"

namespace nexy {

// A WebP picture as JPEG, for services that do not read WebP; transparency over white, quality 90
// with full colour, which keeps small text readable. Takes tens of milliseconds: call it where
// blocking is allowed. INTERNAL when it is no WebP or no longer decodes.
absl::StatusOr<std::string> WebpToJpeg(const Screenshot& screenshot);

}  // namespace nexy
