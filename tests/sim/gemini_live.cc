#include <algorithm>
#include <cstdlib>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "audio_answer.h"
#include "http_performance.h"
#include "live_setup.h"
#include "services.h"
#include "socket_talk.h"
#include "strict_json.h"

namespace nexy::sim {
namespace {

using nlohmann::json;

constexpr int kRate = 24'000;
constexpr double kTokensPerSecond = 25;

std::string AudioMessage(std::string_view pcm) {
  std::string base64;
  absl::Base64Escape(absl::string_view(pcm.data(), pcm.size()), &base64);
  return "{\"serverContent\":{\"modelTurn\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"audio/"
         "pcm;rate=24000\",\"data\":\"" +
         base64 + "\"}}]}}}";
}

std::string TranscriptionMessage(std::string_view key, std::string_view text) {
  return "{\"serverContent\":{\"" + std::string(key) + "\":{\"text\":" + Quoted(text) + "}}}";
}

// One session of Gemini Live: a setup, then turns, until somebody closes.
class LiveTalk {
 public:
  explicit LiveTalk(Exchange& exchange)
      : exchange_(exchange), talk_(exchange), connection_(*exchange.behaviour) {}

  Task<> Run() {
    std::exception_ptr error;
    try {
      co_await Converse();
    } catch (...) {
      error = std::current_exception();
    }
    for (const std::string& handle : handles_) exchange_.engine.LeaveHandle(handle);
    // Once cancelled, every co_await throws until the state is reset, the Join() below too.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await talk_.Join();
    if (error) std::rethrow_exception(error);
  }

 private:
  Task<> Converse() {
    co_await talk_.Accept();
    const bool ready = co_await SetUp();
    bool open = true;
    while (open) {
      // After a close of ours the client's answer is awaited, and nothing else.
      const auto message = co_await talk_.Read();
      open = message.has_value();
      if (open && ready && !talk_.closing()) Take(message->payload);
    }
  }

  bool Refused(const std::optional<LiveRefusal>& refusal) {
    if (!refusal || !exchange_.strict()) return false;
    exchange_.engine.Note(*exchange_.record,
                          [&refusal](SimRequest& record) { record.refusal = refusal->reason; });
    exchange_.engine.Count([](SimStats& stats) { ++stats.refused; });
    talk_.Close(refusal->code, refusal->reason);
    return true;
  }

  Task<bool> SetUp() {
    auto first = co_await talk_.Read();
    if (!first) co_return false;
    const json message = json::parse(first->payload, nullptr, /*allow_exceptions=*/false);
    if (Refused(JudgeSetup(exchange_, message))) co_return false;
    setup_ = Member(message, "setup");
    if (const json& resumption = Member(setup_, "sessionResumption");
        resumption.contains("handle")) {
      switch (exchange_.engine.TakeHandle(Text(resumption, "handle"))) {
        case Engine::Handle::kGood:
          break;
        case Engine::Handle::kUnknown:
          talk_.Close(1008, "BidiGenerateContent session not found");
          co_return false;
        case Engine::Handle::kBusy:
          talk_.Close(1011, "Internal error encountered.");
          co_return false;
      }
    }
    talk_.children().Spawn("set_up", CompleteSetup());
    co_return true;
  }

  Task<> CompleteSetup() {
    TurnPerformance performance(talk_, exchange_.engine, connection_, *exchange_.record);
    const Place before{Place::At::kBeforeHeaders, 0};
    const bool ready = co_await performance.Begin(before);
    if (!ready) co_return;
    talk_.Send("{\"setupComplete\":{}}", !connection_.text_frames);
    is_set_up_ = true;
    if (connection_.go_away) talk_.children().Spawn("go_away", GoAway());
    const Place after{Place::At::kAfterHeaders, 0};
    if (connection_.close_code != 0 && connection_.close == after) {
      co_await talk_.Drain();
      talk_.Close(connection_.close_code, connection_.close_reason);
    }
    if (connection_.cut == after) co_await talk_.Cut(connection_.cut_how);
  }

