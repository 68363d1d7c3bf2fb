#include "tts/metered.h"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>

#include "base/collecting_meter.h"
#include "base/manual_clock.h"
#include "tts/scripted_voice.h"

namespace nexy {
namespace {

Task<absl::Status> Hear(TtsProvider& voice, std::string text) {
  TtsRequest request{
      .text = std::move(text), .language = Language::kRussian, .voice = "", .device = "mac-1"};
  auto stream = co_await voice.Speak(std::move(request));
  if (!stream.ok()) co_return stream.status();
  while (true) {
    auto piece = co_await (*stream)->Next();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) co_return absl::OkStatus();
  }
}

struct MeteredVoiceTest : testing::Test {
  asio::io_context io;
  ManualClock clock;
  CollectingMeter meter;
  ScriptedVoice voice{clock, "azure"};
  MeteredVoice metered{voice, "neural", meter};
};

TEST_F(MeteredVoiceTest, CountsCharactersAndNotBytesAndTheTimeOfTheSound) {
  auto heard = asio::co_spawn(io, Hear(metered, "Привет"), asio::use_future);
  io.run();
  ASSERT_TRUE(heard.get().ok());
  ASSERT_EQ(meter.counted().size(), 1u);
  const Usage usage = meter.counted().front();
  EXPECT_EQ(usage.device, "mac-1");
  EXPECT_EQ(usage.service, "tts");
  EXPECT_EQ(usage.provider, "azure");
  EXPECT_EQ(usage.model, "neural");
  EXPECT_EQ(usage.characters, 6);
  EXPECT_EQ(usage.audio_ms, 120);  // 12 bytes of text, 10 ms each.
}

TEST_F(MeteredVoiceTest, AnUtteranceThatIsCancelledCountsItsTextAndTheSoundThatCame) {
  voice.Behave({.piece_bytes = 960, .fail_after_pieces = 2, .stall_instead = true});
  asio::cancellation_signal cancel;
  auto heard = asio::co_spawn(io, Hear(metered, "Hello there"),
                              asio::bind_cancellation_slot(cancel.slot(), asio::use_future));
  io.poll();
  cancel.emit(asio::cancellation_type::terminal);
  io.restart();
  io.poll();
  ASSERT_EQ(meter.counted().size(), 1u);
  EXPECT_EQ(meter.counted().front().characters, 11);
  EXPECT_EQ(meter.counted().front().audio_ms, 20);
}

TEST_F(MeteredVoiceTest, WhatMadeNoSoundIsNotCounted) {
  voice.Behave({.fail_after_pieces = 0});
  auto heard = asio::co_spawn(io, Hear(metered, "Hello"), asio::use_future);
  io.run();
  EXPECT_FALSE(heard.get().ok());
  EXPECT_TRUE(meter.counted().empty());
}

}  // namespace
}  // namespace nexy
