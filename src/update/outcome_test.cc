#include <gmock/gmock.h>

#include "update/adoption.h"
#include "update/outcome_log.h"
#include "update/test_service.h"

namespace nexy {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

OutcomeReport Checked(std::int64_t build) {
  return {.event = OutcomeEvent::kChecked,
          .build = build,
          .from_build = 0,
          .channel = "stable",
          .os = "macos",
          .reason = "",
          .first_today = true};
}

OutcomeReport Step(OutcomeEvent event, const std::string& reason = "") {
  return {.event = event,
          .build = 12,
          .from_build = 11,
          .channel = "stable",
          .os = "macos",
          .reason = reason,
          .first_today = false};
}

TEST(OutcomeReport, IsReadBackAsItWasWritten) {
  for (const OutcomeReport& report :
       {Checked(11), Step(OutcomeEvent::kStarted), Step(OutcomeEvent::kFailed, "wrong_hash")}) {
    const auto read = ReadOutcomeReport(WriteOutcomeReport(report));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, report);
  }
}

// Nothing about a person can slip in: any other key is a refusal.
TEST(OutcomeReport, RefusesEverythingBeyondTheClosedList) {
  const auto with = [](const std::string& key, const nlohmann::json& value) {
    auto json = nlohmann::json::parse(WriteOutcomeReport(Step(OutcomeEvent::kStarted)));
    json[key] = value;
    return ReadOutcomeReport(json.dump()).ok();
  };
  EXPECT_TRUE(with("build", 13));
  EXPECT_FALSE(with("hardware_id", "x"));
  EXPECT_FALSE(with("voice_over", true));
  EXPECT_FALSE(with("event", "opened"));
  EXPECT_FALSE(with("reason", "wrong_hash"));
  EXPECT_FALSE(with("os", "macos 14.5 with a screen reader"));
  EXPECT_FALSE(with("channel", "my machine"));
  EXPECT_FALSE(with("build", -1));
  EXPECT_FALSE(with("build", 1.5));
  EXPECT_FALSE(with("first_today", true));
  EXPECT_FALSE(ReadOutcomeReport(WriteOutcomeReport(Step(OutcomeEvent::kFailed, "my words"))).ok());
  EXPECT_FALSE(ReadOutcomeReport(std::string(5000, ' ')).ok());
}

class OutcomeLogTest : public testing::Test {
 protected:
  OutcomeLogTest() : folder(*OutcomeLog::Prepare(service.folder() + "/reports")) {}
  std::vector<OutcomeCount> Read() {
    std::size_t damaged = 0;
    const auto counts = ReadOutcomes(folder, &damaged);
    EXPECT_TRUE(counts.ok());
    return *counts;
  }
  TestService service;
  std::string folder;
};

TEST_F(OutcomeLogTest, KeepsCountsByTheHourAndNoSingleReport) {
  OutcomeLog log(folder);
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(log.Record(Checked(11), kToday + i).ok());
  ASSERT_TRUE(log.Flush().ok());
  ASSERT_TRUE(log.Record(Checked(11), kToday + 10).ok());
  ASSERT_TRUE(log.Flush().ok());
  const auto counts = Read();
  ASSERT_THAT(counts, SizeIs(1));
  EXPECT_EQ(counts[0].count, 8);
  EXPECT_EQ(counts[0].hour % 3600, 0);
}

TEST_F(OutcomeLogTest, TriesAgainWhatCouldNotBeWritten) {
  OutcomeLog log(folder + "/missing");
  ASSERT_TRUE(log.Record(Checked(11), kToday).ok());
  EXPECT_FALSE(log.Flush().ok());
  ASSERT_TRUE(OutcomeLog::Prepare(folder + "/missing").ok());
  EXPECT_TRUE(log.Flush().ok());
  folder += "/missing";
  EXPECT_THAT(Read(), SizeIs(1));
}

TEST_F(OutcomeLogTest, IsBoundedWhenReportsAreMadeUp) {
  OutcomeLog log(folder);
  absl::Status status;
  for (int i = 0; i < 20'000 && status.ok(); ++i) status = log.Record(Checked(i), kToday);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(OutcomeLogTest, DeletesWhatIsTooOldAndLeavesOutWhatIsDamaged) {
  OutcomeLog log(folder);
  ASSERT_TRUE(log.Record(Checked(11), kToday).ok());
  ASSERT_TRUE(log.Record(Checked(12), kToday + 100 * kDay).ok());
  ASSERT_TRUE(log.Flush().ok());
  service.File("reports/2026-11-24.jsonl", "nonsense\n");
  std::size_t damaged = 0;
  EXPECT_THAT(*ReadOutcomes(folder, &damaged), SizeIs(2));
  EXPECT_EQ(damaged, 1u);
  ASSERT_TRUE(log.DeleteOld(kToday + 100 * kDay, 50).ok());
  EXPECT_THAT(Read(), SizeIs(1));
}

class AdoptionTest : public testing::Test {
 protected:
  AdoptionTest() {
    const auto add = [this](UnixSeconds hour, const OutcomeReport& report, std::int64_t count) {
      counts.push_back({.hour = hour - hour % 3600, .report = report, .count = count});
    };
    add(kToday, Checked(11), 90);
    add(kToday, Checked(12), 10);
    add(kToday + kDay, Checked(11), 40);
    add(kToday + kDay, Checked(12), 60);
    add(kToday, Step(OutcomeEvent::kStarted), 50);
    add(kToday, Step(OutcomeEvent::kFailed, "no_space"), 3);
  }
  std::vector<OutcomeCount> counts;
};

TEST_F(AdoptionTest, SharesAreOfTheInstallationsThatCheckedInThatDay) {
  const std::string csv = AdoptionCsv(AdoptionOf(counts));
  EXPECT_THAT(csv, AllOf(HasSubstr(",12,10,100,10\n"), HasSubstr(",12,60,100,60\n")));
}

TEST_F(AdoptionTest, SmallNumbersAreNeverShown) {
  for (const std::string& text :
       {AdoptionTable(AdoptionOf(counts)), AdoptionJson(AdoptionOf(counts)),
        AdoptionHtml(AdoptionOf(counts))}) {
    EXPECT_THAT(text, Not(HasSubstr("no_space 3")));
    EXPECT_THAT(text, HasSubstr("no_space"));
  }
}

TEST_F(AdoptionTest, ThePageSaysInWordsWhatThePictureShows) {
  const std::string page = AdoptionHtml(AdoptionOf(counts));
  EXPECT_THAT(page,
              AllOf(HasSubstr("60 % of the active installations ran it"), HasSubstr("role=\"img\""),
                    HasSubstr("<desc"), HasSubstr("<caption>"), HasSubstr("<html lang=\"en\">")));
  EXPECT_THAT(AdoptionHtml({}), HasSubstr("No installation has checked in yet"));
}

}  // namespace
}  // namespace nexy
