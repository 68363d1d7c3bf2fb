#include "turn/turn_metrics.h"

#include "turn/turn.h"

namespace nexy {
namespace {

prometheus::Family<prometheus::Counter>& Counters(prometheus::Registry& registry, const char* name,
                                                  const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

}  // namespace

std::string_view TurnMetrics::StageToken(Stage stage) {
  switch (stage) {
    case Stage::kFirstToken:
      return "first_token";
    case Stage::kFirstSentence:
      return "first_sentence";
    case Stage::kFirstAudio:
      return "first_audio";
    case Stage::kAnswer:
      return "answer";
    case Stage::kTurn:
      return "turn";
  }
  return "";
}

TurnMetrics::TurnMetrics(prometheus::Registry& registry, Clock& clock)
    : phrases_(Counters(registry, "nexy_phrases_total", "Notices and apologies spoken, by phrase")),
      looks_(Counters(registry, "nexy_screen_looks_total",
                      "Pictures of questions by what they are at first sight")),
      mind_failures_(Counters(registry, "nexy_llm_failures_total",
                              "Answers that a model failed to give, by provider and reason")),
      voice_failures_(Counters(registry, "nexy_tts_failures_total",
                               "Sentences that a voice failed to say, by provider and reason")),
      fallbacks_(Counters(registry, "nexy_provider_fallbacks_total",
                          "Turns in which a provider had to stand in for another")),
      causes_(Counters(registry, "nexy_turn_causes_total", "Turns that were not ok, by cause")),
      sentences_(Counters(registry, "nexy_sentences_total", "Sentences sent whole").Add({})),
      audio_bytes_(
          Counters(registry, "nexy_audio_bytes_total", "Bytes of answer audio sent").Add({})),
      unsaid_(Counters(registry, "nexy_text_unsaid_total",
                       "Characters of answers for which the voice got no words")
                  .Add({})) {
  auto& outcomes = Counters(registry, "nexy_turns_total", "Turns that are over, by outcome");
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    const std::string token(OutcomeToken(static_cast<Outcome>(i)));
    outcomes_[i] = std::make_unique<EventCount>(clock, outcomes.Add({{"outcome", token}}));
  }
  for (std::size_t i = 0; i < kStages; ++i) {
    const std::string token(StageToken(static_cast<Stage>(i)));
    auto& histogram = prometheus::BuildHistogram()
                          .Name("nexy_" + token + "_seconds")
                          .Help("From the turn's start to this stage")
                          .Register(registry)
                          .Add({}, Latency::Bounds());
    latencies_[i] = std::make_unique<Latency>(clock, histogram);
  }
}

void TurnMetrics::CountPhrase(std::string_view phrase) {
  phrases_.Add({{"phrase", std::string(phrase)}}).Increment();
}

void TurnMetrics::CountLook(ScreenLook look) {
  looks_.Add({{"look", std::string(ScreenLookToken(look))}}).Increment();
}

void TurnMetrics::CountUnsaid(std::size_t characters) {
  unsaid_.Increment(static_cast<double>(characters));
}

void TurnMetrics::CountMindFailure(std::string_view mind, FailureReason reason) {
  mind_failures_
      .Add({{"provider", std::string(mind)}, {"reason", std::string(FailureToken(reason))}})
      .Increment();
}

void TurnMetrics::CountVoiceFailure(std::string_view voice, FailureReason reason) {
  voice_failures_
      .Add({{"provider", std::string(voice)}, {"reason", std::string(FailureToken(reason))}})
      .Increment();
}

void TurnMetrics::CountFallback(std::string_view kind, std::string_view provider) {
  fallbacks_.Add({{"kind", std::string(kind)}, {"provider", std::string(provider)}}).Increment();
}

void TurnMetrics::CountTurn(const Verdict& verdict, const TurnTimes& times, Clock::Duration took) {
  outcomes_[static_cast<std::size_t>(verdict.outcome)]->Increment();
  if (verdict.cause != Cause::kNone) {
    causes_.Add({{"cause", std::string(CauseToken(verdict.cause))}}).Increment();
  }
  sentences_.Increment(static_cast<double>(times.sentences));
  audio_bytes_.Increment(static_cast<double>(times.audio_bytes));
  const auto observe = [this](Stage stage, const std::optional<Clock::Duration>& at) {
    if (at) latencies_[static_cast<std::size_t>(stage)]->Observe(*at);
  };
  observe(Stage::kFirstToken, times.first_token);
  observe(Stage::kFirstSentence, times.first_sentence);
  observe(Stage::kFirstAudio, times.first_audio);
  observe(Stage::kAnswer, times.answer_done);
  observe(Stage::kTurn, took);
}

}  // namespace nexy
