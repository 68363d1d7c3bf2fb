#include "tts/resilient.h"

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
using State = CircuitBreaker::State;

Task<absl::StatusOr<std::string>> SpeakAll(TtsProvider& voice, std::string text) {
  TtsRequest request;
  request.text = std::move(text);
  auto stream = co_await voice.Speak(std::move(request));
  if (!stream.ok()) co_return stream.status();
  std::string pcm;
  while (true) {
    auto piece = co_await (*stream)->Next();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) co_return pcm;
    pcm += **piece;
  }
}

class ResilientVoiceTest : public testing::Test {
 protected:
  void Start() {
    result_.reset();
    asio::co_spawn(
        io_, SpeakAll(resilient_, "Hello."),
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
  ResilientVoice resilient_{voice_,
                            {.attempts = 2,
                             .backoff = {.first = 100ms, .longest = 1s},
                             .longest_wait = 2s,
                             .breaker = {.failures = 2, .open_for = 30s}},
                            {4s, 4s},
                            clock_,
                            log_,
                            1};
  asio::cancellation_signal stop_;
  std::optional<absl::StatusOr<std::string>> result_;
};

TEST_F(ResilientVoiceTest, PassesTheWholeSoundOn) {
  Start();
  ASSERT_TRUE(result_.has_value() && result_->ok());
  EXPECT_EQ(**result_, ScriptedVoice::SoundOf("Hello.", {}));
}

TEST_F(ResilientVoiceTest, ASilentVoiceThatATurnGivesUpOpensTheCircuit) {
  voice_.Behave({.fail_after_pieces = 0, .stall_instead = true});
  for (int i = 0; i < 2; ++i) {
    Start();
    Pass(4s);
    stop_.emit(asio::cancellation_type::terminal);
    Pass(0ms);
  }
  EXPECT_EQ(resilient_.breaker().state(), State::kOpen);
  Start();
  ASSERT_TRUE(result_.has_value()) << "an open circuit answers at once";
  EXPECT_EQ(FailureReasonOf(result_->status()), FailureReason::kSilent);
  EXPECT_EQ(voice_.open(), 0u);
}

TEST_F(ResilientVoiceTest, IsNotAskedAgainOnceItWasHeard) {
  voice_.Behave({.fail_after_pieces = 1});
  Start();
  ASSERT_TRUE(result_.has_value());
  EXPECT_FALSE(result_->ok());
  EXPECT_EQ(voice_.spoken().size(), 1u);
}

}  // namespace
}  // namespace nexy
