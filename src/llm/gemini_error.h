#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "absl/status/status.h"

namespace nexy {

// The `error` object of Google's APIs (google.rpc.Status as JSON) as a Failure: a limit of the
// minute, of the day and of the purse are told apart, RetryInfo is kept.
absl::Status GeminiFailure(const nlohmann::json& error, int http_status);

// The same for the close frame of a Live connection, whose reason is a text of at most 123 bytes.
absl::Status GeminiCloseFailure(int code, std::string_view reason);

}  // namespace nexy
