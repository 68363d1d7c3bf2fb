#include "store/usage_ledger.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <fstream>
#include <thread>
#include <vector>

#include "base/manual_clock.h"
#include "base/strings.h"
#include "store/test_folder.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

struct UsageLedgerTest : testing::Test {
  TestFolder folder;
  StoreOptions options{.path = folder / "nexy.db", .usage_pending = 3};
  PriceOptions prices;
  ManualClock clock;
  prometheus::Registry registry;
  NullLog log;
  asio::io_context io;
  BlockingPool pool{1, 100};

  UsageLedgerTest() {
    clock.SetWall(std::chrono::sys_days(2026y / 11 / 23) + 23h);
    prices.gemini.input_per_million_tokens = *ParseMoney("1");
  }

  static Usage Used(std::string device = "mac-1") {
    return {.device = std::move(device),
            .service = "llm",
            .provider = "gemini",
            .model = "flash",
            .input_tokens = 100,
            .output_tokens = 20};
  }
  absl::Status Await(Task<absl::Status> task) {
    auto result = asio::co_spawn(io, std::move(task), asio::use_future);
    io.restart();
    io.run();
    return result.get();
  }
  UsageAmounts Stored(std::chrono::sys_days day) {
    const auto rows = (*UsageDatabase::Open(options))->Sum({.since = day, .until = day, .by = {}});
    return rows->empty() ? UsageAmounts{} : rows->front().amounts;
  }
  double Metric(const std::string& name) {
    double sum = 0;
    for (const auto& family : registry.Collect()) {
      if (family.name != name) continue;
      for (const auto& metric : family.metric) sum += metric.counter.value;
    }
    return sum;
  }
};

TEST_F(UsageLedgerTest, WritesSumsUnderTheDayOfTheirUseInUtc) {
  UsageStore store(options, pool, clock, registry, log);
  UsageLedger ledger(store, options, prices, clock, registry);
  ledger.Count(Used());
  ledger.Count(Used());
  EXPECT_EQ(ledger.pending(), 1u);
  clock.Advance(1h);
  ledger.Count(Used());
  ASSERT_TRUE(Await(ledger.Flush()).ok());
  EXPECT_EQ(ledger.pending(), 0u);
  EXPECT_EQ(Stored(2026y / 11 / 23),
            (UsageAmounts{.requests = 2, .input_tokens = 200, .output_tokens = 40, .cost = {200}}));
  EXPECT_EQ(Stored(2026y / 11 / 24).requests, 1);
}

TEST_F(UsageLedgerTest, APriceThatChangesLeavesThePastAlone) {
  UsageStore store(options, pool, clock, registry, log);
  {
    UsageLedger ledger(store, options, prices, clock, registry);
    ledger.Count(Used());
    ASSERT_TRUE(ledger.FlushNow().ok());
  }
  prices.gemini.input_per_million_tokens = *ParseMoney("5");
  UsageLedger ledger(store, options, prices, clock, registry);
  ledger.Count(Used());
  ASSERT_TRUE(ledger.FlushNow().ok());
  EXPECT_EQ(Stored(2026y / 11 / 23).cost.micros, 100 + 500);
}

TEST_F(UsageLedgerTest, AReportIsStoredWhenItCompletes) {
  UsageStore store(options, pool, clock, registry, log);
  UsageLedger ledger(store, options, prices, clock, registry);
  ASSERT_TRUE(Await(ledger.Report(Used())).ok());
  EXPECT_EQ(Stored(2026y / 11 / 23).requests, 1);
}

TEST_F(UsageLedgerTest, WhatTheStoreDoesNotTakeWaitsForIt) {
  std::ofstream(folder / "file") << "in the way";
  options.path = folder / "file/nexy.db";
  UsageStore store(options, pool, clock, registry, log);
  UsageLedger ledger(store, options, prices, clock, registry);
  ledger.Count(Used());
  EXPECT_FALSE(Await(ledger.Flush()).ok());
  EXPECT_FALSE(ledger.FlushNow().ok());
  EXPECT_FALSE(Await(ledger.Report(Used())).ok());
  EXPECT_EQ(ledger.pending(), 1u);
  std::filesystem::remove(folder / "file");
  clock.Advance(options.retry_after);
  ledger.Count(Used());
  EXPECT_TRUE(Await(ledger.Flush()).ok());
  EXPECT_EQ(Stored(2026y / 11 / 23).requests, 2)
      << "the report that was refused is not stored later";
}

TEST_F(UsageLedgerTest, WhatFindsNoRoomIsCounted) {
  UsageStore store(options, pool, clock, registry, log);
  UsageLedger ledger(store, options, prices, clock, registry);
  for (int i = 0; i < 5; ++i) ledger.Count(Used(Concat("mac-", i)));
  ledger.Count(Used("mac-1"));  // Has its place.
  EXPECT_EQ(ledger.pending(), 3u);
  EXPECT_EQ(Metric("nexy_usage_dropped_total"), 2);
  ASSERT_TRUE(ledger.FlushNow().ok());
  EXPECT_EQ(Stored(2026y / 11 / 23).requests, 4);
}

TEST_F(UsageLedgerTest, MetricsTellWhatWasUsedAndNeverWhatAClientCallsIt) {
  UsageStore store(options, pool, clock, registry, log);
  UsageLedger ledger(store, options, prices, clock, registry);
  ledger.Count(Used());
  Usage speech{.device = "mac-1",
               .service = "tts",
               .provider = "azure",
               .model = "",
               .characters = 7,
               .audio_ms = 1500};
  ledger.Count(speech);
  Usage report = Used();
  report.service = "client";
  report.provider = "whatever a client likes";
  ASSERT_TRUE(Await(ledger.Report(report)).ok());
  EXPECT_EQ(Metric("nexy_usage_tokens_total"), 240);
  EXPECT_EQ(Metric("nexy_usage_characters_total"), 7);
  EXPECT_EQ(Metric("nexy_usage_audio_seconds_total"), 1.5);
  EXPECT_DOUBLE_EQ(Metric("nexy_usage_cost_total"), 0.0001);
  EXPECT_EQ(Metric("nexy_usage_requests_total"), 3);
  for (const auto& family : registry.Collect()) {
    for (const auto& metric : family.metric) {
      for (const auto& label : metric.label) EXPECT_NE(label.value, report.provider);
    }
  }
}

TEST_F(UsageLedgerTest, ThreadsMayCountWhileItIsWritten) {
  UsageStore store(options, pool, clock, registry, log);
  UsageLedger ledger(store, options, prices, clock, registry);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 3; ++t) {
      threads.emplace_back([&ledger] {
        for (int i = 0; i < 500; ++i) ledger.Count(Used());
      });
    }
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(ledger.FlushNow().ok());
  }
  EXPECT_TRUE(ledger.FlushNow().ok());
  EXPECT_EQ(Stored(2026y / 11 / 23).requests, 1500);
}

}  // namespace
}  // namespace nexy
