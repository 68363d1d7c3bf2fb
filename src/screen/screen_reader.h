#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/task.h"
#include "screen/screenshot.h"

namespace nexy {

// One line of text as it stands on the screen, in pixels of the picture.
struct ScreenLine {
  std::string text;  // UTF-8, one line, not empty.
  int left = 0, top = 0, width = 0, height = 0;
  float confidence = 0;     // 0..100, mean of its words.
  bool paragraph_start = false;
};

// What OCR found, in reading order.
struct ScreenText {
  std::vector<ScreenLine> lines;
};

// Reads pictures by OCR (English and Russian) on threads of its own, so that no turn waits for
// another's picture longer than the queue says. Thread-safe. Results of the latest few pictures are
// kept in memory as long as the pictures live, because a "more" asks for the same picture again.
//
// Engines (about 40 MiB each) are opened by the first reading and closed after `ocr_idle`. The
// executors of the callers must outlive the reader, which waits for its threads when destroyed.
class ScreenReader {
 public:
  explicit ScreenReader(const ScreenOptions& options);
  ~ScreenReader();

  // RESOURCE_EXHAUSTED when too many pictures wait, DEADLINE_EXCEEDED after ocr_timeout,
  // UNAVAILABLE when the OCR data is missing. A cancelled caller leaves at once, and its reading
  // stops as soon as the engine looks up.
  Task<absl::StatusOr<std::shared_ptr<const ScreenText>>> Read(
      std::shared_ptr<const Screenshot> screenshot);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexy
