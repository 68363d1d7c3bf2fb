// `nexyctl usage` on a store that this test filled.
#include <gmock/gmock.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "nexyctl/testing_nexyctl.h"
#include "store/usage_database.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::chrono::sys_days kDay = 2026y / 11 / 23;

struct NexyctlUsageTest : NexyctlTest {
  void SetUp() override {
    auto opened = UsageDatabase::Open({.path = Path("nexy.db")});
    ASSERT_TRUE(opened.ok()) << opened.status();
    database = *std::move(opened);
    const auto llm = [](std::chrono::sys_days day, const char* device) -> UsageRecord {
      return {{day, device, "llm", "gemini", "flash", "USD"},
              {.requests = 2,
               .estimated = 1,
               .input_tokens = 1000,
               .output_tokens = 50,
               .cost = {120'500}}};
    };
    ASSERT_TRUE(database
                    ->Add({llm(kDay, "mac-1"),
                           llm(kDay, "mac-2"),
                           llm(kDay + std::chrono::days(1), "mac-1"),
                           {{kDay, "", "tts", "azure", "", "USD"},
                            {.requests = 1, .characters = 38, .audio_ms = 2600, .cost = {570}}},
                           {{kDay, "mac-1", "client", "=HYPERLINK(\"x\"),y", "", "USD"},
                            {.requests = 1, .input_tokens = 7}}})
                    .ok());
  }
  Outcome Usage(const std::string& words) const {
    return Run("usage --set store.path=" + Path("nexy.db") +
               " --since 2026-11-23 --until 2026-11-24 " + words);
  }

  std::unique_ptr<UsageDatabase> database;  // Open, as nexyd's is.
};

TEST_F(NexyctlUsageTest, PrintsATableAndTheSumInASentence) {
  const Outcome outcome = Usage("");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Usage from 2026-11-23 to 2026-11-24, days in UTC.\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Day         Provider"));
  EXPECT_THAT(outcome.out, HasSubstr("2026-11-23  gemini (llm)"));
  EXPECT_THAT(outcome.out, HasSubstr("0.241 USD\n"));
  EXPECT_THAT(
      outcome.out,
      HasSubstr(
          "In all: 8 requests of 2 devices, 3007 input tokens, 150 output tokens, 38 characters, "
          "3 s of audio, cost 0.36207 USD. The tokens of 3 requests are an estimate.\n"));
  EXPECT_THAT(outcome.out, Not(AnyOf(HasSubstr("|"), HasSubstr("--"), HasSubstr(" \n"))));
}

TEST_F(NexyctlUsageTest, AddsUpByDevice) {
  const Outcome outcome = Usage("--by device");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("Device"), HasSubstr("none "), Not(HasSubstr("mac-1"))));
  const Outcome one = Usage("--by provider --device mac-2 --json");
  const auto json = nlohmann::json::parse(one.out);
  ASSERT_EQ(json["rows"].size(), 1u);
  EXPECT_EQ(json["rows"][0]["requests"], 2);
}

TEST_F(NexyctlUsageTest, PrintsJsonWithExactCosts) {
  const Outcome outcome = Usage("--by provider,model --json");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json["since"], "2026-11-23");
  ASSERT_EQ(json["rows"].size(), 3u);
  const auto& gemini = json["rows"][1];
  EXPECT_EQ(gemini["provider"], "gemini");
  EXPECT_EQ(gemini["model"], "flash");
  EXPECT_EQ(gemini["devices"], 2);
  EXPECT_EQ(gemini["cost"], "0.3615");
  EXPECT_EQ(gemini["cost_micros"], 361'500);
  EXPECT_EQ(gemini["currency"], "USD");
  EXPECT_FALSE(gemini.contains("day"));
  EXPECT_EQ(json["totals"].size(), 1u);
  EXPECT_EQ(json["totals"][0]["cost"], "0.36207");
}

TEST_F(NexyctlUsageTest, PrintsCsvThatASpreadsheetTakesForText) {
  const Outcome outcome = Usage("--by day,provider --csv");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              StartsWith("day,service,provider,requests,estimated_requests,input_tokens,"
                         "output_tokens,characters,audio_ms,cost,currency\r\n"));
  EXPECT_THAT(outcome.out, HasSubstr("2026-11-23,tts,azure,1,0,0,0,38,2600,0.00057,USD\r\n"));
  EXPECT_THAT(outcome.out, HasSubstr("client,\"'=HYPERLINK(\"\"x\"\"),y\",1,"));
}

TEST_F(NexyctlUsageTest, SaysThatNothingWasUsed) {
  const Outcome outcome =
      Run("usage --set store.path=" + Path("nexy.db") + " --since 2020-01-01 --until 2020-01-01");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, "No usage on 2020-01-01.\n");
}

TEST_F(NexyctlUsageTest, SaysWhatIsWrongWithADay) {
  for (const char* words :
       {"--since 2026-02-30", "--since 26-1-1", "--since soon", "--since -1d", "--until \"\"",
        "--since 2026-11-25 --until 2026-11-24", "--by week", "--csv --json"}) {
    const Outcome outcome = Run(std::string("usage ") + words);
    EXPECT_EQ(outcome.code, 2) << words;
    EXPECT_THAT(outcome.err, Not(IsEmpty())) << words;
  }
}

TEST_F(NexyctlUsageTest, UnderstandsDaysBeforeToday) {
  for (const char* words : {"--since 7d", "--since yesterday --until today", "--since 0d"}) {
    EXPECT_EQ(Run("usage --set store.path=" + Path("nexy.db") + " " + words).code, 0) << words;
  }
}

TEST_F(NexyctlUsageTest, MakesNoStoreWhereThereIsNone) {
  const Outcome outcome = Run("usage --set store.path=" + Path("none.db"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("there is no store at"));
  EXPECT_FALSE(std::filesystem::exists(Path("none.db")));
}

TEST_F(NexyctlUsageTest, ExplainsItselfWithExamples) {
  const Outcome outcome = Run("usage --help");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("Examples:"), HasSubstr("--since")));
}

}  // namespace
}  // namespace nexy
