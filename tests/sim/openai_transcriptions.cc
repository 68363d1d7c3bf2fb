#include <algorithm>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "error_bodies.h"
#include "multipart.h"
#include "services.h"
#include "strict.h"
#include "strict_json.h"

namespace nexy::sim {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kFileMaxBytes = 25 * 1024 * 1024;

std::vector<FormPart> FormOf(const Exchange& exchange) {
  return ParseForm(exchange.Header("Content-Type"), exchange.record->body)
      .value_or(std::vector<FormPart>());
}

// Of a WAV file, by its header; 1 s for anything else.
double SecondsOf(std::string_view file) {
  if (!file.starts_with("RIFF") || file.size() < 44) return 1;
  std::uint32_t bytes_per_second = 0;
  std::memcpy(&bytes_per_second, file.data() + 28, sizeof bytes_per_second);
  if (bytes_per_second == 0) return 1;
  return static_cast<double>(file.size() - 44) / bytes_per_second;
}

bool IsWhisper(std::string_view model) { return model.find("whisper") != std::string_view::npos; }

std::string Whole(const Exchange& exchange) {
  std::string text;
  for (const std::string& piece : exchange.behaviour->text) {
    text += WithNumber(piece, exchange.record->number);
  }
  return text;
}

ordered_json UsageOf(const Behaviour& behaviour, std::string_view model, double seconds) {
  if (!behaviour.usage.empty()) return ordered_json::parse(behaviour.usage);
  if (IsWhisper(model)) {
    return {{"type", "duration"}, {"seconds", static_cast<int>(seconds + 0.999)}};
  }
  const int heard = static_cast<int>(seconds * 10) + 1;
  return {{"type", "tokens"},
          {"input_tokens", heard},
          {"input_token_details", {{"text_tokens", 0}, {"audio_tokens", heard}}},
          {"output_tokens", 2},
          {"total_tokens", heard + 2}};
}

ordered_json WordsOf(const std::string& text, double seconds) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, ""));
    }
  }
  ordered_json timed = ordered_json::array();
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double each = seconds / static_cast<double>(words.size());
    timed.push_back({{"word", words[i]},
                     {"start", each * static_cast<double>(i)},
                     {"end", each * static_cast<double>(i + 1)}});
  }
  return timed;
}

std::string Verbose(const Exchange& exchange, const std::string& text, double seconds) {
  ordered_json segment = {{"id", 0},
                          {"seek", 0},
                          {"start", 0.0},
                          {"end", seconds},
                          {"text", text},
                          {"tokens", ordered_json::array()},
                          {"temperature", 0.0},
                          {"avg_logprob", -0.2},
                          {"compression_ratio", 1.0},
                          {"no_speech_prob", 0.01}};
  ordered_json answer = {
      {"task", "transcribe"},
      {"language", exchange.behaviour->language == "en" ? "english" : exchange.behaviour->language},
      {"duration", seconds},
      {"text", text}};
  answer["segments"] = ordered_json::array({std::move(segment)});
  answer["words"] = WordsOf(text, seconds);
  answer["usage"] = UsageOf(*exchange.behaviour, "whisper-1", seconds);
  return answer.dump();
}

Task<> Stream(Exchange& exchange, HttpPerformance& performance, std::string model, double seconds) {
  HttpHead head;
  head.content_type = "text/event-stream";
  co_await performance.Head(std::move(head));
  for (const std::string& piece : exchange.behaviour->text) {
    const std::string event = "data: " +
                              ordered_json{{"type", "transcript.text.delta"},
                                           {"delta", WithNumber(piece, exchange.record->number)}}
                                  .dump() +
                              "\n\n";
    co_await performance.Piece(event);
  }
  const std::string done = "data: " +
                           ordered_json{{"type", "transcript.text.done"},
                                        {"text", Whole(exchange)},
                                        {"usage", UsageOf(*exchange.behaviour, model, seconds)}}
                               .dump() +
                           "\n\n";
  co_await performance.Piece(done);
  co_await performance.End();
}

