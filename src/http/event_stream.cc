#include "http/event_stream.h"

#include <utility>

#include "base/failure.h"

namespace nexy {

absl::StatusOr<std::vector<std::string>> EventStreamParser::Push(std::string_view bytes) {
  std::vector<std::string> events;
  while (!bytes.empty()) {
    // The line feed of a CRLF, which may come in a piece of its own.
    if (std::exchange(after_carriage_return_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const std::size_t end = bytes.find_first_of("\r\n");
    const bool ends = end != std::string_view::npos;
    line_.append(bytes.substr(0, end));
    if (line_.size() + data_.size() > event_max_bytes_) {
      return Failure(FailureReason::kOversized, "an event of the stream is too long");
    }
    if (!ends) break;
    after_carriage_return_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    EndLine(events);
  }
  return events;
}

void EventStreamParser::EndLine(std::vector<std::string>& events) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string_view line = line_;
  if (std::exchange(first_line_, false) && line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
  }
  if (line.empty()) {
    if (std::exchange(has_data_, false)) events.push_back(std::exchange(data_, ""));
    line_.clear();
    return;
  }
  const std::size_t colon = line.find(':');
  if (line.substr(0, colon) == "data") {
    std::string_view value =
        colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (std::exchange(has_data_, true)) data_ += '\n';
    data_ += value;
  }
  line_.clear();
}

}  // namespace nexy
