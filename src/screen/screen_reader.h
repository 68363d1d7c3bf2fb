#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/blocking_pool.h"
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
// kept in memory, because a "more" asks for the same picture again.
class ScreenReader {
 public:
  explicit ScreenReader(const ScreenOptions& options);
  ~ScreenReader();

  // RESOURCE_EXHAUSTED when too many pictures wait, DEADLINE_EXCEEDED after ocr_timeout,
  // UNAVAILABLE when the OCR data is missing. Cancelling the caller stops the reading.
  Task<absl::StatusOr<std::shared_ptr<const ScreenText>>> Read(
      std::shared_ptr<const Screenshot> screenshot);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexy
