#include "store/usage_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "base/strings.h"
#include "store/test_folder.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::sys_days kDay = 2026y / 11 / 23;
constexpr std::chrono::days kOneDay{1};

std::string Content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct UsageDatabaseTest : testing::Test {
  TestFolder folder;
  StoreOptions options{.path = folder / "nexy.db"};

  std::unique_ptr<UsageDatabase> Open() {
    auto opened = UsageDatabase::Open(options);
    EXPECT_TRUE(opened.ok()) << opened.status();
    return opened.ok() ? std::move(*opened) : nullptr;
  }
  // Of `day`, ten tokens in and twenty out.
  static UsageRecord Record(std::string device, std::chrono::sys_days day = kDay) {
    return {{day, std::move(device), "llm", "gemini", "flash", "USD"},
            {.requests = 1, .input_tokens = 10, .output_tokens = 20, .cost = {7}}};
  }
  static absl::Status Add(UsageDatabase& database, UsageRecord record) {
    return database.Add({std::move(record)});
  }
  // All of a day in one row.
  static UsageRow Total(UsageDatabase& database, std::chrono::sys_days day = kDay) {
    const auto rows = database.Sum({.since = day, .until = day, .by = {}});
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() && !rows->empty() ? rows->front() : UsageRow{};
  }
};

TEST_F(UsageDatabaseTest, AddsUpADay) {
  const auto database = Open();
  ASSERT_TRUE(database->Add({Record("mac-1"), Record("mac-1"), Record("mac-2")}).ok());
  ASSERT_TRUE(Add(*database, Record("mac-1", kDay + kOneDay)).ok());
  const UsageRow day = Total(*database);
  EXPECT_EQ(day.devices, 2);
  EXPECT_EQ(day.amounts,
            (UsageAmounts{.requests = 3, .input_tokens = 30, .output_tokens = 60, .cost = {21}}));
  EXPECT_EQ(Total(*database, kDay + kOneDay).amounts.requests, 1);
  EXPECT_TRUE(database->Sum({.since = kDay - kOneDay, .until = kDay - kOneDay, .by = {}})->empty());
}

TEST_F(UsageDatabaseTest, AddsUpByWhatIsAskedFor) {
  const auto database = Open();
  UsageRecord speech{{kDay, "mac-1", "tts", "azure", "", "USD"},
                     {.requests = 1, .characters = 40, .audio_ms = 2500, .cost = {600}}};
  ASSERT_TRUE(
      database->Add({Record("mac-1"), Record("mac-2"), speech, Record("mac-1", kDay + kOneDay)})
          .ok());
  const auto rows = database->Sum(
      {.since = kDay, .until = kDay + kOneDay, .by = {UsageColumn::kProvider, UsageColumn::kDay}});
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_EQ((*rows)[0].provider, "azure");
  EXPECT_EQ((*rows)[0].amounts, speech.amounts);
  EXPECT_EQ((*rows)[1].day, "2026-11-23");
  EXPECT_EQ((*rows)[1].provider, "gemini");
  EXPECT_EQ((*rows)[1].devices, 2);
  EXPECT_EQ((*rows)[1].device, "");
  EXPECT_EQ((*rows)[1].amounts.input_tokens, 20);
  EXPECT_EQ((*rows)[2].day, "2026-11-24");
}

TEST_F(UsageDatabaseTest, FindsOneDeviceAndKeepsTheServersOwnApart) {
  const auto database = Open();
  ASSERT_TRUE(database->Add({Record("mac-1"), Record("mac-2"), Record("")}).ok());
  const auto one = database->Sum(
      {.since = kDay, .until = kDay, .by = {UsageColumn::kDevice}, .device = "mac-2"});
  ASSERT_EQ(one->size(), 1u);
  EXPECT_EQ(one->front().device.size(), 32u);
  const auto all = database->Sum({.since = kDay, .until = kDay, .by = {UsageColumn::kDevice}});
  ASSERT_EQ(all->size(), 3u);
  EXPECT_EQ(all->front().device, "");
  EXPECT_EQ(Total(*database).devices, 2);
}

