#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/failure.h"
#include "base/status.h"
#include "faults.h"
#include "http/http_client.h"
#include "llm/gemini.h"
#include "llm/gemini_live.h"
#include "llm/openai.h"
#include "llm/resilient.h"
#include "llm/scripted_mind.h"
#include "sim_server.h"
#include "tts/azure.h"
#include "tts/openai.h"
#include "tts/resilient.h"
#include "tts/scripted_voice.h"
#include "turn/turn.h"

namespace nexy {

inline constexpr const char* kKey = "a-key-that-nobody-may-read";

// What a person hears, and when.
class Ear final : public AnswerSink {
 public:
  struct Heard {
    std::string text;
    std::size_t audio_bytes = 0;
    Clock::Time audio_at{};
  };

  explicit Ear(Clock& clock) : clock_(clock) {}

  Task<bool> Text(std::string sentence) override {
    heard.push_back({.text = std::move(sentence)});
    co_return true;
  }
  Task<bool> Audio(std::string pcm) override {
    if (heard.back().audio_bytes == 0) heard.back().audio_at = clock_.Now();
    heard.back().audio_bytes += pcm.size();
    co_return true;
  }
  Task<bool> Action(std::string) override { co_return true; }

  std::size_t Times(std::string_view text) const {
    return static_cast<std::size_t>(std::ranges::count(heard, text, &Heard::text));
  }

  std::vector<Heard> heard;

 private:
  Clock& clock_;
};

// The log as an operator reads it: each record in one line.
class ReadLog final : public Log {
 public:
  void Write(LogLevel, LogWord, LogWord, LogWord message,
             std::initializer_list<LogField> fields) override {
    std::string line(message.text());
    for (const LogField& field : fields) {
      line += " ";
      line += field.key.text();
      line += "=";
      if (const auto* text = std::get_if<std::string>(&field.value.value())) line += *text;
    }
    MutexLock lock(mutex_);
    if (lines_.size() < 1000) lines_.push_back(std::move(line));
  }
  bool Has(std::string_view part) const {
    MutexLock lock(mutex_);
    return std::ranges::any_of(
        lines_, [part](const std::string& line) { return line.find(part) != std::string::npos; });
  }

