#include "session/session_registry.h"
#include "session/test_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <thread>
#include <vector>

#include "base/manual_clock.h"
#include "base/strings.h"

namespace nexy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;
using Lease = SessionRegistry::Lease;
using Causes = std::vector<StopCause>;

class SessionRegistryTest : public ::testing::Test {
 protected:
  static absl::StatusOr<std::unique_ptr<Lease>> Admit(SessionRegistry& registry, int session,
                                                      std::string device) {
    return registry.Admit(TestKey(session), Concat("s", session), std::move(device));
  }

  ManualClock clock_;
};

MATCHER_P2(RefusedWith, reason, text, "") {
  return RefusalReason(arg.status()) == reason && MessageOf(arg.status()) == text;
}

TEST_F(SessionRegistryTest, ASessionThatIsLiveIsRefusedInTheSpellingOfTheNewRequest) {
  SessionRegistry registry({}, clock_);
  const auto lease = registry.Admit(TestKey(1), "lower", "mac");
  const auto second = registry.Admit(TestKey(1), "UPPER", "other");
  EXPECT_EQ(second.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(second, RefusedWith("session_live",
                                  "Concurrent request for session_id=UPPER is not allowed"));
}

TEST_F(SessionRegistryTest, ARefusedDuplicateChangesNothingForTheOriginal) {
  SessionRegistry registry({}, clock_);
  const auto lease = *Admit(registry, 1, "mac");
  EXPECT_FALSE(Admit(registry, 1, "mac").ok());
  EXPECT_FALSE(lease->stopped().has_value());
  EXPECT_THAT(registry.live_ids("mac"), ElementsAre("s1"));
}

TEST_F(SessionRegistryTest, SessionsOfOneDeviceRunInParallel) {
  SessionRegistry registry({}, clock_);
  const auto first = *Admit(registry, 1, "mac");
  const auto second = *Admit(registry, 2, "mac");
  EXPECT_THAT(registry.live_ids("mac"), ElementsAre("s1", "s2"));
  EXPECT_LT(first->sequence(), second->sequence());
}

TEST_F(SessionRegistryTest, OneTurnPerDeviceNamesTheTurnThatIsLive) {
  SessionRegistry registry({.one_turn_per_device = true}, clock_);
  auto lease = *Admit(registry, 1, "mac");
  const auto second = Admit(registry, 2, "mac");
  EXPECT_EQ(second.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(second, RefusedWith("device_live",
                                  "Concurrent request for hardware_id=mac is not allowed (active "
                                  "sessions: ['s1'])"));
  EXPECT_TRUE(Admit(registry, 3, "other").ok());
  lease.reset();
  EXPECT_TRUE(Admit(registry, 2, "mac").ok());
}

TEST_F(SessionRegistryTest, TheLimitOfLiveTurnsSaysHowManyThereAre) {
  SessionRegistry registry({.max_live_turns = 2}, clock_);
  auto first = *Admit(registry, 1, "a");
  const auto second = *Admit(registry, 2, "b");
  const auto third = Admit(registry, 3, "c");
  EXPECT_EQ(third.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(third, RefusedWith("capacity",
                                 "STREAM_LIMIT_EXCEEDED: Maximum concurrent streams (2) reached. "
                                 "Current active: 2"));
  first.reset();
  EXPECT_TRUE(Admit(registry, 3, "c").ok());
}

TEST_F(SessionRegistryTest, ChecksComeInTheOrderOfTheContract) {
  SessionRegistry registry(
      {.max_live_turns = 1, .device_turns_per_minute = 1, .one_turn_per_device = true}, clock_);
  auto lease = *Admit(registry, 1, "mac");
  EXPECT_EQ(RefusalReason(Admit(registry, 1, "mac").status()), "session_live");
  EXPECT_EQ(RefusalReason(Admit(registry, 2, "mac").status()), "device_live");
  EXPECT_EQ(RefusalReason(Admit(registry, 2, "other").status()), "capacity");
  lease.reset();
  const auto other = *Admit(registry, 3, "other");
  EXPECT_EQ(RefusalReason(Admit(registry, 2, "mac").status()), "device_rate");
  registry.BeginDrain();
  EXPECT_EQ(RefusalReason(Admit(registry, 3, "other").status()), "draining");
}

TEST_F(SessionRegistryTest, ADevicesRateCountsExactlyTheTurnsOfTheLastMinute) {
  SessionRegistry registry({.device_turns_per_minute = 2}, clock_);
  EXPECT_TRUE(Admit(registry, 1, "mac").ok());
  clock_.Advance(59s);
  EXPECT_TRUE(Admit(registry, 2, "mac").ok());
  EXPECT_THAT(Admit(registry, 3, "mac"),
              RefusedWith("device_rate", "Too many requests from this device, please wait a moment"));
  EXPECT_TRUE(Admit(registry, 3, "other").ok());
  clock_.Advance(1s);
  EXPECT_TRUE(Admit(registry, 4, "mac").ok());
  EXPECT_FALSE(Admit(registry, 5, "mac").ok());
}

TEST_F(SessionRegistryTest, RefusedAndGivenBackTurnsDoNotCountForTheRate) {
  SessionRegistry registry({.max_live_turns = 1, .device_turns_per_minute = 1}, clock_);
  const auto lease = *Admit(registry, 1, "other");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(RefusalReason(Admit(registry, 2, "mac").status()), "capacity");
  lease->Release();
  for (int i = 0; i < 5; ++i) {
    const auto reserved = *Admit(registry, 2, "mac");
    reserved->GiveBack();
    reserved->GiveBack();
  }
  EXPECT_TRUE(Admit(registry, 2, "mac").ok());
  EXPECT_EQ(RefusalReason(Admit(registry, 2, "mac").status()), "device_rate");
}

TEST_F(SessionRegistryTest, ATurnMayBeGivenBackWhenItsMinuteIsOver) {
  SessionRegistry registry({.device_turns_per_minute = 1}, clock_);
  const auto lease = *Admit(registry, 1, "mac");
  clock_.Advance(2min);
  EXPECT_TRUE(Admit(registry, 2, "mac").ok());
  lease->GiveBack();
  EXPECT_EQ(RefusalReason(Admit(registry, 3, "mac").status()), "device_rate");
}

TEST_F(SessionRegistryTest, TheOldestAdmissionsAreForgottenWhenAMinuteHasTooMany) {
  SessionRegistry registry({.max_live_turns = 1, .device_turns_per_minute = 1}, clock_);
  EXPECT_TRUE(Admit(registry, 1, "mac").ok());
  EXPECT_FALSE(Admit(registry, 1, "mac").ok());
  for (int i = 0; i < 100'000; ++i) ASSERT_TRUE(Admit(registry, 2, Concat("device", i)).ok());
  EXPECT_TRUE(Admit(registry, 1, "mac").ok());
  EXPECT_FALSE(Admit(registry, 1, "device99999").ok());
}

TEST_F(SessionRegistryTest, RateZeroIsNoLimit) {
  SessionRegistry registry({.device_turns_per_minute = 0}, clock_);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(Admit(registry, i, "mac").ok());
}

TEST_F(SessionRegistryTest, InterruptStopsEveryTurnOfTheDeviceAndNoOther) {
  SessionRegistry registry({}, clock_);
  const auto second = *Admit(registry, 20, "mac");
  const auto other = *Admit(registry, 3, "other");
  const auto first = *Admit(registry, 1, "mac");
  Causes causes;
  for (const auto* lease : {&second, &other, &first}) {
    (*lease)->OnStop([&causes](StopCause cause) { causes.push_back(cause); });
  }
  EXPECT_THAT(registry.Interrupt("mac"), ElementsAre("s20", "s1"));  // Oldest first.
  EXPECT_THAT(causes, ElementsAre(StopCause::kInterrupted, StopCause::kInterrupted));
  EXPECT_FALSE(other->stopped().has_value());
  EXPECT_THAT(registry.live_ids("other"), ElementsAre("s3"));
}

TEST_F(SessionRegistryTest, AnInterruptListsATurnOnce) {
  SessionRegistry registry({}, clock_);
  const auto lease = *Admit(registry, 1, "mac");
  EXPECT_THAT(registry.Interrupt("mac"), ElementsAre("s1"));
  EXPECT_THAT(registry.Interrupt("mac"), IsEmpty());
  EXPECT_THAT(registry.Interrupt("never seen"), IsEmpty());
}

TEST_F(SessionRegistryTest, AnInterruptFreesSessionAndSlotWhileTheOldTurnStillSaysItsLastWord) {
  SessionRegistry registry({.max_live_turns = 1, .one_turn_per_device = true}, clock_);
  auto old = *Admit(registry, 1, "mac");
  registry.Interrupt("mac");
  EXPECT_EQ(registry.live(), 0u);
  const auto next = Admit(registry, 1, "mac");
  ASSERT_TRUE(next.ok());
  old->Release();
  old.reset();  // Must not take the new turn's place away.
  EXPECT_THAT(registry.live_ids("mac"), ElementsAre("s1"));
  EXPECT_FALSE((*next)->stopped().has_value());
}

TEST_F(SessionRegistryTest, AStopThatCameFirstReachesALaterCallback) {
  SessionRegistry registry({}, clock_);
  const auto lease = *Admit(registry, 1, "mac");
  registry.Interrupt("mac");
  Causes causes;
  lease->OnStop([&causes](StopCause cause) { causes.push_back(cause); });
  EXPECT_THAT(causes, ElementsAre(StopCause::kInterrupted));
}

TEST_F(SessionRegistryTest, AStopCallbackMayEndItsOwnTurnAndStartTheNext) {
  SessionRegistry registry({.max_live_turns = 1}, clock_);
  auto lease = *Admit(registry, 1, "mac");
  lease->OnStop([&lease, &registry](StopCause) {
    lease.reset();
    lease = *Admit(registry, 1, "mac");
  });
  EXPECT_THAT(registry.Interrupt("mac"), ElementsAre("s1"));
  EXPECT_THAT(registry.live_ids("mac"), ElementsAre("s1"));
}

TEST_F(SessionRegistryTest, AReleasedTurnIsNoLongerStoppedOrListed) {
  SessionRegistry registry({}, clock_);
  const auto lease = *Admit(registry, 1, "mac");
  Causes causes;
  lease->OnStop([&causes](StopCause cause) { causes.push_back(cause); });
  lease->Release();
  lease->Release();
  EXPECT_THAT(registry.Interrupt("mac"), IsEmpty());
  registry.StopAll(StopCause::kClosing);
  EXPECT_THAT(causes, IsEmpty());
  EXPECT_TRUE(Admit(registry, 1, "mac").ok());
}

TEST_F(SessionRegistryTest, AReleaseLetsGoOfWhatTheCallbackOwns) {
  SessionRegistry registry({}, clock_);
  const auto owned = std::make_shared<int>(0);
  const auto released = *Admit(registry, 1, "mac");
  released->OnStop([owned](StopCause) {});
  const auto interrupted = *Admit(registry, 2, "mac");
  interrupted->OnStop([owned](StopCause) {});
  released->Release();
  registry.Interrupt("mac");
  EXPECT_EQ(owned.use_count(), 1);
}

TEST_F(SessionRegistryTest, ADrainAdmitsNothingMoreAndLetsLiveTurnsGoOn) {
  SessionRegistry registry({}, clock_);
  EXPECT_TRUE(registry.CheckServing().ok());
  const auto lease = *Admit(registry, 1, "mac");
  registry.BeginDrain();
  const auto late = Admit(registry, 2, "mac");
  EXPECT_EQ(late.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(late, RefusedWith("draining", "Server is shutting down, please try again"));
  EXPECT_EQ(registry.CheckServing(), late.status());
  EXPECT_FALSE(lease->stopped().has_value());
  EXPECT_EQ(registry.live(), 1u);
}

TEST_F(SessionRegistryTest, ADrainingTurnMayStillBeInterrupted) {
  SessionRegistry registry({}, clock_);
  const auto lease = *Admit(registry, 1, "mac");
  Causes causes;
  lease->OnStop([&causes](StopCause cause) { causes.push_back(cause); });
  registry.BeginDrain();
  registry.StopAll(StopCause::kDraining);
  EXPECT_THAT(registry.Interrupt("mac"), ElementsAre("s1"));
  registry.StopAll(StopCause::kClosing);
  EXPECT_THAT(causes, ElementsAre(StopCause::kDraining, StopCause::kInterrupted));
}

TEST_F(SessionRegistryTest, WaitIdleCountsTheLeasesThatStayed) {
  SessionRegistry registry({}, clock_);
  const auto stubborn = *Admit(registry, 1, "mac");
  registry.Interrupt("mac");  // Even one that has only its last word to say.
  EXPECT_EQ(registry.WaitIdle(std::chrono::steady_clock::now()), 1u);
}

TEST_F(SessionRegistryTest, WaitIdleReturnsWhenTheLastLeaseGoes) {
  SessionRegistry registry({}, clock_);
  auto lease = *Admit(registry, 1, "mac");
  std::jthread obedient([lease = std::move(lease)] {
    std::promise<void> stopped;
    lease->OnStop([&stopped](StopCause) { stopped.set_value(); });
    stopped.get_future().wait();
  });
  registry.StopAll(StopCause::kClosing);
  EXPECT_EQ(registry.WaitIdle(std::chrono::steady_clock::now() + 30s), 0u);
}

TEST_F(SessionRegistryTest, OtherStatusesHaveNoRefusalReason) {
  EXPECT_EQ(RefusalReason(absl::OkStatus()), "");
  EXPECT_EQ(RefusalReason(absl::UnavailableError("provider down")), "");
}

}  // namespace
}  // namespace nexy
