#include "store/usage_schema.h"

#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <thread>
#include <vector>

#include "store/test_folder.h"
#include "store/usage_database.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_days kDay = 2026y / 11 / 20;

// A file as the first released nexyd left it.
void WriteVersion1(const std::string& path) {
  soci::session sql(soci::sqlite3, path);
  sql << "PRAGMA journal_mode = WAL";
  sql << "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID";
  sql << "CREATE TABLE usage(day TEXT NOT NULL, device TEXT NOT NULL, source TEXT NOT NULL,"
         " model TEXT NOT NULL, reports INTEGER NOT NULL, input_tokens INTEGER NOT NULL,"
         " output_tokens INTEGER NOT NULL, PRIMARY KEY(day, device, source, model)) WITHOUT ROWID";
  sql << "INSERT INTO meta VALUES('schema_version', '1'), ('device_key', 'a key of old')";
  sql << "INSERT INTO usage VALUES('2026-11-20', 'aa', 'browser', 'flash', 3, 300, 30),"
         " ('2026-11-20', 'bb', 'browser', 'flash', 1, 100, 10)";
}

struct UsageSchemaTest : testing::Test {
  TestFolder folder;
  StoreOptions options{.path = folder / "nexy.db"};
};

TEST_F(UsageSchemaTest, AFileOfTheFirstVersionKeepsItsReportsAndItsKey) {
  WriteVersion1(options.path);
  const auto database = UsageDatabase::Open(options);
  ASSERT_TRUE(database.ok()) << database.status();
  const auto rows = (*database)->Sum(
      {.since = kDay,
       .until = kDay,
       .by = {UsageColumn::kService, UsageColumn::kProvider, UsageColumn::kModel}});
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().service, "client");
  EXPECT_EQ(rows->front().provider, "browser");
  EXPECT_EQ(rows->front().model, "flash");
  EXPECT_EQ(rows->front().devices, 2);
  EXPECT_EQ(rows->front().amounts,
            (UsageAmounts{.requests = 4, .input_tokens = 400, .output_tokens = 40}));
  std::string key;
  soci::session(soci::sqlite3, options.path) << "SELECT value FROM meta WHERE name = 'device_key'",
      soci::into(key);
  EXPECT_EQ(key, "a key of old");
}

TEST_F(UsageSchemaTest, AnUpgradedFileIsUpgradedOnce) {
  WriteVersion1(options.path);
  for (int i = 0; i < 3; ++i) {
    const auto database = UsageDatabase::Open(options);
    ASSERT_TRUE(database.ok()) << database.status();
    EXPECT_EQ((*database)->Sum({.since = kDay, .until = kDay, .by = {}})->front().amounts.requests,
              4);
  }
}

TEST_F(UsageSchemaTest, TwoThatUpgradeAtOnceLoseNothing) {
  WriteVersion1(options.path);
  {
    std::vector<std::jthread> openers;
    for (int i = 0; i < 4; ++i) {
      openers.emplace_back([this] { EXPECT_TRUE(UsageDatabase::Open(options).ok()); });
    }
  }
  EXPECT_EQ((*UsageDatabase::Open(options))
                ->Sum({.since = kDay, .until = kDay, .by = {}})
                ->front()
                .amounts.requests,
            4);
}

TEST_F(UsageSchemaTest, AReaderOfAnEarlierVersionSaysWhoUpgradesIt) {
  WriteVersion1(options.path);
  const absl::Status status = UsageDatabase::OpenToRead(options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(status.message().find("earlier nexyd"), absl::string_view::npos) << status;
}

TEST_F(UsageSchemaTest, AnUpgradeThatFailsLeavesTheFileAsItWas) {
  WriteVersion1(options.path);
  soci::session(soci::sqlite3, options.path) << "CREATE TABLE usage_of_version_1(in_the_way TEXT)";
  EXPECT_FALSE(UsageDatabase::Open(options).ok());
  long long reports = 0;
  soci::session(soci::sqlite3, options.path) << "SELECT SUM(reports) FROM usage",
      soci::into(reports);
  EXPECT_EQ(reports, 4);
}

}  // namespace
}  // namespace nexy
