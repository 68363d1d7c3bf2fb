#include "store/usage_record.h"

#include <gtest/gtest.h>

namespace nexy {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_days kDay = 2026y / 11 / 23;

PriceOptions Prices() {
  PriceOptions prices;
  prices.currency = "EUR";
  prices.gemini = {.input_per_million_tokens = *ParseMoney("0.10"),
                   .output_per_million_tokens = *ParseMoney("0.40")};
  prices.openai = {.input_per_million_tokens = *ParseMoney("2"),
                   .output_per_million_tokens = *ParseMoney("8")};
  prices.azure_speech = {.per_million_characters = *ParseMoney("15"), .per_audio_minute = {}};
  prices.openai_speech = {.per_million_characters = {}, .per_audio_minute = *ParseMoney("0.015")};
  return prices;
}

Usage Used(const std::string& service, const std::string& provider) {
  return {.device = "mac-1", .service = service, .provider = provider, .model = "m"};
}

TEST(UsageRecord, TokensCostWhatTheirDirectionCosts) {
  Usage usage = Used("llm", "gemini");
  usage.input_tokens = 1'000'000;
  usage.output_tokens = 500'000;
  const UsageRecord record = RecordOf(kDay, usage, Prices());
  EXPECT_EQ(record.amounts.cost, *ParseMoney("0.30"));
  EXPECT_EQ(record.key, (UsageKey{kDay, "mac-1", "llm", "gemini", "m", "EUR"}));
  EXPECT_EQ(record.amounts.requests, 1);
  EXPECT_EQ(record.amounts.estimated, 0);
}

TEST(UsageRecord, SpeechCostsByCharactersOrByTime) {
  Usage usage = Used("tts", "azure");
  usage.characters = 2000;
  usage.audio_ms = 90'000;
  EXPECT_EQ(RecordOf(kDay, usage, Prices()).amounts.cost, *ParseMoney("0.03"));
  usage.provider = "openai";
  EXPECT_EQ(RecordOf(kDay, usage, Prices()).amounts.cost, *ParseMoney("0.0225"));
}

TEST(UsageRecord, TheSameNameIsAnotherServiceWhereItThinksAndWhereItSpeaks) {
  Usage usage = Used("llm", "openai");
  usage.input_tokens = 1000;
  EXPECT_EQ(RecordOf(kDay, usage, Prices()).amounts.cost, *ParseMoney("0.002"));
  usage.service = "tts";
  EXPECT_EQ(RecordOf(kDay, usage, Prices()).amounts.cost, Money{});
}

TEST(UsageRecord, AClientsReportCostsWhatTheProviderItNamesCosts) {
  Usage usage = Used("client", "gemini");
  usage.input_tokens = 10'000;
  EXPECT_EQ(RecordOf(kDay, usage, Prices()).amounts.cost, *ParseMoney("0.001"));
  usage.provider = "something else";
  EXPECT_EQ(RecordOf(kDay, usage, Prices()).amounts.cost, Money{});
}

TEST(UsageRecord, SumsKeepEveryAmount) {
  UsageAmounts sum{1, 2, 3, 4, 5, 6, {7}};
  sum += UsageAmounts{10, 20, 30, 40, 50, 60, {70}};
  EXPECT_EQ(sum, (UsageAmounts{11, 22, 33, 44, 55, 66, {77}}));
}

}  // namespace
}  // namespace nexy