// whisper.cpp's server, as examples/server/server.cpp writes it: a space before each segment, a
// line feed behind it, and `text` as text/html.
Task<> PerformWhisperCpp(Exchange& exchange, HttpPerformance& performance) {
  const Behaviour& behaviour = *exchange.behaviour;
  const std::vector<FormPart> form = FormOf(exchange);
  const std::string format(FieldOf(form, "response_format"));
  const std::string text = " " + Whole(exchange) + "\n";
  HttpHead head;
  head.status = behaviour.status;
  head.content_type = "application/json";
  std::string body;
  if (behaviour.status != 200) {
    body = behaviour.body.value_or(ordered_json{
        {"error", behaviour.message.empty() ? "failed to process audio" : behaviour.message}}
                                       .dump());
  } else if (format == "text") {
    head.content_type = "text/html; charset=utf-8";
    body = text;
  } else if (format == "srt") {
    head.content_type = "application/x-subrip";
    body = "1\n00:00:00,000 --> 00:00:01,000\n" + text + "\n";
  } else if (format == "vtt") {
    head.content_type = "text/vtt";
    body = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n" + text + "\n";
  } else if (format == "verbose_json") {
    const double seconds = SecondsOf(FieldOf(form, "file"));
    ordered_json segment = {{"id", 0},
                            {"text", text},
                            {"start", 0.0},
                            {"end", seconds},
                            {"tokens", ordered_json::array()},
                            {"words", WordsOf(text.substr(0, text.size() - 1), seconds)},
                            {"temperature", 0.0},
                            {"avg_logprob", -0.2},
                            {"no_speech_prob", 0.01}};
    ordered_json answer = {
        {"task", "transcribe"}, {"language", "english"}, {"duration", seconds}, {"text", text}};
    answer["segments"] = ordered_json::array({std::move(segment)});
    body = answer.dump();
  } else {
    body = ordered_json{{"text", text}}.dump();
  }
  co_await performance.Whole(std::move(head), body);
}

// speaches streams a segment an event, which is not what OpenAI streams.
Task<> StreamSpeaches(Exchange& exchange, HttpPerformance& performance) {
  HttpHead head;
  head.content_type = "text/event-stream";
  co_await performance.Head(std::move(head));
  for (const std::string& piece : exchange.behaviour->text) {
    const std::string event =
        "data: " + ordered_json{{"text", WithNumber(piece, exchange.record->number)}}.dump() +
        "\n\n";
    co_await performance.Piece(event);
  }
  co_await performance.End();
}

Task<> Perform(Exchange& exchange, HttpPerformance& performance) {
  const Behaviour& behaviour = *exchange.behaviour;
  Generation generation(exchange);
  if (exchange.flavour() == "whisper_cpp") {
    co_await PerformWhisperCpp(exchange, performance);
    generation.Finish();
    co_return;
  }
  const bool speaches = exchange.flavour() == "speaches";
  const std::vector<FormPart> form = FormOf(exchange);
  const std::string model(FieldOf(form, "model"));
  const double seconds = SecondsOf(FieldOf(form, "file"));
  if (speaches && behaviour.status == 200 && FieldOf(form, "stream") == "true") {
    co_await StreamSpeaches(exchange, performance);
    generation.Finish();
    co_return;
  }
  if (behaviour.status == 200 && FieldOf(form, "stream") == "true" && !IsWhisper(model)) {
    co_await Stream(exchange, performance, model, seconds);
    generation.Finish();
    co_return;
  }
  HttpHead head;
  head.status = behaviour.status;
  head.content_type = "application/json";
  const std::string format(FieldOf(form, "response_format"));
  const std::string text = Whole(exchange);
  std::string body;
  if (behaviour.status != 200) {
    body = speaches && !behaviour.body
               ? ordered_json{{"detail", behaviour.message.empty() ? "Internal Server Error"
                                                                   : behaviour.message}}
                     .dump()
               : OpenAiErrorBody(behaviour, exchange.flavour());
  } else if (format == "text") {
    head.content_type = "text/plain; charset=utf-8";
    body = text + "\n";
  } else if (format == "srt" || format == "vtt") {
    head.content_type = "text/plain; charset=utf-8";
    body = format == "srt" ? "1\n00:00:00,000 --> 00:00:01,000\n" + text + "\n\n"
                           : "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n" + text + "\n\n";
  } else if (format == "verbose_json") {
    body = Verbose(exchange, text, seconds);
  } else if (speaches) {
    body = ordered_json{{"text", text}}.dump();
  } else {
    body = ordered_json{{"text", text}, {"usage", UsageOf(behaviour, model, seconds)}}.dump();
  }
  co_await performance.Whole(std::move(head), body);
  generation.Finish();
}

Refusal Refused(const Exchange& exchange, int status, std::string message,
                std::string_view code = "", std::string_view param = "") {
  Refusal refusal;
  refusal.status = status;
  refusal.body =
      OpenAiError(exchange.flavour(), status, message, "invalid_request_error", code, param);
  refusal.why = std::move(message);
  return refusal;
}

