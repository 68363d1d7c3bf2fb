#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "screen/screen_reader.h"

namespace tesseract {
class TessBaseAPI;
}

namespace nexy {

// What a reading is told from another thread while it runs.
struct OcrControl {
  std::atomic<bool> stop{false};
  std::chrono::steady_clock::time_point deadline;
};

// One Tesseract with the English and the Russian model, about 40 MiB. One thread at a time.
class OcrEngine {
 public:
  // UNAVAILABLE when the language data cannot be loaded.
  static absl::StatusOr<std::unique_ptr<OcrEngine>> Open();
  ~OcrEngine();

  // The lines of text in a picture of dark text on white, in no particular order; `scale` is how
  // much bigger than the screen the picture is, and the lines are measured in the screen's pixels.
  // CANCELLED or DEADLINE_EXCEEDED, within a fraction of a second, when `control` says so.
  absl::StatusOr<std::vector<ScreenLine>> Read(const GreyImage& picture, double scale,
                                               const OcrControl& control);

 private:
  explicit OcrEngine(std::unique_ptr<tesseract::TessBaseAPI> api);

  std::unique_ptr<tesseract::TessBaseAPI> api_;
};

}  // namespace nexy
