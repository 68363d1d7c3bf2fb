#include "store/usage_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <csignal>
#include <fstream>
#include <vector>

#include "base/manual_clock.h"
#include "base/strings.h"
#include "store/test_folder.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class LevelsLog final : public Log {
 public:
  void Write(LogLevel level, LogWord, LogWord, LogWord, std::initializer_list<LogField>) override {
    MutexLock lock(mutex_);
    levels_.push_back(level);
  }
  std::vector<LogLevel> levels() const {
    MutexLock lock(mutex_);
    return levels_;
  }

 private:
  mutable Mutex mutex_;
  std::vector<LogLevel> levels_ ABSL_GUARDED_BY(mutex_);
};

struct UsageStoreTest : testing::Test {
  TestFolder folder;
  StoreOptions options{.path = folder / "nexy.db"};
  ManualClock clock;
  prometheus::Registry registry;
  LevelsLog log;
  asio::io_context io;
  BlockingPool pool{2, 100};

  UsageStoreTest() { clock.SetWall(std::chrono::sys_days(2026y / 11 / 23) + 23h); }

  template <typename T>
  T Await(Task<T> task) {
    auto result = asio::co_spawn(io, std::move(task), asio::use_future);
    io.restart();
    io.run();
    return result.get();
  }
  std::vector<UsageRecord> One(std::string device) {
    const auto today = std::chrono::floor<std::chrono::days>(clock.WallNow());
    return {{{today, std::move(device), "llm", "gemini", "flash", "USD"}, {.requests = 1}}};
  }
  absl::Status Record(UsageStore& store, std::string device = "mac-1") {
    return Await(store.Write(One(std::move(device))));
  }
  std::int64_t Reports(std::chrono::sys_days day) {
    const auto rows = (*UsageDatabase::Open(options))->Sum({.since = day, .until = day, .by = {}});
    return rows->empty() ? 0 : rows->front().amounts.requests;
  }
  double Count(const std::string& result) {
    for (const auto& family : registry.Collect()) {
      for (const auto& metric : family.metric) {
        if (metric.label.at(0).value == result) return metric.counter.value;
      }
    }
    return -1;
  }
};

TEST_F(UsageStoreTest, CountsWhatIsStored) {
  UsageStore store(options, pool, clock, registry, log);
  EXPECT_TRUE(Record(store).ok());
  EXPECT_TRUE(store.WriteNow(One("mac-2")).ok());
  EXPECT_EQ(Reports(2026y / 11 / 23), 2);
  EXPECT_EQ(Count("stored"), 2);
}

TEST_F(UsageStoreTest, OpensNothingForNoRecords) {
  UsageStore store(options, pool, clock, registry, log);
  EXPECT_TRUE(Await(store.Write({})).ok());
  EXPECT_TRUE(store.WriteNow({}).ok());
  EXPECT_FALSE(std::filesystem::exists(options.path));
}

TEST_F(UsageStoreTest, TakesManyRecordsAtOnce) {
  UsageStore store(options, pool, clock, registry, log);
  std::vector<std::future<absl::Status>> results;
  for (int i = 0; i < 100; ++i) {
    results.push_back(
        asio::co_spawn(io, store.Write(One(Concat("mac-", i % 10))), asio::use_future));
  }
  io.run();
  for (auto& result : results) EXPECT_TRUE(result.get().ok());
  EXPECT_EQ(Reports(2026y / 11 / 23), 100);
}

TEST_F(UsageStoreTest, ForgetsDaysThatAreTooOld) {
  options.usage_keep_days = 30;
  UsageStore store(options, pool, clock, registry, log);
  EXPECT_TRUE(Record(store).ok());
  clock.Advance(24h * 30);
  EXPECT_TRUE(Record(store).ok());
  EXPECT_EQ(Reports(2026y / 11 / 23), 1);
  clock.Advance(24h);
  EXPECT_TRUE(Record(store).ok());
  EXPECT_EQ(Reports(2026y / 11 / 23), 0);
}

TEST_F(UsageStoreTest, GoesOnAfterAnOutageWithoutARestart) {
  std::ofstream(folder / "file") << "in the way";
  options.path = folder / "file/nexy.db";
  UsageStore store(options, pool, clock, registry, log);
  EXPECT_EQ(Await(store.Open()).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Record(store).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store.state().code(), absl::StatusCode::kUnavailable);

  std::filesystem::remove(folder / "file");
  EXPECT_FALSE(Record(store).ok()) << "it tried again too soon";
  clock.Advance(options.retry_after);
  EXPECT_TRUE(Record(store).ok());
  EXPECT_TRUE(store.state().ok());
  EXPECT_THAT(log.levels(), ElementsAre(LogLevel::kError, LogLevel::kInfo));
  EXPECT_EQ(Count("failed"), 2);
  EXPECT_EQ(Count("stored"), 1);
}

TEST_F(UsageStoreTest, SurvivesAFullDiskAndGoesOnWhenThereIsRoom) {
  UsageStore store(options, pool, clock, registry, log);
  ASSERT_TRUE(Record(store).ok());
  const auto old_action = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{200'000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  absl::Status status;
  int stored = 1;
  for (; status.ok() && stored < 5000; ++stored) status = Record(store, Concat("mac-", stored));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, old_action);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;

  clock.Advance(options.retry_after);
  EXPECT_TRUE(Record(store).ok());
  EXPECT_EQ(Reports(2026y / 11 / 23),
            stored);  // The refused one is missing, the last one is there.
}

TEST_F(UsageStoreTest, TakesANewFileWhenTheDamagedOneIsMovedAway) {
  UsageStore store(options, pool, clock, registry, log);
  std::ofstream(options.path) << "no database at all " << std::string(4096, '.');
  EXPECT_EQ(Record(store).code(), absl::StatusCode::kDataLoss);
  std::filesystem::rename(options.path, options.path + ".damaged");
  clock.Advance(options.retry_after);
  EXPECT_TRUE(Record(store).ok());
}

}  // namespace
}  // namespace nexy
