#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace nexy {

// The data of server-sent events out of bytes as they come (WHATWG HTML, "Server-sent events"):
// any line ends, several `data:` lines joined with a line feed, comments and other fields skipped.
// Pure; any cut of the bytes gives the same events.
class EventStreamParser {
 public:
  explicit EventStreamParser(std::size_t event_max_bytes) : event_max_bytes_(event_max_bytes) {}

  // The events that are complete now. Failure kOversized when one grows too long.
  absl::StatusOr<std::vector<std::string>> Push(std::string_view bytes);

  // Whether an event has begun that no blank line has ended: at the end of the body it was cut.
  bool unfinished() const { return !line_.empty() || has_data_; }

 private:
  void EndLine(std::vector<std::string>& events);

  const std::size_t event_max_bytes_;
  std::string line_;
  std::string data_;
  bool has_data_ = false;
  bool after_carriage_return_ = false;
  bool first_line_ = true;  // Which may begin with a byte order mark.
};

}  // namespace nexy
