#include <string>

#include "audio_answer.h"
#include "azure_formats.h"
#include "error_bodies.h"
#include "services.h"
#include "ssml.h"
#include "strict.h"

namespace nexy::sim {
namespace {

using nlohmann::json;

Task<> Perform(Exchange& exchange, HttpPerformance& performance) {
  const Behaviour& behaviour = *exchange.behaviour;
  Generation generation(exchange);
  HttpHead head;
  head.status = behaviour.status;
  if (behaviour.status != 200) {
    const std::string body = AzureErrorBody(behaviour);
    co_await performance.Whole(std::move(head), body);
    generation.Finish();
    co_return;
  }
  const int rate = RateOfAzureFormat(exchange.Header("X-Microsoft-OutputFormat"));
  const std::string text = SpokenTextOfSsml(exchange.record->body);
  AudioAnswer audio(behaviour, rate == 0 ? 48'000 : rate, text);
  head.content_type = "audio/basic";
  if (behaviour.content_length) head.length = audio.bytes();
  co_await performance.Head(std::move(head));
  for (auto piece = audio.Next(); !piece.empty(); piece = audio.Next()) {
    co_await performance.Piece(piece);
  }
  co_await performance.End();
  generation.Finish();
}

Task<> IssueToken(Exchange& exchange, HttpPerformance& performance) {
  const Behaviour& behaviour = *exchange.behaviour;
  HttpHead head;
  head.status = behaviour.status;
  head.content_type = "application/jwt; charset=us-ascii";
  const std::string body = behaviour.status != 200
                               ? AzureErrorBody(behaviour)
                               : "sim-token-" + std::to_string(exchange.record->number);
  co_await performance.Whole(std::move(head), body);
}

json Voice(std::string_view name, std::string_view locale, std::string_view gender) {
  const std::string full =
      "Microsoft Server Speech Text to Speech Voice (" + std::string(name) + ")";
  return {{"Name", full},
          {"DisplayName", name},
          {"LocalName", name},
          {"ShortName", name},
          {"Gender", gender},
          {"Locale", locale},
          {"LocaleName", locale},
          {"StyleList", json::array({"friendly", "cheerful"})},
          {"SampleRateHertz", "48000"},
          {"VoiceType", "Neural"},
          {"Status", "GA"},
          {"ExtendedPropertyMap", {{"IsHighQuality48K", "True"}}},
          {"WordsPerMinute", "152"}};
}

Task<> ListVoices(Exchange& exchange, HttpPerformance& performance) {
  const Behaviour& behaviour = *exchange.behaviour;
  HttpHead head;
  head.status = behaviour.status;
  head.content_type = "application/json; charset=utf-8";
  std::string body = AzureErrorBody(behaviour);
  if (behaviour.status == 200 && !behaviour.body) {
    body = json::array({Voice("en-US-AriaNeural", "en-US", "Female"),
                        Voice("ru-RU-SvetlanaNeural", "ru-RU", "Female"),
                        Voice("de-DE-KatjaNeural", "de-DE", "Female")})
               .dump();
  }
  co_await performance.Whole(std::move(head), body);
}

}  // namespace

const HttpService kAzureTtsService{"azure_tts", "POST", &CheckAzureTts, &Perform};
const HttpService kAzureTokenService{"azure_token", "POST", &CheckAzureKey, &IssueToken};
const HttpService kAzureVoicesService{"azure_voices", "GET", &CheckAzureKey, &ListVoices};

}  // namespace nexy::sim
