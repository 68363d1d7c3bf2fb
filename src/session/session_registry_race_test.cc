// The registry's promises when many threads ask at once; meant for ThreadSanitizer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/manual_clock.h"
#include "base/strings.h"
#include "session/session_registry.h"
#include "session/test_key.h"

namespace nexy {
namespace {

using Lease = SessionRegistry::Lease;
constexpr int kThreads = 8;

// Runs `work(thread number)` on every thread, all starting at once.
template <typename Work>
void OnAllThreads(Work work) {
  std::barrier start(kThreads);
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&start, work, t] {
      start.arrive_and_wait();
      work(t);
    });
  }
}

TEST(SessionRegistryRace, ABurstFillsTheSlotsAndNeverExceedsThem) {
  constexpr int kSlots = 100;
  constexpr int kCalls = 40;  // A thread.
  ManualClock clock;
  SessionRegistry registry({.max_live_turns = kSlots}, clock);
  std::vector<std::vector<std::unique_ptr<Lease>>> admitted(kThreads);
  OnAllThreads([&registry, &admitted](int t) {
    for (int i = 0; i < kCalls; ++i) {
      const int session = t * kCalls + i;
      auto lease = registry.Admit(TestKey(session), Concat("s", session), Concat("device", session));
      if (lease.ok()) admitted[static_cast<std::size_t>(t)].push_back(*std::move(lease));
    }
  });
  std::size_t count = 0;
  for (const auto& leases : admitted) count += leases.size();
  EXPECT_EQ(count, std::size_t{kSlots});
  EXPECT_EQ(registry.live(), std::size_t{kSlots});
}

TEST(SessionRegistryRace, OfManyCallsWithOneSessionIdExactlyOneIsAdmitted) {
  ManualClock clock;
  SessionRegistry registry({}, clock);
  std::vector<std::unique_ptr<Lease>> admitted(kThreads);
  OnAllThreads([&registry, &admitted](int t) {
    auto lease = registry.Admit(TestKey(1), "s1", Concat("device", t));
    if (lease.ok()) admitted[static_cast<std::size_t>(t)] = *std::move(lease);
  });
  EXPECT_EQ(std::count(admitted.begin(), admitted.end(), nullptr), kThreads - 1);
}

TEST(SessionRegistryRace, TheRateOfADeviceIsExactInABurst) {
  ManualClock clock;
  SessionRegistry registry({.device_turns_per_minute = 30}, clock);
  std::atomic<int> admitted = 0;
  OnAllThreads([&registry, &admitted](int t) {
    for (int i = 0; i < 30; ++i) {
      if (registry.Admit(TestKey(t * 100 + i), "s", "mac").ok()) ++admitted;
    }
  });
  EXPECT_EQ(admitted, 30);
}

TEST(SessionRegistryRace, OfConcurrentInterruptsExactlyOneListsATurn) {
  constexpr int kTurns = 100;
  ManualClock clock;
  SessionRegistry registry({.max_live_turns = kTurns, .device_turns_per_minute = 0}, clock);
  std::vector<std::unique_ptr<Lease>> leases;
  std::atomic<int> stops = 0;
  for (int i = 0; i < kTurns; ++i) {
    leases.push_back(*registry.Admit(TestKey(i), Concat("s", i), "mac"));
    leases.back()->OnStop([&stops](StopCause) { ++stops; });
  }
  std::vector<std::vector<std::string>> listed(kThreads);
  OnAllThreads([&registry, &listed](int t) {
    listed[static_cast<std::size_t>(t)] = registry.Interrupt("mac");
  });
  std::map<std::string, int> times;
  for (const auto& ids : listed) {
    for (const auto& id : ids) ++times[id];
  }
  EXPECT_EQ(times.size(), std::size_t{kTurns});
  for (const auto& [id, count] : times) EXPECT_EQ(count, 1) << id;
  EXPECT_EQ(stops, kTurns);
}

// One thread interrupts while the others live through turns that end in every way there is.
TEST(SessionRegistryRace, TurnsThatEndWhileTheyAreInterruptedLeaveNothingBehind) {
  constexpr int kTurns = 100;  // A thread.
  ManualClock clock;
  SessionRegistry registry({.device_turns_per_minute = 100'000}, clock);
  std::atomic<int> listed = 0;
  std::atomic<int> stopped = 0;
  OnAllThreads([&registry, &listed, &stopped](int t) {
    for (int i = 0; i < kTurns; ++i) {
      if (t == 0) {
        listed += static_cast<int>(registry.Interrupt("mac").size());
        continue;
      }
      auto lease = registry.Admit(TestKey(t), Concat("s", t), "mac");
      if (!lease.ok()) continue;
      // Owned by the callback: it may be called just after the lease has gone.
      (*lease)->OnStop([heard = std::make_shared<std::atomic<bool>>(false)](StopCause) {
        EXPECT_FALSE(heard->exchange(true));
      });
      if (i % 3 == 0) (*lease)->Release();
      if (i % 3 == 1) (*lease)->GiveBack();
      if ((*lease)->stopped()) ++stopped;
    }
  });
  EXPECT_LE(stopped, listed);
  EXPECT_EQ(registry.live(), 0u);
  EXPECT_THAT(registry.live_ids("mac"), ::testing::IsEmpty());
  EXPECT_EQ(registry.WaitIdle(std::chrono::steady_clock::now()), 0u);
}

}  // namespace
}  // namespace nexy
