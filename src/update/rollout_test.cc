#include "update/rollout.h"

#include <gmock/gmock.h>

#include "update/catalogue_changes.h"

namespace nexy {
namespace {

constexpr UnixSeconds kStart = 1'795'000'000;
constexpr std::int64_t kHour = 3600;

Release RolledOut(std::int64_t build, const std::string& channel) {
  Release release;
  release.build = build;
  release.version = "2.0.0." + std::to_string(build);
  release.bundle_version = release.version;
  Archive archive;
  archive.path = "Nexy-" + std::to_string(build) + ".dmg";
  archive.length = 1;
  archive.sha256 = std::string(62, '0') + std::to_string(build);
  archive.type = "dmg";
  archive.os = "macos";
  archive.arch = "universal2";
  archive.min_os = "13.0.0";
  archive.signature = "s";
  release.archives.push_back(archive);
  release.placements.push_back(
      {.channel = channel, .since = kStart, .rollout = {.salt = "salt" + std::to_string(build)}});
  return release;
}

class RolloutTest : public testing::Test {
 protected:
  RolloutTest() {
    catalogue.app_id = "com.nexy.assistant";
    catalogue.channels = {"stable", "beta"};
    catalogue.releases = {RolledOut(12, "stable"), RolledOut(11, "stable")};
  }
  Rollout& Newest() { return catalogue.releases.front().placements.front().rollout; }
  Installation Mac(std::int64_t build, int id = 0) const {
    return {.id = "id" + std::to_string(id),
            .build = build,
            .channel = "stable",
            .os = "macos",
            .os_version = "14.5",
            .arch = "arm64",
            .user_asked = false};
  }
  // How many of a thousand installations get build 12.
  int Offered(UnixSeconds now, std::int64_t build = 10) const {
    int offered = 0;
    for (int id = 0; id < 1000; ++id) offered += Decide(catalogue, Mac(build, id), now).build == 12;
    return offered;
  }

