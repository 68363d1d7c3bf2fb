#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "audio_answer.h"
#include "azure_formats.h"
#include "http_performance.h"
#include "services.h"
#include "socket_talk.h"
#include "ssml.h"
#include "strict.h"
#include "strict_json.h"

namespace nexy::sim {
namespace {

using nlohmann::json;

constexpr std::int64_t kTicksPerMs = 10'000;  // Of 100 ns.
constexpr std::string_view kIdleReason =
    "Exceeded maximum websocket connection idle duration(> 300000ms)";

// A text message of the service protocol: header lines, an empty line, the body.
struct UspMessage {
  std::string path;
  std::string request_id;
  std::string content_type;
  std::string body;
};

std::string Lower(std::string_view text) {
  return absl::AsciiStrToLower(absl::string_view(text.data(), text.size()));
}

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::optional<UspMessage> ParseUsp(std::string_view text) {
  const std::size_t end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  UspMessage message;
  message.body = std::string(text.substr(end + 4));
  std::string_view lines = text.substr(0, end);
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find("\r\n"));
    lines.remove_prefix(std::min(lines.size(), line.size() + 2));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string name = Lower(Trimmed(line.substr(0, colon)));
    const std::string_view value = Trimmed(line.substr(colon + 1));
    if (name == "path") message.path = Lower(value);
    if (name == "x-requestid") message.request_id = value;
    if (name == "content-type") message.content_type = value;
  }
  if (message.path.empty()) return std::nullopt;
  return message;
}

std::string Usp(std::string_view request_id, std::string_view path, std::string_view body) {
  return "X-RequestId:" + std::string(request_id) +
         "\r\nContent-Type:application/json; charset=utf-8\r\nPath:" + std::string(path) +
         "\r\n\r\n" + std::string(body);
}

std::string UspAudio(std::string_view request_id, std::string_view stream, std::string_view pcm) {
  std::string head = "X-RequestId:" + std::string(request_id) + "\r\n";
  if (!pcm.empty()) head += "Content-Type:audio/x-wav\r\n";
  head += "X-StreamId:" + std::string(stream) + "\r\nPath:audio\r\n";
  std::string frame;
  frame += static_cast<char>(head.size() >> 8);
  frame += static_cast<char>(head.size() & 0xff);
  return frame.append(head).append(pcm);
}

// Both true and "true".
bool IsSet(const json& value) { return value == true || value == "true"; }

// One connection of Azure Speech: turns one after the other, each with its context and its text.
class AzureTalk {
 public:
  explicit AzureTalk(Exchange& exchange)
      : exchange_(exchange),
        talk_(exchange),
        connection_(*exchange.behaviour),
        streams_text_(exchange.path.ends_with("/v2")) {}

  Task<> Run() {
    std::exception_ptr error;
    try {
      co_await Converse();
    } catch (...) {
      error = std::current_exception();
    }
    // Once cancelled, every co_await throws until the state is reset, the Join() below too.
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await talk_.Join();
    if (error) std::rethrow_exception(error);
  }

 private:
  Task<> Converse() {
    co_await talk_.Accept();
    bool open = true;
    while (open) {
      const auto message = co_await talk_.Read();
      open = message.has_value();
      if (open && !talk_.closing()) Take(message->payload);
    }
  }

  void Refuse(std::string reason) {
    if (!exchange_.strict()) return;
    exchange_.engine.Note(*exchange_.record,
                          [&reason](SimRequest& record) { record.refusal = reason; });
    exchange_.engine.Count([](SimStats& stats) { ++stats.refused; });
    talk_.Close(1007, reason);
  }

  void Take(const std::string& payload) {
    auto message = ParseUsp(payload);
    if (!message) return Refuse("Invalid message: no header.");
    if (message->request_id.size() != 32) return Refuse("Invalid X-RequestId.");
    if (message->path == "speech.config") {
      configured_ = true;
    } else if (message->path == "synthesis.context") {
      TakeContext(*message);
    } else if (message->path == "ssml") {
      TakeSsml(*message);
    } else if (message->path == "text.piece" || message->path == "text.end") {
      TakePiece(*message);
    } else if (message->path != "synthesis.control" && message->path != "telemetry") {
      Refuse("Unknown path: " + message->path);
    }
  }

  void TakeContext(const UspMessage& message) {
    if (!configured_) return Refuse("speech.config is missing.");
    const json context = json::parse(message.body, nullptr, /*allow_exceptions=*/false);
    const json& audio = Member(Member(context, "synthesis"), "audio");
    const std::string format = Text(audio, "outputFormat");
    if (!IsAzureFormat(format)) return Refuse("Unsupported output format: " + format);
    rate_ = RateOfAzureFormat(format);
    if (rate_ == 0) rate_ = 24'000;
    const json& options = Member(audio, "metadataOptions");
    words_ = IsSet(Member(options, "wordBoundaryEnabled"));
    session_end_ = IsSet(Member(options, "sessionEndEnabled"));
    context_of_ = Lower(message.request_id);
    pieces_.clear();
    bidirectional_ =
        IsSet(Member(Member(Member(context, "synthesis"), "input"), "bidirectionalStreamingMode"));
    if (bidirectional_ && !streams_text_) return Refuse("Text streaming needs the endpoint v2.");
  }

