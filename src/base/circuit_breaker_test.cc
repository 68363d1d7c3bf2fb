#include "base/circuit_breaker.h"

#include <gtest/gtest.h>

#include "base/failure.h"
#include "base/manual_clock.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using State = CircuitBreaker::State;

class CircuitBreakerTest : public testing::Test {
 protected:
  void Fail(FailureReason reason = FailureReason::kServerError) {
    ASSERT_TRUE(breaker_.Admit().ok());
    breaker_.Failed(Failure(reason, "failed"));
  }

  ManualClock clock_;
  CircuitBreaker breaker_{{.failures = 3, .window = 10s, .open_for = 30s}, clock_};
};

TEST_F(CircuitBreakerTest, OpensAfterFailuresInARowAndSaysTheLastCause) {
  Fail();
  Fail();
  EXPECT_EQ(breaker_.state(), State::kClosed);
  Fail(FailureReason::kStalled);
  EXPECT_EQ(breaker_.state(), State::kOpen);
  EXPECT_EQ(FailureReasonOf(breaker_.Admit()), FailureReason::kStalled);
}

TEST_F(CircuitBreakerTest, ASuccessBetweenStartsTheCountAgain) {
  Fail();
  Fail();
  breaker_.Succeeded();
  Fail();
  Fail();
  EXPECT_EQ(breaker_.state(), State::kClosed);
}

TEST_F(CircuitBreakerTest, AFewThatComeTooLateAmongManyAreNotTheServices) {
  for (int i = 0; i < 20; ++i) breaker_.Succeeded();
  for (int i = 0; i < 19; ++i) Fail(FailureReason::kSilent);
  EXPECT_EQ(breaker_.state(), State::kClosed) << "twenty have just succeeded";
  Fail(FailureReason::kSilent);
  EXPECT_EQ(breaker_.state(), State::kOpen) << "as many have failed in a row";
}

TEST_F(CircuitBreakerTest, WhatSucceededLongAgoDoesNotCount) {
  for (int i = 0; i < 20; ++i) breaker_.Succeeded();
  clock_.Advance(11s);
  for (int i = 0; i < 3; ++i) Fail();
  EXPECT_EQ(breaker_.state(), State::kOpen);
}

TEST_F(CircuitBreakerTest, OneProbeAtATimeWhenHalfOpen) {
  for (int i = 0; i < 3; ++i) Fail();
  clock_.Advance(30s);
  EXPECT_EQ(breaker_.state(), State::kHalfOpen);
  EXPECT_TRUE(breaker_.Admit().ok());
  EXPECT_FALSE(breaker_.Admit().ok()) << "the probe is under way";
  breaker_.Abandoned();
  EXPECT_TRUE(breaker_.Admit().ok()) << "the next may probe";
  breaker_.Succeeded();
  EXPECT_EQ(breaker_.state(), State::kClosed);
}

TEST_F(CircuitBreakerTest, AFailedProbeOpensItAgain) {
  for (int i = 0; i < 3; ++i) Fail();
  clock_.Advance(30s);
  Fail();
  EXPECT_EQ(breaker_.state(), State::kOpen);
}

TEST_F(CircuitBreakerTest, AKeyThatIsRefusedOpensItAtOnce) {
  Fail(FailureReason::kKey);
  EXPECT_EQ(FailureReasonOf(breaker_.Admit()), FailureReason::kKey);
}

TEST_F(CircuitBreakerTest, AServiceThatAsksToWaitIsLeftAloneForSoLong) {
  ASSERT_TRUE(breaker_.Admit().ok());
  breaker_.Failed(Failure(FailureReason::kRateLimited, "busy", 90s));
  clock_.Advance(89s);
  EXPECT_EQ(breaker_.state(), State::kOpen);
  clock_.Advance(1s);
  EXPECT_EQ(breaker_.state(), State::kHalfOpen);
}

}  // namespace
}  // namespace nexy