bool IsSoundName(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot != std::string_view::npos &&
         IsOneOf(name.substr(dot + 1),
                 {"flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "oga", "wav", "webm"});
}

Refusal RefusedWith(int status, const ordered_json& body, std::string why) {
  Refusal refusal;
  refusal.status = status;
  refusal.body = body.dump();
  refusal.why = std::move(why);
  return refusal;
}

// It has one model and knows no keys; what it does not know it ignores.
std::optional<Refusal> CheckWhisperCpp(const Exchange& exchange) {
  const std::vector<FormPart> form = FormOf(exchange);
  const auto file = std::ranges::find(form, "file", &FormPart::name);
  if (file == form.end()) {
    const std::string why = "no 'file' field in the request";
    return RefusedWith(400, {{"error", why}}, why);
  }
  if (!file->body.starts_with("RIFF")) {
    const std::string why = "failed to read audio data";
    return RefusedWith(400, {{"error", why}}, why);
  }
  return std::nullopt;
}

// FastAPI: 422 for a field that is missing, 404 for a model that is not installed.
std::optional<Refusal> CheckSpeaches(const Exchange& exchange) {
  const std::vector<FormPart> form = FormOf(exchange);
  for (const char* field : {"file", "model"}) {
    if (std::ranges::find(form, field, &FormPart::name) != form.end()) continue;
    const ordered_json missing = {{"type", "missing"},
                                  {"loc", ordered_json::array({"body", field})},
                                  {"msg", "Field required"},
                                  {"input", nullptr}};
    return RefusedWith(422, {{"detail", ordered_json::array({missing})}},
                       std::string("no ") + field);
  }
  const std::string model(FieldOf(form, "model"));
  if (!exchange.cast->models.empty() && !exchange.KnowsModel(model)) {
    const std::string why = "Model '" + model +
                            "' is not installed locally. You can download the "
                            "model using `POST /v1/models`";
    return RefusedWith(404, {{"detail", why}}, why);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> CheckOpenAiTranscription(Exchange& exchange) {
  if (exchange.flavour() == "whisper_cpp") return CheckWhisperCpp(exchange);
  if (exchange.flavour() == "speaches") return CheckSpeaches(exchange);
  if (auto refusal = CheckOpenAiKey(exchange)) return refusal;
  const auto form = ParseForm(exchange.Header("Content-Type"), exchange.record->body);
  if (!form) return Refused(exchange, 400, "Could not parse multipart form");
  for (const FormPart& part : *form) {
    if (!IsOneOf(part.name,
                 {"file", "model", "language", "prompt", "response_format", "temperature",
                  "timestamp_granularities[]", "stream", "include[]", "chunking_strategy"})) {
      return Refused(exchange, 400, "Unrecognized request argument supplied: " + part.name);
    }
  }
  const auto file = std::ranges::find(*form, "file", &FormPart::name);
  if (file == form->end()) return Refused(exchange, 400, "you must provide a file parameter");
  if (file->body.size() > kFileMaxBytes) {
    return Refused(exchange, 413, "Maximum content size limit (26214400) exceeded");
  }
  if (!IsSoundName(file->file_name)) {
    return Refused(exchange, 400,
                   "Invalid file format. Supported formats: ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', "
                   "'mpga', 'oga', 'ogg', 'wav', 'webm']");
  }
  if (file->file_name.ends_with(".wav") && !file->body.starts_with("RIFF")) {
    return Refused(exchange, 400,
                   "The audio file could not be decoded or its format is not supported.");
  }
  const std::string model(FieldOf(*form, "model"));
  if (model.empty()) return Refused(exchange, 400, "you must provide a model parameter");
  if (!exchange.KnowsModel(model)) {
    return Refused(exchange, 404, "The model `" + model + "` does not exist", "model_not_found");
  }
  const std::string_view format = FieldOf(*form, "response_format");
  const bool json_only = !IsWhisper(model) && model.find("transcribe") != std::string::npos;
  const bool known = format.empty() || format == "json" ||
                     (json_only ? format == "diarized_json" && model.ends_with("-diarize")
                                : IsOneOf(format, {"text", "srt", "vtt", "verbose_json"}));
  if (!known) {
    return Refused(exchange, 400,
                   "response_format '" + std::string(format) + "' is not compatible with model '" +
                       model + "'.",
                   "unsupported_value", "response_format");
  }
  if (!FieldOf(*form, "timestamp_granularities[]").empty() && format != "verbose_json") {
    return Refused(exchange, 400, "timestamp_granularities needs response_format verbose_json");
  }
  return std::nullopt;
}

const HttpService kOpenAiTranscriptionsService{"openai_transcriptions", "POST",
                                               &CheckOpenAiTranscription, &Perform};

}  // namespace nexy::sim