  Task<> GoAway() {
    co_await Wait(*connection_.go_away);
    talk_.Send("{\"goAway\":{\"timeLeft\":" + Quoted(connection_.go_away_time_left) + "}}",
               !connection_.text_frames);
    const double seconds = std::strtod(connection_.go_away_time_left.c_str(), nullptr);
    co_await Wait(Milliseconds(static_cast<std::int64_t>(seconds * 1000)));
    talk_.Close(1011, "Deadline expired before operation could complete.");
  }

  void Take(const std::string& payload) {
    const json message = json::parse(payload, nullptr, /*allow_exceptions=*/false);
    if (!is_set_up_ && exchange_.strict()) {
      LiveRefusal early;
      early.reason = "setup must be the first message and only the first.";
      Refused(early);
      return;
    }
    if (Refused(JudgeLiveMessage(setup_, message, turns_ > 0))) return;
    if (message.contains("clientContent")) {
      Interrupt();
      const json& content = message["clientContent"];
      const bool seeds =
          Member(Member(setup_, "historyConfig"), "initialHistoryInClientContent") == true &&
          turns_ == 0;
      if (Member(content, "turnComplete") == true && !seeds) Answer(false);
    } else if (message.contains("realtimeInput")) {
      TakeRealtime(message["realtimeInput"]);
    } else if (message.contains("toolResponse")) {
      Answer(false);
    }
  }

  void TakeRealtime(const json& input) {
    const bool keeps_on =
        Text(Member(setup_, "realtimeInputConfig"), "activityHandling") == "NO_INTERRUPTION";
    if (input.contains("text")) {
      if (!keeps_on) Interrupt();
      Answer(false);
    } else if (input.contains("activityStart") || input.contains("audio")) {
      if (!keeps_on) Interrupt();
      heard_ = heard_ || input.contains("audio");
    } else if (input.contains("activityEnd") || input.contains("audioStreamEnd")) {
      Answer(std::exchange(heard_, false));
    }
  }

  // What is being said stops; there is no generationComplete then.
  void Interrupt() {
    if (!std::exchange(speaks_, false)) return;
    talk_.children().Cancel(speaking_);
    talk_.Send("{\"serverContent\":{\"interrupted\":true}}", !connection_.text_frames);
    talk_.Send("{\"serverContent\":{\"turnComplete\":true}}", !connection_.text_frames);
  }

  const Behaviour& NextTurn() {
    ++turns_;
    const auto& turns = connection_.turns;
    return turns.empty() ? connection_ : *turns[std::min<std::size_t>(turns_, turns.size()) - 1];
  }

  void Answer(bool was_voice) {
    Interrupt();
    const Behaviour& behaviour = NextTurn();
    speaks_ = true;  // The turn may be over before Spawn() returns.
    speaking_ = talk_.children().Spawn("turn", Speak(behaviour, was_voice, turns_));
  }

  // The events of a turn: sound, with the transcription trailing it.
  std::vector<std::string> EventsOf(const Behaviour& behaviour, std::uint64_t number) const {
    std::vector<std::string> texts;
    std::string whole;
    for (const std::string& text : behaviour.text) {
      texts.push_back(WithNumber(text, number));
      whole += texts.back();
    }
    AudioAnswer audio(behaviour, kRate, whole);
    std::vector<std::string> events;
    for (const std::string& thought : behaviour.thoughts) {
      events.push_back("{\"serverContent\":{\"modelTurn\":{\"parts\":[{\"text\":" +
                       Quoted(thought) + ",\"thought\":true}]}}}");
    }
    const bool transcribed = setup_.contains("outputAudioTranscription");
    const std::size_t total = audio.bytes();
    std::size_t said = 0;
    std::size_t sent = 0;
    for (auto piece = audio.Next(); !piece.empty(); piece = audio.Next()) {
      events.push_back(AudioMessage(piece));
      sent += piece.size();
      while (transcribed && said < texts.size() && sent * texts.size() >= total * (said + 1)) {
        events.push_back(TranscriptionMessage("outputTranscription", texts[said++]));
      }
    }
    while (transcribed && said < texts.size()) {
      events.push_back(TranscriptionMessage("outputTranscription", texts[said++]));
    }
    return events;
  }

