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
  static UsageRecord Record(std::string device) { return {std::move(device), "gemini", "flash", 10, 20}; }
};

TEST_F(UsageDatabaseTest, AddsUpADay) {
  const auto database = Open();
  ASSERT_TRUE(database->Add(kDay, Record("mac-1")).ok());
  ASSERT_TRUE(database->Add(kDay, Record("mac-1")).ok());
  ASSERT_TRUE(database->Add(kDay, Record("mac-2")).ok());
  ASSERT_TRUE(database->Add(kDay + kOneDay, {"mac-1", "", "", 1, 0}).ok());
  EXPECT_EQ(*database->TotalsOf(kDay), (UsageTotals{2, 3, 30, 60}));
  EXPECT_EQ(*database->TotalsOf(kDay + kOneDay), (UsageTotals{1, 1, 1, 0}));
  EXPECT_EQ(*database->TotalsOf(kDay - kOneDay), UsageTotals{});
}

TEST_F(UsageDatabaseTest, GrowsWithItsDevicesAndNotWithTheirQuestions) {
  const auto database = Open();
  for (int i = 0; i < 2000; ++i) ASSERT_TRUE(database->Add(kDay, Record("mac-1")).ok());
  EXPECT_EQ(database->TotalsOf(kDay)->reports, 2000);
  EXPECT_LT(std::filesystem::file_size(options.path), 64u * 1024);
}

TEST_F(UsageDatabaseTest, KeepsNoHardwareIdOnDisk) {
  { ASSERT_TRUE(Open()->Add(kDay, Record("4c4c4544-0042")).ok()); }
  const std::string file = Content(options.path);
  EXPECT_THAT(file, HasSubstr("gemini"));
  EXPECT_THAT(file, Not(HasSubstr("4c4c4544-0042")));
}

TEST_F(UsageDatabaseTest, KnowsADeviceAgainAfterARestart) {
  { ASSERT_TRUE(Open()->Add(kDay, Record("mac-1")).ok()); }
  const auto database = Open();
  ASSERT_TRUE(database->Add(kDay, Record("mac-1")).ok());
  EXPECT_EQ(*database->TotalsOf(kDay), (UsageTotals{1, 2, 20, 40}));
}

TEST_F(UsageDatabaseTest, KeepsWhatAKilledProcessHadStored) {
  const pid_t child = fork();
  if (child == 0) {
    auto opened = UsageDatabase::Open(options);
    bool good = opened.ok();
    for (int i = 0; good && i < 50; ++i) good = (*opened)->Add(kDay, Record("mac-1")).ok();
    if (good) kill(getpid(), SIGKILL);
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(Open()->TotalsOf(kDay)->reports, 50);
}

TEST_F(UsageDatabaseTest, LosesNothingWithTwoWriters) {
  Open();
  {
    std::vector<std::jthread> writers;
    for (int w = 0; w < 2; ++w) {
      writers.emplace_back([this] {
        const auto database = Open();
        for (int i = 0; i < 250; ++i) EXPECT_TRUE(database->Add(kDay, Record("mac-1")).ok());
      });
    }
  }
  EXPECT_EQ(Open()->TotalsOf(kDay)->reports, 500);
}

TEST_F(UsageDatabaseTest, DeletesWhatIsOlderThanADay) {
  const auto database = Open();
  ASSERT_TRUE(database->Add(kDay - kOneDay, Record("mac-1")).ok());
  ASSERT_TRUE(database->Add(kDay, Record("mac-1")).ok());
  ASSERT_TRUE(database->DeleteBefore(kDay).ok());
  EXPECT_EQ(database->TotalsOf(kDay - kOneDay)->reports, 0);
  EXPECT_EQ(database->TotalsOf(kDay)->reports, 1);
}

TEST_F(UsageDatabaseTest, StoresAnyTextAsText) {
  const auto database = Open();
  const std::string nul("a\0b", 3);
  for (const std::string& text :
       {std::string("'; DROP TABLE usage; --"), std::string(":source ?1 %s"), nul, std::string("\xff\xfe"),
        std::string(256, 'x')}) {
    ASSERT_TRUE(database->Add(kDay, {text, text, text, 1, 1}).ok()) << text;
  }
  EXPECT_EQ(*database->TotalsOf(kDay), (UsageTotals{5, 5, 5, 5}));
}

TEST_F(UsageDatabaseTest, RefusesWhatDoesNotFit) {
  options.max_bytes = 100 * 1024;
  const auto database = Open();
  absl::Status status;
  for (int i = 0; status.ok() && i < 10'000; ++i) {
    status = database->Add(kDay, {Concat("mac-", i), std::string(200, 's'), "m", 1, 1});
  }
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(MessageOf(status)), HasSubstr("full"));
  EXPECT_GT(database->TotalsOf(kDay)->reports, 100);
  EXPECT_LE(std::filesystem::file_size(options.path), 100u * 1024);
}

TEST_F(UsageDatabaseTest, SaysThatAFileIsNoDatabaseAndLeavesItAlone) {
  std::ofstream(options.path) << "This is a letter, and somebody may want to keep it. " << std::string(4096, '.');
  const std::string before = Content(options.path);
  const auto opened = UsageDatabase::Open(options);
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << opened.status();
  EXPECT_THAT(std::string(MessageOf(opened.status())), HasSubstr(options.path));
  EXPECT_EQ(Content(options.path), before);
}

TEST_F(UsageDatabaseTest, SaysThatADatabaseIsDamaged) {
  {
    const auto database = Open();
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(database->Add(kDay, Record(Concat("mac-", i))).ok());
  }
  std::fstream file(options.path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(std::filesystem::file_size(options.path) - 4096, '\x55');
  file.close();
  const auto opened = UsageDatabase::Open(options);
  const absl::Status status = opened.ok() ? (*opened)->Add(kDay, Record("mac-1")) : opened.status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

TEST_F(UsageDatabaseTest, DoesNotTouchADatabaseOfANewerServer) {
  Open();
  soci::session(soci::sqlite3, options.path)
      << "UPDATE meta SET value = '2' WHERE name = 'schema_version'";
  EXPECT_EQ(UsageDatabase::Open(options).status().code(), absl::StatusCode::kFailedPrecondition);
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
  ASSERT_TRUE(Open()->Add(kDay, Record("mac-1")).ok());
  EXPECT_TRUE(std::filesystem::exists(options.path));
  EXPECT_GT(std::filesystem::file_size(options.path), 0u);
}

}  // namespace
}  // namespace nexy
