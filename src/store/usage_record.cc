#include "store/usage_record.h"

#include <utility>

namespace nexy {
namespace {

constexpr std::int64_t kMsAMinute = 60'000;

struct Price {
  TokenPrices tokens = {};
  SpeechPrices speech = {};
};

Price PriceFor(const Usage& usage, const PriceOptions& prices) {
  if (usage.service == "tts") {
    if (usage.provider == "azure") return {.speech = prices.azure_speech};
    if (usage.provider == "openai") return {.speech = prices.openai_speech};
    return {};
  }
  if (usage.provider == "gemini") return {.tokens = prices.gemini};
  if (usage.provider == "gemini_live") return {.tokens = prices.gemini_live};
  if (usage.provider == "openai") return {.tokens = prices.openai};
  return {};
}

Money CostOf(const Usage& usage, const Price& price) {
  // The price of a minute is the price of a million of its millionths.
  const std::int64_t minute_parts = usage.audio_ms * 1'000'000 / kMsAMinute;
  return {PriceOf(usage.input_tokens, price.tokens.input_per_million_tokens).micros +
          PriceOf(usage.output_tokens, price.tokens.output_per_million_tokens).micros +
          PriceOf(usage.characters, price.speech.per_million_characters).micros +
          PriceOf(minute_parts, price.speech.per_audio_minute).micros};
}

}  // namespace

UsageAmounts& UsageAmounts::operator+=(const UsageAmounts& other) {
  requests += other.requests;
  estimated += other.estimated;
  input_tokens += other.input_tokens;
  output_tokens += other.output_tokens;
  characters += other.characters;
  audio_ms += other.audio_ms;
  cost.micros += other.cost.micros;
  return *this;
}

UsageRecord RecordOf(std::chrono::sys_days day, Usage usage, const PriceOptions& prices) {
  const Money cost = CostOf(usage, PriceFor(usage, prices));
  return {.key = {.day = day,
                  .device = std::move(usage.device),
                  .service = std::move(usage.service),
                  .provider = std::move(usage.provider),
                  .model = std::move(usage.model),
                  .currency = prices.currency},
          .amounts = {.requests = 1,
                      .estimated = usage.estimated ? 1 : 0,
                      .input_tokens = usage.input_tokens,
                      .output_tokens = usage.output_tokens,
                      .characters = usage.characters,
                      .audio_ms = usage.audio_ms,
                      .cost = cost}};
}

}  // namespace nexy
