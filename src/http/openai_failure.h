#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "base/clock.h"
#include "base/failure.h"
#include "http/http_client.h"

namespace nexy {

// What OpenAI-compatible services say when something is wrong, told apart by the `code` of their
// error: chat, speech and transcription share it.

// Of an event in the middle of a stream: `error` is its JSON, `{"error":{…}}` or only the inner
// part.
FailureReason OpenAiReasonOf(std::string_view error_json, FailureReason otherwise);

// Of a response that is no success, whose body is `body`: `{"error":{…}}`, Ollama's
// `{"error":"text"}`, speaches' `{"detail":…}` or anything else. `service` names it.
absl::Status OpenAiReplyFailure(std::string_view service, const ClientResponse& response,
                                std::string_view body, Clock::WallTime now);

}  // namespace nexy
