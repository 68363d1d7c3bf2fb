#include <cstring>
#include <string>

#include "absl/strings/escaping.h"
#include "audio_answer.h"
#include "error_bodies.h"
#include "services.h"
#include "strict.h"

namespace nexy::sim {
namespace {

using nlohmann::json;

std::string TextOf(const json& body, const char* key, const char* otherwise) {
  if (!body.is_object()) return otherwise;
  const auto found = body.find(key);
  return found == body.end() || !found->is_string() ? otherwise : found->get<std::string>();
}

// OpenAI speaks at 24 kHz; other servers at the rate that `sample_rate` asks for.
int RateOf(const Exchange& exchange) {
  if (exchange.flavour() == "openai" || !exchange.body.is_object()) return 24'000;
  const auto rate = exchange.body.find("sample_rate");
  const bool wanted = rate != exchange.body.end() && rate->is_number_integer();
  return wanted && *rate >= 8'000 && *rate <= 48'000 ? rate->get<int>() : 24'000;
}

// Of a stream whose length nobody knows.
std::string WavHeader(int rate) {
  const auto u32 = [](std::uint32_t value) {
    std::string bytes(4, '\0');
    std::memcpy(bytes.data(), &value, 4);
    return bytes;
  };
  const auto hertz = static_cast<std::uint32_t>(rate);
  return "RIFF" + u32(0xffffffff) + "WAVEfmt " + u32(16) + std::string("\x01\0\x01\0", 4) +
         u32(hertz) + u32(hertz * 2) + std::string("\x02\0\x10\0", 4) + "data" + u32(0xffffffff);
}

std::string DeltaEvent(std::string_view audio) {
  std::string base64;
  absl::Base64Escape(absl::string_view(audio.data(), audio.size()), &base64);
  return "data: {\"type\":\"speech.audio.delta\",\"audio\":\"" + base64 + "\"}\n\n";
}

std::string DoneEvent(std::size_t characters) {
  const std::string tokens = std::to_string(characters / 4 + 1);
  return "data: {\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":" + tokens +
         ",\"output_tokens\":0,\"total_tokens\":" + tokens + "}}\n\n";
}

Task<> Perform(Exchange& exchange, HttpPerformance& performance) {
  const Behaviour& behaviour = *exchange.behaviour;
  Generation generation(exchange);
  HttpHead head;
  head.status = behaviour.status;
  if (behaviour.status != 200) {
    head.content_type = "application/json";
    const std::string body = OpenAiErrorBody(behaviour, exchange.flavour());
    co_await performance.Whole(std::move(head), body);
    generation.Finish();
    co_return;
  }
  const std::string input = TextOf(exchange.body, "input", "");
  const std::string format = TextOf(exchange.body, "response_format", "mp3");
  const bool as_events = TextOf(exchange.body, "stream_format", "audio") == "sse";
  AudioAnswer audio(behaviour, RateOf(exchange), input);
  const std::string type = "audio/" + (format == "mp3" ? "mpeg" : format);
  head.content_type = as_events ? std::string_view("text/event-stream") : std::string_view(type);
  if (behaviour.content_length && !as_events && format != "wav") head.length = audio.bytes();
  co_await performance.Head(std::move(head));
  if (format == "wav" && !as_events) {
    const std::string header = WavHeader(RateOf(exchange));
    co_await performance.Piece(header);
  }
  for (auto piece = audio.Next(); !piece.empty(); piece = audio.Next()) {
    if (as_events) {
      const std::string event = DeltaEvent(piece);
      co_await performance.Piece(event);
    } else {
      co_await performance.Piece(piece);
    }
  }
  if (as_events) {
    const std::string event = DoneEvent(input.size());
    co_await performance.Piece(event);
  }
  co_await performance.End();
  generation.Finish();
}

}  // namespace

const HttpService kOpenAiSpeechService{"openai_speech", "POST", &CheckOpenAiSpeech, &Perform};

}  // namespace nexy::sim
