#include "nexyctl/load/call_end.h"

#include <gtest/gtest.h>

namespace nexy::load {
namespace {

using grpc::Status;
using grpc::StatusCode;

void Expect(const CallEnd& end, Ending ending, const std::string& reason) {
  EXPECT_EQ(EndingWord(end.ending), EndingWord(ending)) << end.reason;
  EXPECT_EQ(end.reason, reason);
}

TEST(CallEnd, OutcomesAreWhatTheTrailersSay) {
  Expect(EndOf(Status::OK, "ok", "", true, ""), Ending::kOk, "");
  Expect(EndOf(Status::OK, "", "", true, ""), Ending::kOk, "");  // An older server.
  Expect(EndOf(Status::OK, "degraded", "llm_fallback", true, ""), Ending::kDegraded,
         "degraded: llm_fallback");
  Expect(EndOf(Status::OK, "failed", "llm_quota", true, ""), Ending::kFailed, "failed: llm_quota");
  Expect(EndOf(Status::OK, "blocked", "prompt_blocked", true, ""), Ending::kBlocked,
         "blocked: prompt_blocked");
  Expect(EndOf(Status::OK, "interrupted", "user_interrupt", true, ""), Ending::kInterrupted, "");
  Expect(EndOf({StatusCode::UNAVAILABLE, ""}, "failed", "voice_unavailable", false,
               "Speech is unavailable: x"),
         Ending::kFailed, "failed: voice_unavailable");
}

TEST(CallEnd, RefusalsAreToldApart) {
  Expect(
      EndOf({StatusCode::RESOURCE_EXHAUSTED, ""}, "", "", false, "STREAM_LIMIT_EXCEEDED: Maximum"),
      Ending::kRefused, "refused: capacity");
  Expect(EndOf({StatusCode::RESOURCE_EXHAUSTED, ""}, "", "", false,
               "Too many requests from this device, please wait a moment"),
         Ending::kRefused, "refused: device rate");
  Expect(EndOf({StatusCode::UNAVAILABLE, ""}, "", "", false,
               "Server is shutting down, please try again"),
         Ending::kRefused, "refused: draining");
  Expect(EndOf({StatusCode::INVALID_ARGUMENT, ""}, "", "", false, "something new"),
         Ending::kRefused, "refused: invalid argument");
}

TEST(CallEnd, WhatIsNeitherIsAnErrorWithItsStatus) {
  Expect(EndOf({StatusCode::UNAVAILABLE, "Connection reset by peer 10.1.2.3"}, "", "", false, ""),
         Ending::kError, "error: unavailable");
  Expect(EndOf({StatusCode::INTERNAL, ""}, "", "", true, ""), Ending::kError,
         "error: internal in the middle of an answer");
  Expect(EndOf(Status::OK, "ok", "", false, ""), Ending::kError, "error: an answer without sound");
}

TEST(CallEnd, ACauseThatIsNoTokenIsNotRepeated) {
  Expect(EndOf(Status::OK, "failed", "<script>", true, ""), Ending::kFailed, "failed: unknown");
}

}  // namespace
}  // namespace nexy::load