  Catalogue catalogue;
};

TEST_F(RolloutTest, WithoutAPhaseEverybodyGetsTheNewest) { EXPECT_EQ(Offered(kStart), 1000); }

TEST_F(RolloutTest, APhaseOpensToASeventhMoreEachInterval) {
  Newest().interval_s = 12 * kHour;
  EXPECT_NEAR(Offered(kStart), 1000 / 7, 40);
  EXPECT_NEAR(Offered(kStart + 12 * kHour), 2000 / 7, 50);
  EXPECT_EQ(Offered(kStart + 6 * 12 * kHour), 1000);
}

TEST_F(RolloutTest, NobodyFlapsWhoWasOfferedItStays) {
  Newest().interval_s = kHour;
  for (int id = 0; id < 200; ++id) {
    bool offered = false;
    for (int hour = 0; hour < 8; ++hour) {
      const bool now = Decide(catalogue, Mac(10, id), kStart + hour * kHour).build == 12;
      EXPECT_TRUE(now || !offered) << id;
      offered = now;
    }
  }
}

TEST_F(RolloutTest, AnotherSaltMakesOtherPeopleTheFirst) {
  int both = 0;
  for (int id = 0; id < 1000; ++id) {
    const std::string name = "id" + std::to_string(id);
    both +=
        BucketShare(RolloutBucket("a", name)) < 0.1 && BucketShare(RolloutBucket("b", name)) < 0.1;
  }
  EXPECT_LT(both, 40);
}

TEST_F(RolloutTest, ABucketIsTheFirstEightBytesOfTheHashOfSaltAndId) {
  // SHA-256("abc") begins with ba7816bf8f01cfea.
  EXPECT_EQ(RolloutBucket("ab", "c"), 0xba7816bf8f01cfeau);
  EXPECT_LT(BucketShare(~std::uint64_t{0}), 1.0);
}

TEST_F(RolloutTest, WhoIsNotInThePhaseYetGetsThePreviousBuild) {
  Newest().interval_s = 12 * kHour;
  for (int id = 0; id < 50; ++id) {
    const Decision decision = Decide(catalogue, Mac(10, id), kStart);
    EXPECT_TRUE(decision.build == 12 || decision.build == 11);
    if (decision.build == 11) {
      EXPECT_EQ(decision.hold, Hold::kPhase);
    }
  }
}

// Trap 11: a control group gets the previous version, not nothing.
TEST_F(RolloutTest, TheControlGroupKeepsGettingThePreviousGoodBuild) {
  Newest().control_permille = 200;
  int control = 0;
  for (int id = 0; id < 1000; ++id) {
    const Decision decision = Decide(catalogue, Mac(10, id), kStart + 1000 * kHour);
    if (decision.hold != Hold::kControlGroup) continue;
    ++control;
    EXPECT_EQ(decision.build, 11);
  }
  EXPECT_NEAR(control, 200, 50);
}

TEST_F(RolloutTest, APersonWhoAsksPassesThePhaseAndTheControlGroup) {
  Newest().interval_s = 12 * kHour;
  Newest().control_permille = 500;
  for (int id = 0; id < 100; ++id) {
    Installation asks = Mac(10, id);
    asks.user_asked = true;
    EXPECT_EQ(Decide(catalogue, asks, kStart).build, 12);
  }
}

TEST_F(RolloutTest, ACriticalReleasePassesThePhaseForWhomItIsCritical) {
  Newest().interval_s = 12 * kHour;
  catalogue.releases.front().critical_below = 11;
  EXPECT_EQ(Offered(kStart, 10), 1000);
  EXPECT_LT(Offered(kStart, 11), 300);
}

TEST_F(RolloutTest, APausedReleaseIsOfferedToNobodyNotEvenWhoAsks) {
  ASSERT_TRUE(Pause(catalogue, 12, "stable", kStart + kHour).ok());
  EXPECT_EQ(Offered(kStart + 2 * kHour), 0);
  Installation asks = Mac(11);
  asks.user_asked = true;
  const Decision decision = Decide(catalogue, asks, kStart + 2 * kHour);
  EXPECT_EQ(decision.verdict, UpdateVerdict::kStay);
  EXPECT_EQ(decision.reason,
            "A newer version is held back while a problem with it is looked into.");
}

TEST_F(RolloutTest, APauseDoesNotEatUpThePhase) {
  Newest().interval_s = 12 * kHour;
  const int before = Offered(kStart + 13 * kHour);
  ASSERT_TRUE(Pause(catalogue, 12, "stable", kStart + 13 * kHour).ok());
  ASSERT_TRUE(Resume(catalogue, 12, "stable", kStart + 500 * kHour).ok());
  EXPECT_EQ(Offered(kStart + 500 * kHour), before);
}

TEST_F(RolloutTest, AWithdrawnReleaseIsOfferedToNobody) {
  ASSERT_TRUE(Withdraw(catalogue, 12, "broken", kStart).ok());
  EXPECT_EQ(Offered(kStart), 0);
  EXPECT_EQ(Decide(catalogue, Mac(10), kStart).build, 11);
}

TEST_F(RolloutTest, AnOldSystemGetsTheNewestBuildThatItCanRun) {
  catalogue.releases.front().archives.front().min_os = "15.0.0";
  const Decision decision = Decide(catalogue, Mac(10), kStart);
  EXPECT_EQ(decision.build, 11);
  EXPECT_EQ(decision.hold, Hold::kSystem);
}

TEST_F(RolloutTest, ASteppingStoneComesFirst) {
  catalogue.releases.front().minimum_build = 11;
  EXPECT_EQ(Decide(catalogue, Mac(10), kStart).build, 11);
  EXPECT_EQ(Decide(catalogue, Mac(11), kStart).build, 12);
}

TEST_F(RolloutTest, ABetaClientSeesBothChannelsAStableOneOnlyItsOwn) {
  catalogue.releases.insert(catalogue.releases.begin(), RolledOut(13, "beta"));
  EXPECT_EQ(Decide(catalogue, Mac(12), kStart).verdict, UpdateVerdict::kStay);
  Installation tester = Mac(11);
  tester.channel = "beta";
  EXPECT_EQ(Decide(catalogue, tester, kStart).build, 13);
}

TEST_F(RolloutTest, OnlyASignedOrderLeadsBackAndOnlyWhileItCounts) {
  EXPECT_EQ(Decide(catalogue, Mac(12), kStart).verdict, UpdateVerdict::kStay);
  ASSERT_TRUE(
      RollBack(catalogue, "stable", 11, "it loses words.", kStart, kStart + 10 * kHour).ok());
  const Decision decision = Decide(catalogue, Mac(12), kStart + kHour);
  EXPECT_EQ(decision.verdict, UpdateVerdict::kRollBack);
  EXPECT_EQ(decision.build, 11);
  EXPECT_EQ(decision.reason, "Version 2.0.0.11 comes back: it loses words.");
  EXPECT_EQ(Decide(catalogue, Mac(12), kStart + 11 * kHour).verdict, UpdateVerdict::kStay);
  EXPECT_EQ(Decide(catalogue, Mac(13), kStart + kHour).verdict, UpdateVerdict::kStay);
}

TEST_F(RolloutTest, ARepairedBuildIsBetterThanTheWayBack) {
  ASSERT_TRUE(
      RollBack(catalogue, "stable", 11, "it loses words.", kStart, kStart + 10 * kHour).ok());
  catalogue.releases.insert(catalogue.releases.begin(), RolledOut(13, "stable"));
  EXPECT_EQ(Decide(catalogue, Mac(12), kStart + kHour).build, 13);
}

TEST_F(RolloutTest, ARollbackOrderReachesTestersWhoSeeThatChannelToo) {
  ASSERT_TRUE(RollBack(catalogue, "stable", 11, "x", kStart, kStart + 10 * kHour).ok());
  Installation tester = Mac(12);
  tester.channel = "beta";
  EXPECT_EQ(Decide(catalogue, tester, kStart).verdict, UpdateVerdict::kRollBack);
}

TEST_F(RolloutTest, EveryDecisionCanBeComputedAgainFromItsRecord) {
  Newest().interval_s = 12 * kHour;
  Newest().control_permille = 100;
  for (int id = 0; id < 200; ++id) {
    const Decision decision = Decide(catalogue, Mac(10, id), kStart + kHour);
    const auto record = DecisionRecord(catalogue, Mac(10, id), kStart + kHour, decision);
    const auto read = ReadDecisionRecord(nlohmann::json::parse(record.dump()));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(Decide(catalogue, read->installation, read->time), read->decision);
  }
}

TEST_F(RolloutTest, NoBuildIsOlderThanWhatIsInstalled) {
  for (std::int64_t build = 0; build < 15; ++build) {
    const Decision decision = Decide(catalogue, Mac(build), kStart);
    if (decision.verdict == UpdateVerdict::kOffer) {
      EXPECT_GT(decision.build, build);
    }
  }
}

}  // namespace
}  // namespace nexy
