#pragma once

#include <grpcpp/support/status.h>

#include <string>
#include <string_view>

#include "nexyctl/load/recorder.h"

namespace nexy::load {

struct CallEnd {
  Ending ending = Ending::kOk;
  std::string reason;  // Empty for ok; of a closed set, never a server's free text.
};

// What a call came to: its status, its trailers (outcome, cause; may be empty), and whether any
// sound came and whether it began with an error_message.
CallEnd EndOf(const grpc::Status& status, std::string_view outcome, std::string_view cause,
              bool any_audio, std::string_view error_message);

}  // namespace nexy::load
