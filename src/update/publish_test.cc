#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "update/appcast.h"
#include "update/audit_log.h"
#include "update/manifest.h"
#include "update/rollout.h"
#include "update/signed_feed.h"
#include "update/test_service.h"

namespace nexy {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PublishTest : public testing::Test {
 protected:
  PublishTest() { EXPECT_TRUE(service.Init().ok()); }
  void MustPublish(const std::string& version, const std::string& channel = "beta") {
    const auto outcome = service.Publish(service.Order(version, channel));
    ASSERT_TRUE(outcome.ok()) << outcome.status();
  }
  std::string Error(const absl::Status& status) { return std::string(MessageOf(status)); }
  std::vector<AppcastItem> Items(const std::string& name) {
    const auto feed = ReadSignedFeed(service.Served(name));
    EXPECT_TRUE(feed.ok());
    EXPECT_TRUE(service.archive_key.public_key().VerifyBase64(feed->content, feed->signature));
    const auto items = ReadAppcast(feed->content);
    EXPECT_TRUE(items.ok()) << items.status();
    return *items;
  }

  TestService service;
};

TEST_F(PublishTest, AnEmptyServiceIsWholeAndSigned) {
  EXPECT_THAT(service.Verdict().problems, IsEmpty());
  EXPECT_THAT(Items("appcast.xml"), IsEmpty());
  EXPECT_EQ(service.Served("manifest.json"), "");
}

TEST_F(PublishTest, APublishedReleaseIsInTheFeedsOfItsChannelAndTheNewerOnes) {
  MustPublish("2.0.0.32");
  EXPECT_THAT(service.Verdict().problems, IsEmpty());
  EXPECT_THAT(Items("appcast.xml"), IsEmpty());
  const auto items = Items("appcast-beta.xml");
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].channel, "beta");
  EXPECT_EQ(items[0].version, "2.0.0.32");
  EXPECT_EQ(items[0].published, kToday);
  EXPECT_EQ(items[0].archive.url,
            "https://updates.example.test/updates/downloads/Nexy-2000032.dmg");
  EXPECT_EQ(Items("appcast-alpha.xml").size(), 1u);
  EXPECT_EQ(service.Served("downloads/Nexy-2000032.dmg"), "bytes of 2.0.0.32");
  EXPECT_EQ(service.Served("notes/2000032.en.md"), "What is new in 2.0.0.32");
}

