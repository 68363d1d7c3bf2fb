// The usage database on a real PostgreSQL, started for this program on a Unix socket.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "base/strings.h"
#include "store/test_folder.h"
#include "store/usage_database.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::sys_days kDay = 2026y / 11 / 23;
constexpr std::chrono::days kOneDay{1};

// initdb and pg_ctl of the newest PostgreSQL that is installed.
std::string ProgramFolder() {
  std::string newest;
  std::error_code error;
  for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", error)) {
    const std::string folder = version.path() / "bin";
    if (std::filesystem::exists(folder + "/initdb")) newest = std::max(newest, folder);
  }
  return newest;
}

// A PostgreSQL server of this program's own, without a TCP port.
class PostgresqlServer {
 public:
  PostgresqlServer() : programs_(ProgramFolder()) {
    // It refuses to run as root; Debian's package brings a user for it.
    const passwd* user = geteuid() == 0 ? getpwnam("postgres") : nullptr;
    if (user != nullptr) {
      as_ = "runuser -u postgres -- ";
      if (chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) std::abort();
    }
    good_ = Run(Concat(as_, programs_, "/initdb -D ", data(),
                       " -U nexy -A trust -N --no-locale -E UTF8")) &&
            Start();
  }
  ~PostgresqlServer() { Stop(); }

  bool good() const { return good_; }
  bool Start() {
    return Run(Concat(as_, programs_, "/pg_ctl -w -D ", data(), " -l ", folder_ / "log",
                      " -o \"-k ", folder_.path(), " -c listen_addresses='' -c fsync=off\" start"));
  }
  bool Stop() {
    return Run(Concat(as_, programs_, "/pg_ctl -w -m immediate -D ", data(), " stop"));
  }
  std::string connection() const {
    return Concat("host=", folder_.path(), " user=nexy dbname=postgres");
  }

 private:
  std::string data() const { return folder_ / "data"; }
  bool Run(const std::string& command) const {
    return std::system(
               Concat("cd / && ", command, " </dev/null >", folder_ / "output", " 2>&1").c_str()) ==
           0;
  }

  TestFolder folder_;
  const std::string programs_;
  std::string as_;
  bool good_ = false;
};

struct UsagePostgresqlTest : testing::Test {
  static void SetUpTestSuite() { server = new PostgresqlServer; }
  static void TearDownTestSuite() {
    delete server;
    server = nullptr;
  }
  void SetUp() override {
    ASSERT_TRUE(server->good())
        << "PostgreSQL does not start: is the package postgresql installed?";
    options.postgresql = server->connection();
    soci::session sql(soci::postgresql, options.postgresql);
    sql << "SET client_min_messages = error";
    sql << "DROP SCHEMA public CASCADE";
    sql << "CREATE SCHEMA public";
  }
  std::unique_ptr<UsageDatabase> Open() {
    auto opened = UsageDatabase::Open(options);
    EXPECT_TRUE(opened.ok()) << opened.status();
    return opened.ok() ? std::move(*opened) : nullptr;
  }
  static UsageRecord Record(std::string device, std::chrono::sys_days day = kDay) {
    return {{day, std::move(device), "llm", "gemini", "flash", "USD"},
            {.requests = 1, .input_tokens = 10, .output_tokens = 20, .cost = {7}}};
  }
  static UsageRow Total(UsageDatabase& database) {
    const auto rows = database.Sum({.since = kDay, .until = kDay, .by = {}});
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() && !rows->empty() ? rows->front() : UsageRow{};
  }

  static inline PostgresqlServer* server = nullptr;
  StoreOptions options;
};

TEST_F(UsagePostgresqlTest, AddsUpAndKeepsNoHardwareId) {
  {
    const auto database = Open();
    ASSERT_TRUE(
        database->Add({Record("mac-1"), Record("mac-1"), Record("mac-2"), Record("")}).ok());
    ASSERT_TRUE(database->Add({Record("mac-1", kDay + kOneDay)}).ok());
  }
  const auto database = Open();  // The key is the same after a restart.
  ASSERT_TRUE(database->Add({Record("mac-1")}).ok());
  const UsageRow total = Total(*database);
  EXPECT_EQ(total.devices, 2);
  EXPECT_EQ(total.amounts,
            (UsageAmounts{.requests = 5, .input_tokens = 50, .output_tokens = 100, .cost = {35}}));
  const auto rows = database->Sum(
      {.since = kDay, .until = kDay + kOneDay, .by = {UsageColumn::kDay, UsageColumn::kDevice}});
  ASSERT_EQ(rows->size(), 4u);
  EXPECT_EQ(rows->front().device, "");
  for (const UsageRow& row : *rows) EXPECT_THAT(row.device, Not(HasSubstr("mac")));
}