  std::string UsageOf(const Behaviour& behaviour, std::string_view text) const {
    if (!behaviour.usage.empty()) return behaviour.usage;
    const AudioAnswer audio(behaviour, kRate, text);
    const auto spoken = static_cast<int>(audio.milliseconds() / 1000.0 * kTokensPerSecond);
    const int asked = 100 * static_cast<int>(turns_);  // The whole context counts in every turn.
    return "{\"promptTokenCount\":" + std::to_string(asked) +
           ",\"responseTokenCount\":" + std::to_string(spoken) +
           ",\"totalTokenCount\":" + std::to_string(asked + spoken) +
           ",\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":" +
           std::to_string(asked) +
           "}],\"responseTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":" +
           std::to_string(spoken) + "}]}";
  }

  Task<> Speak(const Behaviour& behaviour, bool was_voice, std::uint64_t number) {
    Generation generation(exchange_);
    TurnPerformance performance(talk_, exchange_.engine, behaviour, *exchange_.record);
    const bool binary = !connection_.text_frames;
    if (was_voice && setup_.contains("inputAudioTranscription")) {
      talk_.Send(TranscriptionMessage("inputTranscription", behaviour.input_transcription), binary);
    }
    std::string whole;
    for (const std::string& text : behaviour.text) whole += text;
    const Place after_setup{Place::At::kAfterHeaders, 0};
    if (&behaviour != &connection_) {
      const bool goes_on = co_await performance.Go(after_setup);
      if (!goes_on) co_return;
    } else if (behaviour.stall == after_setup || EndsAfterSetup()) {
      co_await WaitForever();
    }
    std::vector<std::string> events = EventsOf(behaviour, number);
    for (std::string& event : events) {
      const bool goes_on = co_await performance.Piece(std::move(event), binary);
      if (!goes_on) co_return;
    }
    if (!behaviour.end_gate.empty()) co_await exchange_.engine.gates().Pass(behaviour.end_gate);
    speaks_ = false;
    generation.Finish();
    talk_.Send("{\"serverContent\":{\"generationComplete\":true}}", binary);
    talk_.Send("{\"serverContent\":{\"turnComplete\":true},\"usageMetadata\":" +
                   UsageOf(behaviour, whole) + "}",
               binary);
    if (setup_.contains("sessionResumption") && behaviour.resumable) {
      handles_.push_back(exchange_.engine.NewHandle());
      talk_.Send("{\"sessionResumptionUpdate\":{\"newHandle\":" + Quoted(handles_.back()) +
                     ",\"resumable\":true}}",
                 binary);
    }
  }

  // Such a connection answers nothing, even if a question overtakes its end.
  bool EndsAfterSetup() const {
    const Place after{Place::At::kAfterHeaders, 0};
    return connection_.cut == after || (connection_.close_code != 0 && connection_.close == after);
  }

  Exchange& exchange_;
  SocketTalk talk_;
  const Behaviour& connection_;
  json setup_;
  bool is_set_up_ = false;
  bool heard_ = false;
  std::uint64_t turns_ = 0;
  bool speaks_ = false;
  TaskGroup::Id speaking_ = 0;  // The latest turn.
  std::vector<std::string> handles_;
};

// A wrong key passes the upgrade and is refused after the setup.
std::optional<Refusal> RefuseUpgrade(Exchange&) { return std::nullopt; }

Task<> Talk(Exchange& exchange) {
  LiveTalk talk(exchange);
  co_await talk.Run();
}

}  // namespace

const SocketService kGeminiLiveService{"gemini_live", &RefuseUpgrade, &Talk};

}  // namespace nexy::sim
