#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace nexy {

// The server's default limit; a larger picture would be refused after the upload.
inline constexpr std::size_t kScreenshotMaxBytes = 10 * 1024 * 1024;

// The picture in `path` as the wire wants it: base64 of a WebP, JPEG or PNG file, told by its
// leading bytes. NOT_FOUND, PERMISSION_DENIED or INVALID_ARGUMENT with a message for the person.
absl::StatusOr<std::string> ReadScreenshot(const std::string& path);

}  // namespace nexy
