#include "tts/whole_speech.h"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/failure.h"
#include "base/manual_clock.h"
#include "base/status.h"
#include "tts/scripted_voice.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

class WholeSpeechTest : public testing::Test {
 protected:
  void Start() {
    TtsRequest request;
    request.text = "Hello.";
    asio::co_spawn(
        io_, SpeakWhole(voice_, std::move(request), limits_, clock_, log_),
        asio::bind_cancellation_slot(
            stop_.slot(), [this](std::exception_ptr error, absl::StatusOr<std::string> pcm) {
              if (error) pcm = StatusFromException(error);
              result_ = std::move(pcm);
            }));
    Pass(0ms);
  }
  void Pass(Clock::Duration time) {
    clock_.Advance(time);
    io_.restart();
    while (io_.poll() > 0) {
    }
  }

  asio::io_context io_;
  ManualClock clock_;
  NullLog log_;
  ScriptedVoice voice_{clock_, "azure"};
  SpeechLimits limits_{.first_audio = 4s, .next_audio = 2s};
  asio::cancellation_signal stop_;
  std::optional<absl::StatusOr<std::string>> result_;
};

TEST_F(WholeSpeechTest, IsTheWholeSound) {
  Start();
  ASSERT_TRUE(result_.has_value() && result_->ok());
  EXPECT_EQ(**result_, voice_.SoundOf("Hello."));
}

TEST_F(WholeSpeechTest, ASilentVoiceIsGivenUp) {
  voice_.Behave({.fail_after_pieces = 0, .stall_instead = true});
  Start();
  Pass(3'999ms);
  EXPECT_FALSE(result_.has_value());
  Pass(1ms);
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(FailureReasonOf(result_->status()), FailureReason::kSilent);
  EXPECT_EQ(voice_.open(), 0u);
}

TEST_F(WholeSpeechTest, AVoiceThatStallsIsGivenUpSooner) {
  voice_.Behave({.fail_after_pieces = 1, .stall_instead = true});
  Start();
  Pass(2s);
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(FailureReasonOf(result_->status()), FailureReason::kStalled);
  EXPECT_EQ(voice_.open(), 0u);
}

TEST_F(WholeSpeechTest, AVoiceThatDoesNotStopIsGivenUp) {
  limits_.max_bytes = 4096;
  Start();
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(FailureReasonOf(result_->status()), FailureReason::kOversized);
}

TEST_F(WholeSpeechTest, CancellingStopsTheVoice) {
  voice_.Behave({.fail_after_pieces = 1, .stall_instead = true});
  Start();
  EXPECT_EQ(voice_.open(), 1u);
  stop_.emit(asio::cancellation_type::terminal);
  Pass(0ms);
  ASSERT_TRUE(result_.has_value());
  EXPECT_EQ(result_->status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(voice_.open(), 0u);
}

}  // namespace
}  // namespace nexy