  void TakeSsml(const UspMessage& message) {
    if (Lower(message.request_id) != context_of_) return Refuse("synthesis.context is missing.");
    if (bidirectional_) return Refuse("SSML is not supported in text streaming.");
    const std::string problem = SsmlProblem(message.body);
    if (!problem.empty()) return Refuse("SSML parsing error: " + problem);
    Answer(message.request_id, SpokenTextOfSsml(message.body));
  }

  void TakePiece(const UspMessage& message) {
    if (!bidirectional_) return Refuse("No text streaming was announced.");
    if (message.path == "text.piece") {
      pieces_ += message.body;
    } else {
      Answer(message.request_id, std::exchange(pieces_, ""));
    }
  }

  void Answer(const std::string& request_id, std::string text) {
    ++turns_;
    const auto& turns = connection_.turns;
    const Behaviour& behaviour =
        turns.empty() ? connection_ : *turns[std::min<std::size_t>(turns_, turns.size()) - 1];
    talk_.children().Spawn("turn", Speak(behaviour, request_id, std::move(text)));
  }

  std::string Metadata(std::string_view request_id, const std::string& data) const {
    return Usp(request_id, "audio.metadata", "{\"Metadata\":[" + data + "]}");
  }

  // The first word, which is enough for a client that shows words as they are spoken.
  std::string WordBoundary(std::string_view text) const {
    const std::string word(text.substr(0, text.find_first_of(" .,!?")));
    return "{\"Type\":\"WordBoundary\",\"Data\":{\"Offset\":500000,\"Duration\":3000000,\"text\":{"
           "\"Text\":" +
           Quoted(word) + ",\"Length\":" + std::to_string(word.size()) +
           ",\"BoundaryType\":\"WordBoundary\"}}}";
  }

  Task<> Speak(const Behaviour& behaviour, std::string id, std::string text) {
    Generation generation(exchange_);
    TurnPerformance performance(talk_, exchange_.engine, behaviour, *exchange_.record);
    const std::string stream = "0123456789ABCDEF0123456789ABCDEF";
    const Place before{Place::At::kBeforeHeaders, 0};
    bool goes_on = co_await performance.Begin(before);
    if (!goes_on) co_return;
    talk_.Send(Usp(id, "turn.start", "{\"context\":{\"serviceTag\":\"sim\"}}"), false);
    talk_.Send(
        Usp(id, "response",
            "{\"context\":{\"serviceTag\":\"sim\"},\"audio\":{\"type\":\"inline\",\"streamId\":\"" +
                stream + "\"}}"),
        false);
    const Place after{Place::At::kAfterHeaders, 0};
    goes_on = co_await performance.Go(after);
    if (!goes_on) co_return;
    if (words_) talk_.Send(Metadata(id, WordBoundary(text)), false);
    AudioAnswer audio(behaviour, rate_, text);
    const std::int64_t ticks = audio.milliseconds() * kTicksPerMs;
    for (auto piece = audio.Next(); !piece.empty(); piece = audio.Next()) {
      std::string frame = UspAudio(id, stream, piece);
      goes_on = co_await performance.Piece(std::move(frame), true);
      if (!goes_on) co_return;
    }
    talk_.Send(UspAudio(id, stream, ""), true);
    if (session_end_) {
      talk_.Send(Metadata(id, "{\"Type\":\"SessionEnd\",\"Data\":{\"Offset\":" +
                                  std::to_string(ticks) + "}}"),
                 false);
    }
    talk_.Send(Usp(id, "turn.end", "{}"), false);
    generation.Finish();
    if (behaviour.idle_close) {
      co_await Wait(*behaviour.idle_close);
      talk_.Close(1000, kIdleReason);
    }
  }

  Exchange& exchange_;
  SocketTalk talk_;
  const Behaviour& connection_;
  const bool streams_text_;
  bool configured_ = false;
  bool words_ = false;
  bool session_end_ = false;
  bool bidirectional_ = false;
  int rate_ = 24'000;
  std::string context_of_;  // The request whose context was told last.
  std::string pieces_;
  std::uint64_t turns_ = 0;
};

Task<> Talk(Exchange& exchange) {
  AzureTalk talk(exchange);
  co_await talk.Run();
}

}  // namespace

const SocketService kAzureSocketService{"azure_ws", &CheckAzureKey, &Talk};

}  // namespace nexy::sim
