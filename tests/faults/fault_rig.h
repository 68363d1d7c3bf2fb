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

#include "absl/strings/str_replace.h"
#include "base/failure.h"
#include "base/status.h"
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
inline constexpr const char* kFirst = "The first sentence is here.";
inline constexpr const char* kSecond = "The second sentence comes after it.";

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
    scripted.Answer({LlmPiece(LlmText{std::string(kFirst) + " "}), LlmPiece(LlmText{kSecond})});
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

// A way to fail, as a script of nexy-sim, and what has to come of it.
struct Fault {
  std::string name;
  std::string script;                  // Of the service; "down": its port is gone.
  std::string connection;              // Of the connections; empty: good.
  std::vector<FailureReason> reasons;  // What the operator may be told.
  Cause cause;                         // What the person hears if it is a mind.
  bool midway = false;                 // Something was said before.
};

inline std::vector<Fault> AllFaults() {
  using enum FailureReason;
  const std::string text = R"("text": ["The first sentence is here. ", "The second sentence comes )"
                           R"(after it."], "audio_ms": 400, )";
  return {
      {"Refused", "down", "", {kRefused}, Cause::kLlmUnavailable},
      {"TlsError", "{}", R"({"tls": "expired"})", {kTls}, Cause::kLlmUnavailable},
      {"Unauthorized", R"({"status": 401})", "", {kKey}, Cause::kLlmKey},
      {"TooMany", R"({"status": 429})", "", {kRateLimited}, Cause::kLlmQuota},
      {"TooManyComeBackSoon",
       R"({"status": 429, "retry_after": "0", "retry_delay": "0s"})",
       "",
       {kRateLimited},
       Cause::kLlmQuota},
      {"TooManyComeBackLater",
       R"({"status": 429, "retry_after": "34", "retry_delay": "34s"})",
       "",
       {kRateLimited},
       Cause::kLlmQuota},
      {"ServerError", R"({"status": 500})", "", {kServerError}, Cause::kLlmUnavailable},
      {"Overloaded", R"({"status": 503})", "", {kOverloaded}, Cause::kLlmUnavailable},
      {"StallBeforeHeaders", R"({"stall": "before_headers"})", "", {kSilent}, Cause::kLlmTimeout},
      {"StallAfterHeaders",
       R"({"stall": "after_headers"})",
       "",
       {kSilent, kStalled},
       Cause::kLlmTimeout},
      {"StallMidStream",
       "{" + text + R"("stall": {"after_pieces": 1}})",
       "",
       {kStalled, kSilent},
       Cause::kLlmTimeout,
       true},
      {"CutBeforeHeaders", R"({"cut": "before_headers"})", "", {kCut}, Cause::kLlmUnavailable},
      {"CutAfterHeaders",
       R"({"cut": {"at": "after_headers", "how": "rst"}})",
       "",
       {kCut},
       Cause::kLlmUnavailable},
      {"CutMidStream",
       "{" + text + R"("cut": {"after_pieces": 1}})",
       "",
       {kCut},
       Cause::kLlmUnavailable,
       true},
      {"CutMidStreamReset",
       "{" + text + R"("cut": {"after_pieces": 1, "how": "rst"}})",
       "",
       {kCut},
       Cause::kLlmUnavailable,
       true},
      {"Garbage", R"({"garbage": "before_headers"})", "", {kMalformed}, Cause::kLlmMalformed},
      {"GarbageMidStream",
       "{" + text + R"("garbage": {"after_pieces": 1}})",
       "",
       {kMalformed},
       Cause::kLlmMalformed,
       true},
      {"OversizedHeaders",
       R"({"oversized": {"at": "mid_headers", "bytes": 100000}})",
       "",
       {kOversized},
       Cause::kLlmMalformed},
      {"OversizedMidStream",
       "{" + text + R"("oversized": {"in_piece": 2, "bytes": 1500000}})",
       "",
       {kOversized},
       Cause::kLlmMalformed,
       true},
      {"SlowDrip",
       R"({"drip": {"bytes": 1, "ms": 100}})",
       "",
       {kSilent, kStalled},
       Cause::kLlmTimeout},
  };
}

// For a provider of `service`, as nexy-sim names it.
inline std::vector<Fault> FaultsOf(const std::string& service) {
  std::vector<Fault> faults = AllFaults();
  // Of sound so much is taken that a turn would not live to see its end (tests/providers has that).
  const bool sound = service == "azure_tts" || service == "openai_speech";
  if (sound) std::erase_if(faults, [](const Fault& f) { return f.name == "OversizedMidStream"; });
  const std::string first = R"("after_pieces": 1)";
  for (Fault& fault : faults) {
    if (service == "openai_chat" && fault.name == "OversizedMidStream") {
      fault.script = absl::StrReplaceAll(fault.script, {{R"("in_piece": 2)", R"("in_piece": 3)"}});
    }
    const std::size_t at = fault.script.find(first);
    if (at == std::string::npos) continue;
    if (service == "openai_chat") {  // Its first piece has no text, only a role.
      fault.script.replace(at, first.size(), R"("after_pieces": 2)");
    } else if (service != "gemini" && fault.name == "GarbageMidStream") {
      // Any bytes are sound; only the framing around them can be garbage, or end early.
      fault.script.replace(at, first.size(), R"("after_pieces": 1, "framing": true)");
      fault.reasons.push_back(FailureReason::kCut);
    }
  }
  return faults;
}

}  // namespace nexy