 private:
  mutable Mutex mutex_;
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
};

struct Patiences {
  std::chrono::milliseconds llm{20'000};
  std::chrono::milliseconds tts{20'000};
};

// Minds and voices over the network, behind their circuit breakers, as nexyd puts them together;
// one turn after the other on the test's own thread.
class FaultRig {
 public:
  FaultRig(const std::string& base, const std::string& ca_file, Patiences patience)
      : patience_(patience) {
    HttpOptions http_options;
    http_options.ca_file = ca_file;
    http_options.connect_timeout = std::min(patience.llm, patience.tts);
    http.emplace(io.get_executor(), http_options, ProxySettings{}, clock, log, registry);
    const LlmParts llm{*http, prompts, pool, clock, patience.llm, patience.llm, log};
    GeminiOptions gemini;
    gemini.base_url = base;
    gemini.api_key = Secret(kKey);
    OpenAiLlmOptions openai;
    openai.base_url = base + "/v1";
    openai.api_key = Secret(kKey);
    gemini_.emplace(gemini, llm);
    live_.emplace(gemini, GeminiLiveOptions{}, llm);
    openai_.emplace(openai, llm);
    const TtsParts tts{*http, clock, patience.tts, patience.tts, 0};
    AzureOptions azure;
    azure.endpoint = base;
    azure.key = Secret(kKey);
    OpenAiTtsOptions speech;
    speech.base_url = base + "/v1";
    speech.api_key = Secret(kKey);
    azure_.emplace(azure, tts);
    speech_.emplace(speech, tts);
    ResilienceOptions resilience;
    resilience.backoff = {.first = std::chrono::milliseconds(2),
                          .longest = std::chrono::milliseconds(4)};
    resilience.breaker.failures = breaker_failures;
    AddMind("gemini", *gemini_, resilience);
    AddMind("gemini_live", *live_, resilience);
    AddMind("openai", *openai_, resilience);
    AddVoice("azure", *azure_, resilience);
    AddVoice("openai", *speech_, resilience);
    scripted.Answer(
        {LlmPiece(LlmText{std::string(kSaidFirst) + " "}), LlmPiece(LlmText{kSaidSecond})});
    scripted.Forget();
    for (ScriptedVoice* voice : {&usual, &embedded}) {
      voice->Behave({.bytes_per_char = 200});
      voice->Forget();
    }
  }

  ResilientMind& mind(const std::string& name) { return *minds_.at(name); }
  ResilientVoice& voice(const std::string& name) { return *voices_.at(name); }

  // Without a circuit that would open and keep the fault away.
  LlmProvider& bare_mind(const std::string& name) {
    if (name == "gemini") return *gemini_;
    if (name == "gemini_live") return *live_;
    return *openai_;
  }
  TtsProvider& bare_voice(const std::string& name) {
    if (name == "azure") return *azure_;
    return *speech_;
  }

  TurnParts Parts(LlmProvider& mind, TtsProvider& voice) {
    TurnOptions options;
    options.audio_ahead = std::chrono::minutes(5);  // Nobody plays it.
    return {.minds = {&mind},
            .voices = {&voice},
            .embedded = embedded,
            .phrases = phrases,
            .options = options,
            .audio_chunk_bytes = 4096,
            .first_token_timeout = patience_.llm,
            .next_token_timeout = patience_.llm,
            .first_audio_timeout = patience_.tts,
            .next_audio_timeout = patience_.tts,
            .clock = clock,
            .log = log,
            .metrics = metrics};
  }

  // Runs the loop until `done`, or for longer than anything should take.
  template <typename Done>
  bool RunUntil(Done done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!done()) {
      if (std::chrono::steady_clock::now() > end) return false;
      if (io.stopped()) io.restart();
      io.run_one_for(std::chrono::milliseconds(50));
    }
    return true;
  }
  // Whether nothing waits any more: no coroutine, no timer, no socket.
  bool IsIdle() {
    if (io.stopped()) io.restart();
    io.run_for(std::chrono::seconds(20));
    return io.stopped();
  }

  double Figure(const std::string& name, const std::string& reason = "") const {
    double sum = 0;
    for (const auto& family : registry.Collect()) {
      if (family.name != name) continue;
      for (const auto& metric : family.metric) {
        const bool wanted = reason.empty() || std::ranges::any_of(metric.label, [&](const auto& l) {
                              return l.name == "reason" && l.value == reason;
                            });
        if (wanted) sum += metric.counter.value + metric.gauge.value;
      }
    }
    return sum;
  }

  static constexpr int breaker_failures = 1'000'000;  // Never opens: every turn is to fail anew.
  prometheus::Registry registry;
  RealClock clock;
  ReadLog log;
  BlockingPool pool{1, 16};
  const Prompts prompts = Prompts::BuiltIn(Verbosity::kNormal);
  TurnMetrics metrics{registry, clock};
  ScriptedMind scripted{clock, "scripted"};
  ScriptedVoice usual{clock, "usual"};
  ScriptedVoice embedded{clock, "espeak"};
  SpeechCache phrases{embedded, SpeechCacheLimits{}, clock, registry};
  asio::io_context io;
  std::optional<HttpClient> http;

 private:
  void AddMind(const std::string& name, LlmProvider& mind, const ResilienceOptions& resilience) {
    minds_[name] = std::make_unique<ResilientMind>(
        mind, resilience, Patience{patience_.llm, patience_.llm}, clock, log, 1,
        ProviderMetrics(registry, "llm", name, "token"));
  }
  void AddVoice(const std::string& name, TtsProvider& voice, const ResilienceOptions& resilience) {
    voices_[name] = std::make_unique<ResilientVoice>(
        voice, resilience, Patience{patience_.tts, patience_.tts}, clock, log, 1,
        ProviderMetrics(registry, "tts", name, "audio"));
  }

  const Patiences patience_;
  std::optional<GeminiProvider> gemini_;
  std::optional<GeminiLiveProvider> live_;
  std::optional<OpenAiProvider> openai_;
  std::optional<AzureVoice> azure_;
  std::optional<OpenAiVoice> speech_;
  std::map<std::string, std::unique_ptr<ResilientMind>> minds_;
  std::map<std::string, std::unique_ptr<ResilientVoice>> voices_;
};

// One turn on the rig, from its start to its end.
struct OneTurn {
  OneTurn(FaultRig& rig, const TurnParts& given)
      : parts(given),
        ear(rig.clock),
        start(rig.clock.Now()),
        turn(rig.io.get_executor(), parts, {.session_id = "s", .prompt = "What is this?"}, ear) {
    asio::co_spawn(rig.io, turn.Run(), [this](std::exception_ptr error, absl::Status result) {
      status = error ? StatusFromException(error) : result;
    });
  }
  const TurnParts parts;
  Ear ear;
  const Clock::Time start;
  Turn turn;
  std::optional<absl::Status> status;
};

}  // namespace nexy