TEST_F(UsageDatabaseTest, KeepsCurrenciesApart) {
  const auto database = Open();
  UsageRecord euros = Record("mac-1");
  euros.key.currency = "EUR";
  ASSERT_TRUE(database->Add({Record("mac-1"), euros}).ok());
  const auto rows = database->Sum({.since = kDay, .until = kDay, .by = {}});
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ(rows->front().currency, "EUR");
  EXPECT_EQ(rows->front().amounts.cost.micros, 7);
}

TEST_F(UsageDatabaseTest, CanBeReadWhileItIsWritten) {
  EXPECT_EQ(UsageDatabase::OpenToRead(options).status().code(), absl::StatusCode::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(options.path)) << "a reader made a file";
  const auto writer = Open();
  ASSERT_TRUE(Add(*writer, Record("mac-1")).ok());
  const auto reader = UsageDatabase::OpenToRead(options);
  ASSERT_TRUE(reader.ok()) << reader.status();
  ASSERT_TRUE(Add(*writer, Record("mac-1")).ok());
  EXPECT_EQ(Total(**reader).amounts.requests, 2);
  EXPECT_FALSE(Add(**reader, Record("mac-1")).ok());
}

TEST_F(UsageDatabaseTest, StoresAllRecordsOrNone) {
  const auto database = Open();
  soci::session(soci::sqlite3, options.path)
      << "CREATE TRIGGER no_second BEFORE INSERT ON usage WHEN NEW.model = 'bad'"
         " BEGIN SELECT RAISE(ABORT, 'refused'); END";
  UsageRecord bad = Record("mac-1");
  bad.key.model = "bad";
  EXPECT_FALSE(database->Add({Record("mac-1"), bad}).ok());
  EXPECT_EQ(Total(*database).amounts.requests, 0);
}

TEST_F(UsageDatabaseTest, KeepsControlCharactersOfClientsOut) {
  const auto database = Open();
  UsageRecord record = Record("mac-1");
  record.key.provider = "\x1b[2Jgem\nini\x7f";
  ASSERT_TRUE(Add(*database, record).ok());
  const auto rows = database->Sum({.since = kDay, .until = kDay, .by = {UsageColumn::kProvider}});
  EXPECT_EQ(rows->front().provider, "?[2Jgem?ini?");
}

TEST_F(UsageDatabaseTest, GrowsWithItsDevicesAndNotWithTheirQuestions) {
  const auto database = Open();
  for (int i = 0; i < 2000; ++i) ASSERT_TRUE(Add(*database, Record("mac-1")).ok());
  EXPECT_EQ(Total(*database).amounts.requests, 2000);
  EXPECT_LT(std::filesystem::file_size(options.path), 64u * 1024);
}

TEST_F(UsageDatabaseTest, KeepsNoHardwareIdOnDisk) {
  { ASSERT_TRUE(Add(*Open(), Record("4c4c4544-0042")).ok()); }
  const std::string file = Content(options.path);
  EXPECT_THAT(file, HasSubstr("gemini"));
  EXPECT_THAT(file, Not(HasSubstr("4c4c4544-0042")));
}

TEST_F(UsageDatabaseTest, KnowsADeviceAgainAfterARestart) {
  { ASSERT_TRUE(Add(*Open(), Record("mac-1")).ok()); }
  const auto database = Open();
  ASSERT_TRUE(Add(*database, Record("mac-1")).ok());
  EXPECT_EQ(Total(*database).devices, 1);
  EXPECT_EQ(Total(*database).amounts.input_tokens, 20);
}

