#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "screen/ocr_picture.h"
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

// [top, bottom) of a picture; `one_line`: with one line of text.
struct Rows {
  int top = 0;
  int bottom = 0;
  bool one_line = false;
};

// One Tesseract with the English and the Russian model, about 40 MiB. One thread at a time.
class OcrEngine {
 public:
  // UNAVAILABLE when the language data cannot be loaded. Words of less confidence than `certain`, in
  // percent, are marked as uncertain.
  static absl::StatusOr<std::unique_ptr<OcrEngine>> Open(float certain = 0);
  ~OcrEngine();

  // The lines of text in those rows of a picture of dark text on white, in no particular order,
  // measured in the screen's pixels. CANCELLED or DEADLINE_EXCEEDED, within a fraction of a second,
  // when `control` says so.
  absl::StatusOr<std::vector<ScreenLine>> Read(const OcrPicture& picture, Rows rows, const OcrControl& control);

 private:
  OcrEngine(std::unique_ptr<tesseract::TessBaseAPI> api, float certain);

  std::unique_ptr<tesseract::TessBaseAPI> api_;
  const float certain_;
};

}  // namespace nexy