TEST_F(UsagePostgresqlTest, CanBeReadAndNotChangedByAReader) {
  EXPECT_FALSE(UsageDatabase::OpenToRead(options).ok());
  const auto writer = Open();
  ASSERT_TRUE(writer->Add({Record("mac-1")}).ok());
  const auto reader = UsageDatabase::OpenToRead(options);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(Total(**reader).amounts.requests, 1);
  EXPECT_FALSE((*reader)->Add({Record("mac-1")}).ok());
  const auto one = (*reader)->Sum({.since = kDay, .until = kDay, .by = {}, .device = "mac-1"});
  EXPECT_EQ(one->size(), 1u);
}

TEST_F(UsagePostgresqlTest, LosesNothingWithWritersThatBeginAtOnce) {
  {
    std::vector<std::jthread> writers;
    for (int w = 0; w < 3; ++w) {
      writers.emplace_back([this] {
        const auto database = Open();
        if (database == nullptr) return;
        for (int i = 0; i < 100; ++i) {
          EXPECT_TRUE(database->Add({Record("mac-1"), Record("mac-2"), Record("mac-3")}).ok());
        }
      });
    }
  }
  EXPECT_EQ(Total(*Open()).amounts.requests, 900);
}

TEST_F(UsagePostgresqlTest, UpgradesTheFirstVersion) {
  {
    soci::session sql(soci::postgresql, options.postgresql);
    sql << "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL)";
    sql << "INSERT INTO meta VALUES('schema_version', '1')";
    sql << "CREATE TABLE usage(day TEXT, device TEXT, source TEXT, model TEXT, reports BIGINT,"
           " input_tokens BIGINT, output_tokens BIGINT, PRIMARY KEY(day, device, source, model))";
    sql << "INSERT INTO usage VALUES('2026-11-23', 'aa', 'browser', 'flash', 3, 300, 30)";
  }
  EXPECT_EQ(Total(*Open()).amounts.input_tokens, 300);
  EXPECT_EQ(Total(*Open()).amounts.requests, 3);
}

TEST_F(UsagePostgresqlTest, DeletesOldDaysAndStoresAnyText) {
  const auto database = Open();
  UsageRecord odd = Record("'; DROP TABLE usage; --");
  odd.key.provider = std::string("a\0b", 3);
  odd.key.model = ":source $1 %s \\";
  ASSERT_TRUE(database->Add({odd, Record("mac-1", kDay - kOneDay)}).ok());
  ASSERT_TRUE(database->DeleteBefore(kDay).ok());
  const auto rows = database->Sum({.since = kDay - kOneDay,
                                   .until = kDay,
                                   .by = {UsageColumn::kProvider, UsageColumn::kModel}});
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().provider, "a?b");
  EXPECT_EQ(rows->front().model, ":source $1 %s \\");
}

TEST_F(UsagePostgresqlTest, ALostConnectionIsAnErrorThatPasses) {
  const auto database = Open();
  ASSERT_TRUE(server->Stop());
  EXPECT_EQ(database->Add({Record("mac-1")}).code(), absl::StatusCode::kUnavailable);
  const absl::Status down = UsageDatabase::Open(options).status();
  EXPECT_EQ(down.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(MessageOf(down)), HasSubstr("dbname=postgres"));
  ASSERT_TRUE(server->Start());
  EXPECT_TRUE(Open()->Add({Record("mac-1")}).ok());
}

TEST_F(UsagePostgresqlTest, AFileMayHoldTheConnectionAndNoPasswordIsEverShown) {
  TestFolder folder;
  options.postgresql_file = folder / "postgresql";
  std::ofstream(options.postgresql_file) << options.postgresql << "\n";
  options.postgresql = "";
  EXPECT_NE(Open(), nullptr);
  for (const char* text :
       {"postgresql://nexy:hunter2@127.0.0.1:1/x", "host=127.0.0.1 port=1 password=hunter2",
        "host=127.0.0.1 password='hunter2", "hunter2"}) {
    std::ofstream(options.postgresql_file) << text;
    const absl::Status status = UsageDatabase::Open(options).status();
    EXPECT_FALSE(status.ok()) << text;
    EXPECT_THAT(std::string(MessageOf(status)), Not(HasSubstr("hunter2")));
  }
  options.postgresql_file = folder / "missing";
  EXPECT_EQ(UsageDatabase::Open(options).status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace nexy