TEST_F(PublishTest, PublishingTheSameAgainChangesNothing) {
  MustPublish("2.0.0.1");
  const auto before = service.store->Current();
  service.now += kDay;
  const auto again = service.Publish(service.Order("2.0.0.1"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->changed);
  EXPECT_EQ(*service.store->Current(), *before);
}

// Trap: the same number with other bytes.
TEST_F(PublishTest, ANumberIsUsedUpForOtherBytes) {
  MustPublish("2.0.0.1");
  ReleaseOrder order = service.Order("2.0.0.1");
  order.files = {service.File("Nexy.dmg", "other bytes")};
  EXPECT_THAT(Error(service.Publish(order).status()),
              AllOf(HasSubstr("used up"), HasSubstr("publish the next build")));
}

// Trap: a wrong number is no way back, so bytes that were published are not published again.
TEST_F(PublishTest, TheSameBytesUnderAnotherNumberAreRefused) {
  MustPublish("2.0.0.1");
  ReleaseOrder order = service.Order("2.0.0.2");
  order.files = {service.File("Nexy.dmg", "bytes of 2.0.0.1")};
  EXPECT_THAT(Error(service.Publish(order).status()), HasSubstr("not built anew"));
}

TEST_F(PublishTest, StableGetsAReleaseByPromotionOnly) {
  EXPECT_THAT(Error(service.Publish(service.Order("2.0.0.1", "stable")).status()),
              AllOf(HasSubstr("by promotion only"), HasSubstr("update.allow_direct_stable")));
  EXPECT_TRUE(service.Publish(service.Order("2.0.0.1", "stable"), {.allow_safest = true}).ok());
}

// Trap: a tag on a stable item hides it from everybody.
TEST_F(PublishTest, APromotedReleaseHasNoTagInAnyFeed) {
  MustPublish("2.0.0.1");
  service.now += kDay;
  ASSERT_TRUE(service
                  .Change([&](Catalogue& catalogue) {
                    return Promote(catalogue, "beta", "stable", 0, {}, service.now);
                  })
                  .ok());
  for (const char* feed : {"appcast.xml", "appcast-beta.xml", "appcast-alpha.xml"}) {
    const auto items = Items(feed);
    ASSERT_EQ(items.size(), 1u) << feed;
    EXPECT_EQ(items[0].channel, "") << feed;
    EXPECT_EQ(items[0].published, kToday + kDay) << feed;
  }
  EXPECT_THAT(service.Verdict().problems, IsEmpty());
}

// Integer-build rule; incident 18: two formats of one version compared.
TEST_F(PublishTest, TheManifestCarriesAnIntegerBuildAndTheRestFourParts) {
  MustPublish("2.0.0.32");
  const auto manifest = nlohmann::json::parse(service.Served("manifest-beta.json"));
  EXPECT_EQ(manifest["build"], "2000032");
  EXPECT_EQ(manifest["version"], "2.0.0.32");
  const auto api = nlohmann::json::parse(service.Served("api/versions"));
  EXPECT_EQ(api["latest"], "2.0.0.32");
  EXPECT_EQ(api["manifests"][0]["build"], "2.0.0.32");
  EXPECT_THAT(service.Served("appcast-beta.xml"), HasSubstr("sparkle:version=\"2.0.0.32\""));
}

TEST_F(PublishTest, ABundleVersionOfAnotherFormIsRefused) {
  MustPublish("2.0.0.1");
  ReleaseOrder order = service.Order("2.0.0.2");
  order.bundle_version = "2000002";
  EXPECT_THAT(Error(service.Publish(order).status()), HasSubstr("another form"));
}

// Trap 1: whatever follows a dash is not looked at, so a tester would never leave a beta.
TEST_F(PublishTest, APreReleaseSuffixIsRefused) {
  for (const char* version : {"1.2.3-beta.4", "1.2.3+7", "1.0b1"}) {
    ReleaseOrder order = service.Order("2.0.0.2");
    order.version = version;
    EXPECT_FALSE(service.Publish(order).ok()) << version;
    order.version = "2.0.0.2";
    order.bundle_version = version;
    EXPECT_FALSE(service.Publish(order).ok()) << version;
  }
}

// Incident 17: a feed's length that was not the file's. Facts come from the file.
TEST_F(PublishTest, EarlierScriptsFindTheNewestVersionAndItsLengthFirst) {
  MustPublish("2.0.0.1");
  MustPublish("2.0.0.12");
  const std::string feed = service.Served("appcast-beta.xml");
  const auto first = [&feed](const std::string& before) {
    const std::size_t begin = feed.find(before) + before.size();
    return feed.substr(begin, feed.find('"', begin) - begin);
  };
  EXPECT_EQ(first("sparkle:version=\""), "2.0.0.12");
  EXPECT_EQ(first("length=\""), std::to_string(std::string("bytes of 2.0.0.12").size()));
}

// Trap: macOS keys permissions to the requirement.
TEST_F(PublishTest, AnotherCodeIdentityIsRefused) {
  ReleaseOrder order = service.Order("2.0.0.1");
  order.code.requirement = "identifier \"com.nexy.assistant\" and certificate leaf = H\"aa\"";
  ASSERT_TRUE(service.Publish(order).ok());
  order = service.Order("2.0.0.2");
  order.code.requirement = "identifier \"com.nexy.assistant\" and certificate leaf = H\"bb\"";
  EXPECT_THAT(Error(service.Publish(order).status()), HasSubstr("lose the permissions"));
  EXPECT_TRUE(service.Publish(order, {.accept_new_identity = true}).ok());
}

// Incident 21: a signing error was swallowed, so nothing was ever signed.
TEST_F(PublishTest, WhatIsNotSignedCannotBePublished) {
  const auto incoming = IncomingRelease::Read(service.Order("2.0.0.1"), service.Published(),
                                              service.archive_key, service.now);
  Release release = incoming->release();
  release.archives[0].signature.clear();
  Catalogue catalogue = service.Published();
  EXPECT_THAT(Error(AddRelease(catalogue, release, {})), HasSubstr("is not signed"));
}

// Incident 17: length and hash come from the file and from nothing else.
TEST_F(PublishTest, LengthAndHashInEveryFeedAreThoseOfTheBytesThatAreServed) {
  MustPublish("2.0.0.7");
  const std::string bytes = service.Served("downloads/Nexy-2000007.dmg");
  const auto manifest = ReadManifest(service.Served("manifest-beta.json"));
  EXPECT_EQ(manifest->size, static_cast<std::int64_t>(bytes.size()));
  EXPECT_EQ(manifest->sha256, Sha256Hex(bytes));
  EXPECT_EQ(Items("appcast-beta.xml")[0].archive.length, manifest->size);
  const auto artifacts = nlohmann::json::parse(service.Served("api/artifacts"));
  EXPECT_EQ(artifacts[0]["size"], manifest->size);
  EXPECT_EQ(artifacts[0]["filename"], "Nexy-2000007.dmg");
}

// Trap: fail-open by emptiness.
TEST_F(PublishTest, WhatIsEmptyIsRefused) {
  ReleaseOrder order = service.Order("2.0.0.1");
  order.files = {service.File("Nexy.dmg", "")};
  EXPECT_THAT(Error(service.Publish(order).status()), HasSubstr("is empty"));
  order.files = {};
  EXPECT_THAT(Error(service.Publish(order).status()), HasSubstr("no archive"));
  order.files = {service.File("Nexy.exe", "x")};
  EXPECT_THAT(Error(service.Publish(order).status()), HasSubstr("is not a dmg"));
}

TEST_F(PublishTest, AKeyOfAnotherStoreCannotPublish) {
  const SigningKey other = SigningKey::Generate();
  Publisher::Terms terms = service.Terms();
  terms.keys.release = &other;
  const auto outcome = Publisher(*service.store, terms).Apply("x", {}, {}, [](Catalogue&) {
    return absl::OkStatus();
  });
  EXPECT_THAT(Error(outcome.status()), HasSubstr("release key is not one that"));
}

TEST_F(PublishTest, RefreshRenewsTheDateWithTheOnlineKeyAloneAndChangesNothingElse) {
  MustPublish("2.0.0.1");
  const Publication before = *service.store->Load();
  service.now += 3 * kDay;
  Publisher::Terms terms = service.Terms();
  terms.keys = {.root = {},
                .release = nullptr,
                .co_signers = {},
                .archive = nullptr,
                .timestamp = &service.timestamp_key};
  const auto outcome = Publisher(*service.store, terms).Refresh();
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  Publication after = *service.store->Load();
  EXPECT_NE(after.files["metadata/timestamp.json"], before.files.at("metadata/timestamp.json"));
  after.files["metadata/timestamp.json"] = before.files.at("metadata/timestamp.json");
  EXPECT_EQ(after.files, before.files);
  EXPECT_THAT(service.Verdict().problems, IsEmpty());
}

TEST_F(PublishTest, ADryRunWritesNothing) {
  const auto before = *service.store->Current();
  Publisher::Terms terms = service.Terms();
  terms.dry_run = true;
  const auto incoming = IncomingRelease::Read(service.Order("2.0.0.1"), service.Published(),
                                              service.archive_key, service.now);
  const auto outcome =
      Publisher(*service.store, terms).Apply("publish", {}, incoming->files(), [&](Catalogue& c) {
        return AddRelease(c, incoming->release(), {});
      });
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(outcome->changed);
  EXPECT_EQ(*service.store->Current(), before);
  EXPECT_EQ(service.store->PublicationNumbers()->size(), 1u);
}

TEST_F(PublishTest, ASecondOperatorIsToldWhoIsAtWork) {
  const auto lock = service.store->Acquire("boris@desk", "publish 2.0.0.7");
  ASSERT_TRUE(lock.ok());
  EXPECT_THAT(Error(service.Publish(service.Order("2.0.0.1")).status()),
              AllOf(HasSubstr("boris@desk since 20"), HasSubstr("publish 2.0.0.7")));
}

TEST_F(PublishTest, TheAuditLogSaysWhoDidWhatInAChain) {
  MustPublish("2.0.0.1");
  const auto log = ReadAuditLog(service.store->AuditLogPath());
  ASSERT_TRUE(log.ok());
  ASSERT_EQ(log->size(), 2u);
  EXPECT_EQ((*log)[1]["who"], "anna@laptop");
  EXPECT_EQ((*log)[1]["command"], "publish");
  EXPECT_EQ((*log)[1]["previous"], EntryHash((*log)[0]));
}

TEST_F(PublishTest, ATamperedAuditLogIsAProblemAndStopsPublishing) {
  MustPublish("2.0.0.1");
  const std::string path = service.store->AuditLogPath();
  std::string text = *ReadWholeFile(path, 1 << 20);
  text.replace(text.find("anna"), 4, "ivan");
  std::ofstream(path, std::ios::binary) << text;
  EXPECT_THAT(service.Verdict().problems, ElementsAre(HasSubstr("does not follow")));
}

TEST_F(PublishTest, ALineOfTheAuditLogThatAPowerCutHasTornIsWrittenAgain) {
  MustPublish("2.0.0.1");
  const std::string path = service.store->AuditLogPath();
  const std::string text = *ReadWholeFile(path, 1 << 20);
  std::ofstream(path, std::ios::binary) << text.substr(0, text.size() - 20);
  EXPECT_THAT(service.Verdict().problems, IsEmpty());
  EXPECT_THAT(service.Verdict().notes, ElementsAre(HasSubstr("lacks its last line")));
  MustPublish("2.0.0.2");
  EXPECT_EQ(ReadAuditLog(path)->size(), 3u);
  EXPECT_THAT(service.Verdict().problems, IsEmpty());
}

TEST_F(PublishTest, ADamagedBlobIsAProblem) {
  MustPublish("2.0.0.1");
  const auto publication = service.store->Load();
  const std::string path =
      service.store->BlobPath(publication->Find("downloads/Nexy-2000001.dmg")->sha256);
  std::ofstream(path, std::ios::binary) << "bytes of 2.0.0.9";
  const StoreVerdict verdict = service.Verdict();
  EXPECT_FALSE(verdict.good());
  EXPECT_THAT(verdict.problems[0], HasSubstr("other bytes than its name says"));
}

// A channel may be closed to whoever judges; what is in an open one has to be there.
TEST_F(PublishTest, AJudgeNotesClosedChannelsAndMissesNothingOfOpenOnes) {
  MustPublish("2.0.0.1");
  ASSERT_TRUE(service.Publish(service.Order("2.0.0.2", "alpha")).ok());
  std::string denied = "2000002 alpha";
  const auto judge = [&] {
    return JudgeService(
        [&](const std::string& name, std::size_t) -> absl::StatusOr<ServedFile> {
          std::istringstream words(denied);
          for (std::string word; words >> word;) {
            if (name.find(word) != std::string::npos) return absl::PermissionDeniedError("closed");
          }
          const Publication publication = *service.store->Load();
          const PublishedFile* file = publication.Find(name);
          if (file == nullptr) return absl::NotFoundError(name);
          return ServedFile{service.Served(name), file->type, "\"x\""};
        },
        service.root_document, std::nullopt, service.now);
  };
  EXPECT_THAT(judge().problems, IsEmpty());
  EXPECT_THAT(judge().notes, Contains(HasSubstr("channel alpha was not judged: closed")));
  denied = "2000001.dmg alpha";
  EXPECT_THAT(judge().problems, Contains(HasSubstr("downloads/Nexy-2000001.dmg: closed")));
}

// Clients of the earlier Nexy know no phases: somebody has to end one for them.
TEST_F(PublishTest, AJudgeRemindsOfAPhaseThatIsOver) {
  MustPublish("2.0.0.1");
  ReleaseOrder order = service.Order("2.0.0.2");
  order.rollout.interval_s = 3600;
  ASSERT_TRUE(service.Publish(order).ok());
  EXPECT_THAT(service.Verdict().notes, IsEmpty());
  service.now += 7 * 3600;
  EXPECT_THAT(service.Verdict().notes,
              ElementsAre(HasSubstr("`nexyctl update finish --channel beta --build 2000002`")));
  EXPECT_THAT(service.Served("manifest-beta.json"), HasSubstr("\"build\": \"2000001\""));
  ASSERT_TRUE(
      service.Change([](Catalogue& catalogue) { return Finish(catalogue, 2000002, "beta"); }).ok());
  EXPECT_THAT(service.Verdict().notes, IsEmpty());
  EXPECT_THAT(service.Served("manifest-beta.json"), HasSubstr("\"build\": \"2000002\""));
}

TEST_F(PublishTest, GarbageIsOnlyWhatNothingReaches) {
  for (int build = 1; build <= 6; ++build) MustPublish("2.0.0." + std::to_string(build));
  ASSERT_TRUE(service
                  .Change([&](Catalogue& catalogue) {
                    return Withdraw(catalogue, 2000003, "broken", service.now);
                  })
                  .ok());
  const auto would = CollectGarbage(*service.store, "anna", 2, true);
  ASSERT_TRUE(would.ok()) << would.status();
  EXPECT_FALSE(would->blobs.empty());
  const auto did = CollectGarbage(*service.store, "anna", 2, false);
  ASSERT_TRUE(did.ok());
  EXPECT_EQ(did->blobs, would->blobs);
  EXPECT_THAT(service.Verdict().problems, IsEmpty());
  for (const Release& release : service.Published().releases) {
    EXPECT_TRUE(MappedFile::Open(service.store->BlobPath(release.archives[0].sha256)).ok());
  }
  EXPECT_THAT(CollectGarbage(*service.store, "anna", 2, false)->blobs, IsEmpty());
}

TEST_F(PublishTest, AWithdrawnReleaseLeavesFeedsAndDownloadsAndKeepsItsNumber) {
  MustPublish("2.0.0.1");
  MustPublish("2.0.0.2");
  ASSERT_TRUE(service
                  .Change([&](Catalogue& catalogue) {
                    return Withdraw(catalogue, 2000002, "it loses words", service.now);
                  })
                  .ok());
  EXPECT_EQ(Items("appcast-beta.xml").size(), 1u);
  EXPECT_EQ(service.Served("downloads/Nexy-2000002.dmg"), "");
  EXPECT_THAT(Error(service.Publish(service.Order("2.0.0.2")).status()), HasSubstr("used up"));
  EXPECT_THAT(service.Verdict().problems, IsEmpty());
}

// Trap 14 and caches: the same publication gives the same bytes and times, request after request.
TEST_F(PublishTest, TimesOfFilesAreThoseOfTheirPublication) {
  MustPublish("2.0.0.1");
  const UnixSeconds first = service.store->Load()->files["downloads/Nexy-2000001.dmg"].modified;
  service.now += kDay;
  MustPublish("2.0.0.2");
  EXPECT_EQ(service.store->Load()->files["downloads/Nexy-2000001.dmg"].modified, first);
  EXPECT_EQ(service.store->Load()->files["appcast-beta.xml"].modified, service.now);
}

}  // namespace
}  // namespace nexy
