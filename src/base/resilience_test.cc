#include "base/resilience.h"

#include <gtest/gtest.h>

#include "base/failure.h"
#include "base/manual_clock.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using State = CircuitBreaker::State;

class ResilienceTest : public testing::Test {
 protected:
  ManualClock clock_;
  Resilience service_{{.attempts = 3,
                       .backoff = {.first = 100ms, .longest = 1s},
                       .longest_wait = 2s,
                       .breaker = {.failures = 1, .open_for = 30s}},
                      {8s, 8s},
                      clock_,
                      1};
};

TEST_F(ResilienceTest, AsksAgainWhatMayHealUpToItsAttempts) {
  const absl::Status overloaded = Failure(FailureReason::kOverloaded, "busy");
  ASSERT_TRUE(service_.RetryIn(overloaded, 1).has_value());
  EXPECT_LE(*service_.RetryIn(overloaded, 1), 100ms);
  EXPECT_LE(*service_.RetryIn(overloaded, 2), 200ms);
  EXPECT_FALSE(service_.RetryIn(overloaded, 3));
  EXPECT_FALSE(service_.RetryIn(Failure(FailureReason::kKey, "no"), 1));
}

TEST_F(ResilienceTest, WaitsAsLongAsItIsAskedToWithinReason) {
  EXPECT_GE(*service_.RetryIn(Failure(FailureReason::kRateLimited, "busy", 1'500ms), 1), 1'500ms);
  EXPECT_FALSE(service_.RetryIn(Failure(FailureReason::kRateLimited, "busy", 34s), 1));
}

TEST_F(ResilienceTest, ARequestGivenUpEarlyTellsNothing) {
  ASSERT_TRUE(service_.Admit().ok());
  {
    Resilience::Asked asked(service_);
    clock_.Advance(7s);
  }
  EXPECT_EQ(service_.breaker().state(), State::kClosed);
}

TEST_F(ResilienceTest, ARequestGivenUpAfterItsPatienceIsAFailure) {
  {
    Resilience::Asked asked(service_);
    clock_.Advance(5s);
    asked.Heard();
    asked.Wait();
    clock_.Advance(8s);
  }
  EXPECT_EQ(service_.breaker().state(), State::kOpen);
  EXPECT_EQ(FailureReasonOf(service_.Admit()), FailureReason::kStalled);
}

TEST_F(ResilienceTest, ARequestThatNobodyWaitsForIsNotSilent) {
  {
    Resilience::Asked asked(service_);
    asked.Heard();
    clock_.Advance(60s);  // The client takes nothing more, then it leaves.
  }
  EXPECT_EQ(service_.breaker().state(), State::kClosed);
}

TEST_F(ResilienceTest, ABlockedPromptIsNoFaultOfTheService) {
  Resilience::Asked(service_).Failed(Failure(FailureReason::kPromptBlocked, "safety"));
  EXPECT_EQ(service_.breaker().state(), State::kClosed);
}

}  // namespace
}  // namespace nexy
