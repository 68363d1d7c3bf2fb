#include "nexy/screenshot_file.h"

#include <string_view>

#include "absl/strings/escaping.h"
#include "base/status.h"
#include "base/strings.h"
#include "nexy/bounded_read.h"

namespace nexy {
namespace {

using std::string_view_literals::operator""sv;

bool IsSupportedPicture(std::string_view bytes) {
  const bool webp = bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP";
  const bool jpeg = bytes.starts_with("\xff\xd8\xff");
  const bool png = bytes.starts_with("\x89PNG\r\n\x1a\n"sv);
  return webp || jpeg || png;
}

}  // namespace

absl::StatusOr<std::string> ReadScreenshot(const std::string& path) {
  const std::string subject = Concat("The screenshot ", path);
  const auto bytes = ReadFile(path, kScreenshotMaxBytes);
  if (absl::IsResourceExhausted(bytes.status())) {
    return absl::InvalidArgumentError(Concat(subject, " is too large: the limit is ",
                                             kScreenshotMaxBytes / (1024 * 1024), " MiB."));
  }
  if (!bytes.ok()) {
    return absl::Status(bytes.status().code(),
                        Concat(subject, " cannot be read: ", MessageOf(bytes.status()), "."));
  }
  if (bytes->empty()) return absl::InvalidArgumentError(Concat(subject, " is empty."));
  if (!IsSupportedPicture(*bytes)) {
    return absl::InvalidArgumentError(Concat(subject, " is not a WebP, JPEG or PNG picture."));
  }
  return absl::Base64Escape(*bytes);
}

}  // namespace nexy
