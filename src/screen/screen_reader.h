#pragma once

#include <cstddef>
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
  bool section_start = false;  // A paragraph that goes on with no list before it.
  std::vector<std::size_t> uncertain;  // Which of its words OCR is not sure of, from 0.
};

// What OCR found, in reading order.
struct ScreenText {
  std::vector<ScreenLine> lines;
  std::size_t opening = 0;  // How many of the first lines ScreenReading::Opening() gives.
};

using ReadText = absl::StatusOr<std::shared_ptr<const ScreenText>>;

// A reading that has begun. Used from one strand; destroying it stops what is left of it.
class ScreenReading {
 public:
  virtual ~ScreenReading() = default;
  // What is read before all else, as soon as it is known: a title or a menu bar. Often empty, and
  // then known only with the whole.
  virtual Task<ReadText> Opening() = 0;
  virtual Task<ReadText> Whole() = 0;
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

  // RESOURCE_EXHAUSTED when too many pictures wait.
  Task<absl::StatusOr<std::unique_ptr<ScreenReading>>> Begin(
      std::shared_ptr<const Screenshot> screenshot);

  // RESOURCE_EXHAUSTED when too many pictures wait, DEADLINE_EXCEEDED after ocr_timeout,
  // UNAVAILABLE when the OCR data is missing. A cancelled caller leaves at once, and its reading
  // stops as soon as the engine looks up.
  Task<ReadText> Read(std::shared_ptr<const Screenshot> screenshot);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nexy
