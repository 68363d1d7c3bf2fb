#pragma once

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <memory>
#include <string_view>

#include "base/clock.h"
#include "base/event_count.h"
#include "base/failure.h"
#include "base/latency.h"
#include "screen/screen_look.h"
#include "turn/outcome.h"

namespace nexy {

struct TurnTimes;

// Figures of the turns of this process. Thread-safe; `registry` and `clock` outlive it.
class TurnMetrics {
 public:
  // Stages of a turn, each from the turn's start.
  enum class Stage { kFirstToken, kFirstSentence, kFirstAudio, kAnswer, kTurn };
  static constexpr std::size_t kStages = 5;
  static constexpr std::size_t kOutcomes = 6;
  static std::string_view StageToken(Stage stage);  // "first_token", …

  TurnMetrics(prometheus::Registry& registry, Clock& clock);

  void CountPhrase(std::string_view phrase);
  void CountLook(ScreenLook look);  // Of a question with a picture.
  // Characters of a sentence for which there were no words.
  void CountUnsaid(std::size_t characters);
  void CountMindFailure(std::string_view mind, FailureReason reason);
  void CountVoiceFailure(std::string_view voice, FailureReason reason);
  // `provider` has to stand in for another in this turn; kind "llm" or "tts".
  void CountFallback(std::string_view kind, std::string_view provider);
  // Once a turn, when it is over.
  void CountTurn(const Verdict& verdict, const TurnTimes& times, Clock::Duration took);

  const Latency& latency(Stage stage) const { return *latencies_[static_cast<std::size_t>(stage)]; }
  const EventCount& outcomes(Outcome outcome) const {
    return *outcomes_[static_cast<std::size_t>(outcome)];
  }

 private:
  prometheus::Family<prometheus::Counter>& phrases_;
  prometheus::Family<prometheus::Counter>& looks_;
  prometheus::Family<prometheus::Counter>& mind_failures_;
  prometheus::Family<prometheus::Counter>& voice_failures_;
  prometheus::Family<prometheus::Counter>& fallbacks_;
  prometheus::Family<prometheus::Counter>& causes_;
  prometheus::Counter& sentences_;
  prometheus::Counter& audio_bytes_;
  prometheus::Counter& unsaid_;
  std::array<std::unique_ptr<Latency>, kStages> latencies_;
  std::array<std::unique_ptr<EventCount>, kOutcomes> outcomes_;
};

}  // namespace nexy
