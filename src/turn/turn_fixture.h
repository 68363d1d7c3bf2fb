#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/failure.h"
#include "base/manual_clock.h"
#include "base/status.h"
#include "llm/scripted_mind.h"
#include "tts/scripted_voice.h"
#include "turn/turn.h"

namespace nexy {

using namespace std::chrono_literals;
inline constexpr const char* kOneMoment = "One moment, please.";
inline constexpr const char* kSimplerVoice =
    "My usual voice is unavailable, so I use a simpler one.";
inline constexpr const char* kTookTooLong = "The AI provider took too long.";
inline constexpr const char* kTryAgain = "Please try again.";

// What a client hears, in order, and when.
class Listener final : public AnswerSink {
 public:
  explicit Listener(asio::any_io_executor executor, Clock& clock)
      : clock_(clock), may_read_(std::move(executor), clock) {}

  struct Utterance {
    std::string text;
    std::string pcm;
    Clock::Time at;
  };

  Task<bool> Text(std::string sentence) override {
    said.push_back({std::move(sentence), "", clock_.Now()});
    co_return !gone;
  }
  Task<bool> Audio(std::string pcm) override {
    while (!reads) co_await may_read_.WaitUntil(Clock::Time::max());
    if (takes > 0ms) co_await may_read_.WaitUntil(clock_.Now() + takes);
    EXPECT_FALSE(said.empty()) << "audio before text";
    EXPECT_EQ(pcm.size() % 2, 0u);
    EXPECT_FALSE(pcm.empty());
    if (!said.empty()) said.back().pcm += pcm;
    co_return !gone;
  }
  Task<bool> Action(std::string action_json) override {
    actions.push_back(std::move(action_json));
    co_return !gone;
  }

  void Read() {
    reads = true;
    may_read_.Ring();
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> result;
    for (const auto& utterance : said) result.push_back(utterance.text);
    return result;
  }

  std::vector<Utterance> said;
  std::vector<std::string> actions;
  bool gone = false;
  bool reads = true;
  Clock::Duration takes{};  // To read one chunk.

 private:
  Clock& clock_;
  Alarm may_read_;
};

struct TurnTest : testing::Test {
  // A turn that a test leaves in the middle ends as when its client goes away.
  void TearDown() override {
    if (!turn || status) return;
    stop.emit(asio::cancellation_type::terminal);
    Settle();
  }
  void Ask(Question question = {.session_id = "s", .prompt = "What is this?"}) {
    turn.emplace(io.get_executor(), parts, std::move(question), listener);
    start = clock.Now();
    asio::co_spawn(io, turn->Run(),
                   asio::bind_cancellation_slot(
                       stop.slot(), [this](std::exception_ptr error, absl::Status result) {
                         status = error ? StatusFromException(error) : result;
                         if (at_end) at_end();
                       }));
    Settle();
  }
  void Settle() {
    io.restart();
    while (io.poll() > 0) {
    }
  }
  // Lets time pass in small steps, so that nothing is late by more than a step.
  void Pass(Clock::Duration time, Clock::Duration step = 10ms) {
    for (Clock::Duration passed{}; passed < time && !status; passed += step) {
      clock.Advance(step);
      Settle();
    }
  }
  void RunToEnd() { Pass(300s, 100ms); }
  std::string Verdict() {
    return std::string(OutcomeToken(turn->verdict().outcome)) + " " +
           std::string(CauseToken(turn->verdict().cause));
  }
  // Of the counter that has `label` among its labels' values.
  double CounterValue(const std::string& name, const std::string& label) {
    for (const auto& family : registry.Collect()) {
      if (family.name != name) continue;
      for (const auto& metric : family.metric) {
        for (const auto& pair : metric.label) {
          if (pair.value == label) return metric.counter.value;
        }
      }
    }
    return 0;
  }
  LlmPiece Piece(std::string text) { return LlmText{std::move(text)}; }

  asio::io_context io;
  ManualClock clock;
  NullLog log;
  prometheus::Registry registry;
  TurnMetrics metrics{registry, clock};
  ScriptedMind mind{clock, "mind"};
  ScriptedMind second_mind{clock, "second"};
  ScriptedVoice voice{clock, "azure"};
  ScriptedVoice embedded{clock, "espeak"};
  SpeechCache phrases{embedded, SpeechCacheLimits{}, clock, registry};
  TurnParts parts{.minds = {&mind},
                  .voices = {&voice},
                  .embedded = embedded,
                  .phrases = phrases,
                  .options = {},
                  .audio_chunk_bytes = 4096,
                  .first_token_timeout = 20s,
                  .next_token_timeout = 20s,
                  .first_audio_timeout = 4s,
                  .next_audio_timeout = 4s,
                  .clock = clock,
                  .log = log,
                  .metrics = metrics};
  Listener listener{io.get_executor(), clock};
  asio::cancellation_signal stop;
  std::optional<Turn> turn;
  std::optional<absl::Status> status;
  std::function<void()> at_end;  // Called when Run() has completed.
  Clock::Time start;
};

}  // namespace nexy
