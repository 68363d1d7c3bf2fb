#include "llm/resilient.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/failure.h"
#include "base/manual_clock.h"
#include "base/status.h"
#include "llm/hedged.h"
#include "llm/scripted_mind.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using State = CircuitBreaker::State;

const ResilienceOptions kOptions = {.attempts = 2,
                                    .backoff = {.first = 100ms, .longest = 1s},
                                    .longest_wait = 2s,
                                    .breaker = {.failures = 3, .open_for = 30s}};

Task<absl::StatusOr<std::string>> AskAll(LlmProvider& mind) {
  LlmRequest request;
  request.prompt = "?";
  auto stream = co_await mind.Ask(std::move(request));
  if (!stream.ok()) co_return stream.status();
  std::string text;
  while (true) {
    auto piece = co_await (*stream)->Next();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) co_return text;
    if (const auto* said = std::get_if<LlmText>(&**piece)) text += said->text;
  }
}

class ResilientMindTest : public testing::Test {
 protected:
  void Start(LlmProvider& mind) {
    answer_.reset();
    asio::co_spawn(
        io_, AskAll(mind),
        asio::bind_cancellation_slot(
            stop_.slot(), [this](std::exception_ptr error, absl::StatusOr<std::string> answer) {
              if (error) answer = StatusFromException(error);
              answer_ = std::move(answer);
            }));
    Settle();
  }
  absl::StatusOr<std::string> Ask(LlmProvider& mind) {
    Start(mind);
    for (int i = 0; i < 100 && !answer_; ++i) Pass(10ms);
    return answer_.value_or(absl::UnknownError("no answer"));
  }
  void Settle() {
    io_.restart();
    while (io_.poll() > 0) {
    }
  }
  void Pass(Clock::Duration time) {
    clock_.Advance(time);
    Settle();
  }
  static LlmPiece Piece(std::string text) { return LlmText{std::move(text)}; }
  static ScriptedMind::Script Fails(FailureReason reason) { return {Failure(reason, "no")}; }

  asio::io_context io_;
  ManualClock clock_;
  NullLog log_;
  ScriptedMind mind_{clock_, "mind"};
  ScriptedMind other_{clock_, "other"};
  ResilientMind resilient_{mind_, kOptions, {8s, 8s}, clock_, log_, 1};
  asio::cancellation_signal stop_;
  std::optional<absl::StatusOr<std::string>> answer_;
};

TEST_F(ResilientMindTest, AsksAgainWhatFailedBeforeItsFirstWord) {
  mind_.Answer(Fails(FailureReason::kOverloaded));
  mind_.Say("Hello.");
  EXPECT_EQ(*Ask(resilient_), "Hello.");
  EXPECT_EQ(mind_.requests().size(), 2u);
  EXPECT_EQ(resilient_.breaker().state(), State::kClosed);
}

TEST_F(ResilientMindTest, NeverAsksAgainAfterTheFirstWord) {
  mind_.Answer({Piece("Hel"), Failure(FailureReason::kCut, "cut")});
  EXPECT_EQ(FailureReasonOf(Ask(resilient_).status()), FailureReason::kCut);
  EXPECT_EQ(mind_.requests().size(), 1u);
}

TEST_F(ResilientMindTest, LeavesAServiceAloneThatFailsAndTriesItAgainLater) {
  mind_.Answer(Fails(FailureReason::kServerError));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(Ask(resilient_).ok());
  EXPECT_EQ(mind_.requests().size(), 6u);
  EXPECT_EQ(FailureReasonOf(Ask(resilient_).status()), FailureReason::kServerError);
  EXPECT_EQ(mind_.requests().size(), 6u) << "the circuit is open";
  mind_.Say("Back.");
  clock_.Advance(31s);
  // The script that failed serves once more.
  (void)Ask(resilient_);
  clock_.Advance(31s);
  EXPECT_EQ(*Ask(resilient_), "Back.");
  EXPECT_EQ(resilient_.breaker().state(), State::kClosed);
}

TEST_F(ResilientMindTest, ASilentServiceThatATurnGivesUpCountsAsFailed) {
  mind_.Answer({ScriptedMind::Stall{}});
  for (int i = 0; i < 3; ++i) {
    Start(resilient_);
    Pass(8s);
    stop_.emit(asio::cancellation_type::terminal);
    Settle();
    EXPECT_TRUE(answer_.has_value());
  }
  EXPECT_EQ(resilient_.breaker().state(), State::kOpen);
  EXPECT_EQ(mind_.cancelled(), 3u);
}

TEST_F(ResilientMindTest, AnInterruptedTurnSaysNothingAboutTheService) {
  mind_.Answer({ScriptedMind::Stall{}});
  for (int i = 0; i < 5; ++i) {
    Start(resilient_);
    Pass(1s);
    stop_.emit(asio::cancellation_type::terminal);
    Settle();
  }
  EXPECT_EQ(resilient_.breaker().state(), State::kClosed);
}

class HedgedMindTest : public ResilientMindTest {
 protected:
  HedgedMind hedged_{mind_, other_, 500ms, clock_, log_};
};

TEST_F(HedgedMindTest, AsksOnlyTheFirstWhenItIsQuick) {
  mind_.Say("Quick.");
  EXPECT_EQ(*Ask(hedged_), "Quick.");
  EXPECT_TRUE(other_.requests().empty());
}

TEST_F(HedgedMindTest, TheSecondAnswersForASlowFirstWhichIsStopped) {
  mind_.Answer({ScriptedMind::Stall{}});
  other_.Say("Other.");
  EXPECT_EQ(*Ask(hedged_), "Other.");
  EXPECT_EQ(mind_.cancelled(), 1u);
  EXPECT_EQ(mind_.open() + other_.open(), 0u);
}

TEST_F(HedgedMindTest, TheFirstMayStillWin) {
  mind_.Answer({ScriptedMind::Gate{}, Piece("First.")});
  other_.Answer({ScriptedMind::Stall{}});
  Start(hedged_);
  Pass(600ms);
  EXPECT_EQ(other_.requests().size(), 1u);
  mind_.OpenGate();
  Settle();
  ASSERT_TRUE(answer_.has_value());
  EXPECT_EQ(**answer_, "First.");
  EXPECT_EQ(other_.cancelled(), 1u);
}

TEST_F(HedgedMindTest, AFirstThatFailsIsTheTurnsToReplace) {
  mind_.Answer(Fails(FailureReason::kKey));
  EXPECT_EQ(FailureReasonOf(Ask(hedged_).status()), FailureReason::kKey);
  EXPECT_TRUE(other_.requests().empty());
}

TEST_F(HedgedMindTest, BothAreStoppedWithTheirTurn) {
  mind_.Answer({ScriptedMind::Stall{}});
  other_.Answer({ScriptedMind::Stall{}});
  Start(hedged_);
  Pass(600ms);
  stop_.emit(asio::cancellation_type::terminal);
  Settle();
  ASSERT_TRUE(answer_.has_value());
  EXPECT_EQ(mind_.open() + other_.open(), 0u);
}

}  // namespace
}  // namespace nexy
