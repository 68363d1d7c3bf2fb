#include "http/event_response.h"

namespace nexy {

Task<absl::StatusOr<std::optional<std::string>>> EventResponse::Next() {
  while (events_.empty()) {
    auto piece = co_await response_->Read();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) {
      if (parser_.unfinished())
        co_return Failure(FailureReason::kCut, "the stream ended inside an event");
      co_return std::optional<std::string>();
    }
    auto events = parser_.Push(**piece);
    if (!events.ok()) co_return events.status();
    for (std::string& event : *events) events_.push_back(std::move(event));
  }
  std::optional<std::string> event = std::move(events_.front());
  events_.pop_front();
  co_return event;
}

}  // namespace nexy