TEST_F(UsageDatabaseTest, KeepsWhatAKilledProcessHadStored) {
  const pid_t child = fork();
  if (child == 0) {
    auto opened = UsageDatabase::Open(options);
    bool good = opened.ok();
    for (int i = 0; good && i < 50; ++i) good = Add(**opened, Record("mac-1")).ok();
    if (good) kill(getpid(), SIGKILL);
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(Total(*Open()).amounts.requests, 50);
}

TEST_F(UsageDatabaseTest, LosesNothingWithTwoWriters) {
  Open();
  {
    std::vector<std::jthread> writers;
    for (int w = 0; w < 2; ++w) {
      writers.emplace_back([this] {
        const auto database = Open();
        for (int i = 0; i < 250; ++i) EXPECT_TRUE(Add(*database, Record("mac-1")).ok());
      });
    }
  }
  EXPECT_EQ(Total(*Open()).amounts.requests, 500);
}

TEST_F(UsageDatabaseTest, DeletesWhatIsOlderThanADay) {
  const auto database = Open();
  ASSERT_TRUE(Add(*database, Record("mac-1", kDay - kOneDay)).ok());
  ASSERT_TRUE(Add(*database, Record("mac-1")).ok());
  ASSERT_TRUE(database->DeleteBefore(kDay).ok());
  EXPECT_EQ(Total(*database, kDay - kOneDay).amounts.requests, 0);
  EXPECT_EQ(Total(*database).amounts.requests, 1);
}

TEST_F(UsageDatabaseTest, StoresAnyTextAsText) {
  const auto database = Open();
  const std::string nul("a\0b", 3);
  for (const std::string& text :
       {std::string("'; DROP TABLE usage; --"), std::string(":source ?1 %s"), nul,
        std::string("\xff\xfe"), std::string(256, 'x')}) {
    ASSERT_TRUE(Add(*database, {{kDay, text, text, text, text, text}, {.requests = 1}}).ok())
        << text;
  }
  EXPECT_EQ(database->Sum({.since = kDay, .until = kDay, .by = {UsageColumn::kDevice}})->size(),
            5u);
}

TEST_F(UsageDatabaseTest, RefusesWhatDoesNotFit) {
  options.max_bytes = 100 * 1024;
  const auto database = Open();
  absl::Status status;
  for (int i = 0; status.ok() && i < 10'000; ++i) {
    UsageRecord record = Record(Concat("mac-", i));
    record.key.model = std::string(200, 's');
    status = Add(*database, record);
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(MessageOf(status)), HasSubstr("full"));
  EXPECT_GT(Total(*database).amounts.requests, 100);
  EXPECT_LE(std::filesystem::file_size(options.path), 100u * 1024);
}

TEST_F(UsageDatabaseTest, SaysThatAFileIsNoDatabaseAndLeavesItAlone) {
  std::ofstream(options.path) << "This is a letter, and somebody may want to keep it. "
                              << std::string(4096, '.');
  const std::string before = Content(options.path);
  const auto opened = UsageDatabase::Open(options);
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << opened.status();
  EXPECT_THAT(std::string(MessageOf(opened.status())), HasSubstr(options.path));
  EXPECT_EQ(Content(options.path), before);
}

TEST_F(UsageDatabaseTest, SaysThatADatabaseIsDamaged) {
  {
    const auto database = Open();
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(Add(*database, Record(Concat("mac-", i))).ok());
  }
  std::fstream file(options.path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(std::filesystem::file_size(options.path) - 4096, '\x55');
  file.close();
  const auto opened = UsageDatabase::Open(options);
  const absl::Status status = opened.ok() ? Add(**opened, Record("mac-1")) : opened.status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

TEST_F(UsageDatabaseTest, DoesNotTouchADatabaseOfANewerServer) {
  Open();
  soci::session(soci::sqlite3, options.path)
      << "UPDATE meta SET value = '99' WHERE name = 'schema_version'";
  EXPECT_EQ(UsageDatabase::Open(options).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(UsageDatabase::OpenToRead(options).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(UsageDatabaseTest, OpensNoFolderAndNoFileBelowAFile) {
  options.path = folder / "";
  EXPECT_EQ(UsageDatabase::Open(options).status().code(), absl::StatusCode::kUnavailable);
  std::ofstream(folder / "file") << "x";
  options.path = folder / "file/nexy.db";
  EXPECT_EQ(UsageDatabase::Open(options).status().code(), absl::StatusCode::kUnavailable);
  options.path = folder / "quo\"te.db";
  EXPECT_EQ(UsageDatabase::Open(options).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(UsageDatabaseTest, OpensAPathWithBlanksAndSigns) {
  options.path = folder / "my files = 100%/a ? b.db";
  ASSERT_TRUE(Add(*Open(), Record("mac-1")).ok());
  EXPECT_TRUE(std::filesystem::exists(options.path));
  EXPECT_GT(std::filesystem::file_size(options.path), 0u);
}

}  // namespace
}  // namespace nexy
