#include "nexyctl/load/call_end.h"

#include <iterator>

#include "base/strings.h"

namespace nexy::load {
namespace {

// The beginnings of the wire contract's refusals (3.1), and a word for each.
constexpr struct {
  std::string_view text;
  std::string_view word;
} kRefusals[] = {
    {"STREAM_LIMIT_EXCEEDED", "capacity"},
    {"Too many requests from this device", "device rate"},
    {"Concurrent request for session_id", "session live"},
    {"Concurrent request for hardware_id", "device live"},
    {"Server is shutting down", "draining"},
    {"hardware_id is required", "hardware id"},
    {"session_id is required", "session id"},
    {"Empty prompt", "empty prompt"},
    {"prompt is too long", "prompt too long"},
    {"screenshot", "screenshot"},
    {"Welcome text is too long", "welcome too long"},
};

constexpr std::string_view kOutcomes[] = {"degraded", "failed", "blocked", "interrupted"};
constexpr Ending kOutcomeEndings[] = {Ending::kDegraded, Ending::kFailed, Ending::kBlocked,
                               Ending::kInterrupted};

std::string_view CodeWord(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::CANCELLED:
      return "cancelled";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "deadline exceeded";
    case grpc::StatusCode::UNAVAILABLE:
      return "unavailable";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "resource exhausted";
    case grpc::StatusCode::INTERNAL:
      return "internal";
    case grpc::StatusCode::UNIMPLEMENTED:
      return "unimplemented";
    case grpc::StatusCode::INVALID_ARGUMENT:
      return "invalid argument";
    default:
      return "another status";
  }
}

// A cause is a token of the wire contract; what is none is not repeated.
std::string Cause(std::string_view cause) {
  for (const char c : cause) {
    if ((c < 'a' || c > 'z') && c != '_') return "unknown";
  }
  return cause.empty() ? "unknown" : std::string(cause.substr(0, 40));
}

}  // namespace

CallEnd EndOf(const grpc::Status& status, std::string_view outcome, std::string_view cause,
              bool any_audio, std::string_view error_message) {
  if (status.ok()) {
    for (std::size_t i = 0; i < std::size(kOutcomes); ++i) {
      if (outcome != kOutcomes[i]) continue;
      if (kOutcomeEndings[i] == Ending::kInterrupted) return {Ending::kInterrupted, ""};
      return {kOutcomeEndings[i], Concat(outcome, ": ", Cause(cause))};
    }
    if (!any_audio) return {Ending::kError, "error: an answer without sound"};
    return {Ending::kOk, ""};
  }
  if (outcome == "failed") return {Ending::kFailed, Concat("failed: ", Cause(cause))};
  if (!any_audio && !error_message.empty()) {
    for (const auto& refusal : kRefusals) {
      if (error_message.starts_with(refusal.text)) {
        return {Ending::kRefused, Concat("refused: ", refusal.word)};
      }
    }
    return {Ending::kRefused, Concat("refused: ", CodeWord(status.error_code()))};
  }
  return {Ending::kError, Concat("error: ", CodeWord(status.error_code()),
                                 any_audio ? " in the middle of an answer" : "")};
}

}  // namespace nexy::load
