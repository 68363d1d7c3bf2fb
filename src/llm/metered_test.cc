#include "llm/metered.h"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <optional>

#include "base/collecting_meter.h"
#include "base/manual_clock.h"
#include "llm/begun.h"
#include "llm/scripted_mind.h"

namespace nexy {
namespace {

// Reads an answer to its end or its error.
Task<absl::Status> Read(LlmProvider& mind, LlmRequest request) {
  auto stream = co_await mind.Ask(std::move(request));
  if (!stream.ok()) co_return stream.status();
  while (true) {
    auto piece = co_await (*stream)->Next();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) co_return absl::OkStatus();
  }
}

Task<absl::StatusOr<bool>> BeginsWithText(LlmProvider& mind) {
  LlmRequest request;
  auto begun = co_await Begin(mind, std::move(request));
  if (!begun.ok()) co_return begun.status();
  co_return begun->first&& std::holds_alternative<LlmText>(*begun->first);
}

struct MeteredMindTest : testing::Test {
  static LlmRequest Question() {
    LlmRequest request;
    request.prompt = "What is it?";  // 11 bytes, with the 9 below 20: 5 tokens.
    request.history.push_back({"Who", "Nobody", ""});
    request.device = "mac-1";
    return request;
  }
  absl::Status Ask(MeteredMind& asked) {
    auto status = asio::co_spawn(io, Read(asked, Question()), asio::use_future);
    io.restart();
    io.run();
    return status.get();
  }

  asio::io_context io;
  ManualClock clock;
  CollectingMeter meter;
  ScriptedMind mind{clock, "gemini"};
  MeteredMind metered{mind, "flash", MeteredMind::Tokens::kReported, meter};
};

TEST_F(MeteredMindTest, TheLastReportCounts) {
  mind.Answer({LlmPiece(LlmUsage{7, 0}), LlmPiece(LlmText{"Hello"}), LlmPiece(LlmUsage{7, 3})});
  ASSERT_TRUE(Ask(metered).ok());
  ASSERT_EQ(meter.counted().size(), 1u);
  const Usage usage = meter.counted().front();
  EXPECT_EQ(usage.device, "mac-1");
  EXPECT_EQ(usage.service, "llm");
  EXPECT_EQ(usage.provider, "gemini");
  EXPECT_EQ(usage.model, "flash");
  EXPECT_EQ(usage.input_tokens, 7);
  EXPECT_EQ(usage.output_tokens, 3);
  EXPECT_FALSE(usage.estimated);
}

TEST_F(MeteredMindTest, AnAnswerThatBreaksOffCountsWhatItUsed) {
  mind.Answer({LlmPiece(LlmText{"Hel"}), LlmPiece(LlmUsage{7, 1}), absl::UnavailableError("cut")});
  EXPECT_FALSE(Ask(metered).ok());
  ASSERT_EQ(meter.counted().size(), 1u);
  EXPECT_EQ(meter.counted().front().output_tokens, 1);
}

TEST_F(MeteredMindTest, ACancelledAnswerCountsWhatItUsed) {
  mind.Answer({LlmPiece(LlmText{"Hel"}), LlmPiece(LlmUsage{7, 1}), ScriptedMind::Stall{}});
  asio::cancellation_signal cancel;
  auto status = asio::co_spawn(io, Read(metered, Question()),
                               asio::bind_cancellation_slot(cancel.slot(), asio::use_future));
  io.poll();
  EXPECT_TRUE(meter.counted().empty());
  cancel.emit(asio::cancellation_type::terminal);
  io.restart();
  io.poll();
  ASSERT_EQ(meter.counted().size(), 1u);
  EXPECT_EQ(meter.counted().front().input_tokens, 7);
}

TEST_F(MeteredMindTest, WhatWasNotToldIsEstimatedAndSaysSo) {
  mind.Answer({LlmPiece(LlmText{"It is a cat."}), absl::UnavailableError("cut")});
  EXPECT_FALSE(Ask(metered).ok());
  ASSERT_EQ(meter.counted().size(), 1u);
  const Usage usage = meter.counted().front();
  EXPECT_TRUE(usage.estimated);
  EXPECT_EQ(usage.input_tokens, 5);
  EXPECT_EQ(usage.output_tokens, 3);
}

TEST_F(MeteredMindTest, TheSoundOfASpeechNativeModelIsTime) {
  mind.Answer({LlmPiece(LlmAudio{std::string(96'000, '\0'), "Hi."}), LlmPiece(LlmUsage{7, 25})});
  ASSERT_TRUE(Ask(metered).ok());
  EXPECT_EQ(meter.counted().front().audio_ms, 1000);
}

TEST_F(MeteredMindTest, ARequestThatNeverBeganIsNotCounted) {
  mind.Answer({absl::UnavailableError("down")});
  EXPECT_FALSE(Ask(metered).ok());
  EXPECT_TRUE(meter.counted().empty());
}

TEST_F(MeteredMindTest, AMindThatHasNoTokensIsCountedWithoutAnEstimate) {
  MeteredMind offline(mind, "", MeteredMind::Tokens::kNone, meter);
  mind.Say("It is a cat.");
  ASSERT_TRUE(Ask(offline).ok());
  ASSERT_EQ(meter.counted().size(), 1u);
  EXPECT_EQ(meter.counted().front().input_tokens, 0);
  EXPECT_EQ(meter.counted().front().output_tokens, 0);
  EXPECT_FALSE(meter.counted().front().estimated);
}

// Else a request that used tokens and then failed would not be made again.
TEST_F(MeteredMindTest, TokensAreNotTheBeginningOfAnAnswer) {
  mind.Answer({LlmPiece(LlmUsage{7, 0}), LlmPiece(LlmText{"Hello"})});
  mind.Answer({LlmPiece(LlmUsage{7, 0}), absl::UnavailableError("down")});
  for (const bool good : {true, false}) {
    auto result = asio::co_spawn(io, BeginsWithText(metered), asio::use_future);
    io.restart();
    io.run();
    EXPECT_EQ(result.get().ok(), good);
  }
  EXPECT_EQ(meter.counted().size(), 2u);
}

}  // namespace
}  // namespace nexy
