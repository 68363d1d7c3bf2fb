#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/failure.h"
#include "base/status.h"
#include "http/event_stream.h"
#include "http/http_client.h"

namespace nexy {

// The server-sent events of a response, one at a time. Used from one strand.
class EventResponse {
 public:
  EventResponse(std::unique_ptr<ClientResponse> response, std::size_t event_max_bytes)
      : response_(std::move(response)), parser_(event_max_bytes) {}

  // The data of the next event; nullopt at the end of the body. kCut when it ends inside an event.
  Task<absl::StatusOr<std::optional<std::string>>> Next();

 private:
  std::unique_ptr<ClientResponse> response_;
  EventStreamParser parser_;
  std::deque<std::string> events_;
};

}  // namespace nexy
