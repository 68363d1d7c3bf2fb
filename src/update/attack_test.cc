// Each attack of TUF's list, and each one that the formats of the earlier Nexy allowed: first it
// succeeds against a client that reads the manifest and checks the hash in it, then ours refuses.
#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <optional>

#include "update/key_ring.h"
#include "update/manifest.h"
#include "update/rollout.h"
#include "update/test_service.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

using testing::HasSubstr;

// What an attacker who owns the server or the network lets clients have.
using Mirror = std::map<std::string, std::string>;

Mirror MirrorOf(const TestService& service) {
  Mirror mirror;
  const Publication publication = *service.store->Load();
  for (const auto& [name, file] : publication.files) {
    mirror[name] = *service.store->ReadBlob(file.sha256, 1 << 20);
  }
  return mirror;
}

std::string FileName(const std::string& url) { return url.substr(url.find_last_of('/') + 1); }

// Reads the manifest and checks the hash in it; takes what has a greater build. This is what the
// earlier clients did.
std::optional<std::string> NaiveInstall(const Mirror& mirror, std::int64_t installed) {
  const auto manifest = ReadManifest(mirror.at("manifest-beta.json"));
  if (!manifest.ok() || manifest->build <= installed) return std::nullopt;
  const std::string& archive = mirror.at("downloads/" + FileName(manifest->url));
  if (Sha256Hex(archive) != manifest->sha256) return std::nullopt;
  return archive;
}

// Ours: TUF, then the archive as the signed list describes it.
class CarefulClient {
 public:
  CarefulClient(const std::string& root, UnixSeconds time) : now(time) { files.root = root; }

  absl::Status Check(const Mirror& mirror) {
    auto update = MetadataUpdate::Start(files, now);
    if (!update.ok()) return update.status();
    absl::Status status;
    while (const auto wanted = update->wanted()) {
      const auto served = mirror.find("metadata/" + wanted->name);
      // As a reader does that stops after one byte too many.
      status = served == mirror.end()
                   ? update->GiveMissing()
                   : update->Give(served->second.substr(0, wanted->max_bytes + 1));
      if (!status.ok()) break;
    }
    files = update->files();
    if (!status.ok()) return status;
    const auto read = CatalogueOf(update->targets());
    if (!read.ok()) return read.status();
    catalogue = *read;
    return absl::OkStatus();
  }

  Decision Wants(std::int64_t installed) const {
    return Decide(catalogue,
                  {.id = "0123",
                   .build = installed,
                   .channel = "beta",
                   .os = "macos",
                   .os_version = "14.0",
                   .arch = "arm64",
                   .user_asked = true},
                  now);
  }

  TrustedFiles files;
  Catalogue catalogue;
  UnixSeconds now;
};

MATCHER_P(Refuses, refusal, "") {
  *result_listener << "says \"" << MessageOf(arg) << "\"";
  return RefusalOf(arg) == refusal;
}

class AttackTest : public testing::Test {
 protected:
  AttackTest() {
    EXPECT_TRUE(service.Init().ok());
    EXPECT_TRUE(service.Publish(service.Order("2.0.0.1")).ok());
    old_mirror = MirrorOf(service);
    service.now += kDay;
    const auto published = service.Publish(service.Order("2.0.0.2"));
    EXPECT_TRUE(published.ok()) << published.status();
    mirror = MirrorOf(service);
  }
  CarefulClient Client() { return {service.root_document, service.now}; }
  // Signs a document of the mirror anew after `change`, with `key`.
  void Forge(const std::string& name, const SigningKey& key,
             const std::function<void(nlohmann::json&)>& change) {
    nlohmann::json document = nlohmann::json::parse(mirror.at(name));
    change(document["signed"]);
    mirror[name] = SignDocument(document["signed"], {&key});
  }
  // What somebody who holds `key` as timestamp key can do: vouch for any snapshot.
  void ForgeTimestamp(const SigningKey& key, std::int64_t version, const std::string& snapshot_name,
                      std::int64_t snapshot_version) {
    Forge("metadata/timestamp.json", key, [&](nlohmann::json& body) {
      body["version"] = version;
      nlohmann::json& meta = body["meta"]["snapshot.json"];
      meta["version"] = snapshot_version;
      meta["length"] = mirror[snapshot_name].size();
      meta["hashes"]["sha256"] = Sha256Hex(mirror[snapshot_name]);
    });
  }
  void ReplaceManifest(const std::function<void(nlohmann::json&)>& change) {
    nlohmann::json manifest = nlohmann::json::parse(mirror["manifest-beta.json"]);
    change(manifest);
    mirror["manifest-beta.json"] = manifest.dump();
  }

  TestService service;
  Mirror old_mirror;  // What was served when 2.0.0.1 was the newest.
  Mirror mirror;      // What is served now.
  const SigningKey attacker = SigningKey::Generate();
};

TEST_F(AttackTest, BothClientsInstallWhatIsRight) {
  EXPECT_EQ(NaiveInstall(mirror, 2000001), "bytes of 2.0.0.2");
  CarefulClient client = Client();
  ASSERT_TRUE(client.Check(mirror).ok());
  EXPECT_EQ(client.Wants(2000001).build, 2000002);
  EXPECT_EQ(Sha256Hex("bytes of 2.0.0.2"), client.catalogue.Find(2000002)->archives[0].sha256);
}

TEST_F(AttackTest, ArbitrarySoftware) {
  const std::string evil = "evil";
  mirror["downloads/Nexy-2000002.dmg"] = evil;
  ReplaceManifest([&](nlohmann::json& manifest) {
    manifest["artifact"]["sha256"] = Sha256Hex(evil);
    manifest["artifact"]["size"] = evil.size();
  });
  EXPECT_EQ(NaiveInstall(mirror, 2000001), evil);

  // Ours still wants the bytes that were signed.
  CarefulClient client = Client();
  ASSERT_TRUE(client.Check(mirror).ok());
  EXPECT_NE(Sha256Hex(evil), client.catalogue.Find(2000002)->archives[0].sha256);
  // And a list that names the evil bytes is not signed by a key that counts.
  Forge("metadata/3.targets.json", attacker, [&](nlohmann::json& body) {
    body["targets"]["Nexy-2000002.dmg"]["hashes"]["sha256"] = Sha256Hex(evil);
  });
  EXPECT_THAT(Client().Check(mirror), Refuses(UpdateRefusal::kMixAndMatch));
  // Not even with the online key.
  Forge("metadata/3.snapshot.json", service.timestamp_key, [&](nlohmann::json& body) {
    nlohmann::json& meta = body["meta"]["targets.json"];
    meta["length"] = mirror["metadata/3.targets.json"].size();
    meta["hashes"]["sha256"] = Sha256Hex(mirror["metadata/3.targets.json"]);
  });
  ForgeTimestamp(service.timestamp_key, 9, "metadata/3.snapshot.json", 3);
  EXPECT_THAT(Client().Check(mirror), Refuses(UpdateRefusal::kBadSignature));
}

TEST_F(AttackTest, RollbackToAnOldRelease) {
  EXPECT_EQ(NaiveInstall(old_mirror, 0), "bytes of 2.0.0.1");
  CarefulClient client = Client();
  ASSERT_TRUE(client.Check(mirror).ok());
  const absl::Status status = client.Check(old_mirror);
  EXPECT_THAT(status, Refuses(UpdateRefusal::kRollback));
  EXPECT_EQ(MessageOf(status), "the timestamp is number 2, but number 3 has already been here");
}

TEST_F(AttackTest, RollbackOfTheListAloneWithTheOnlineKey) {
  CarefulClient client = Client();
  ASSERT_TRUE(client.Check(mirror).ok());
  // The thief re-dates the old snapshot under a high number.
  ForgeTimestamp(service.timestamp_key, 9, "metadata/2.snapshot.json", 2);
  EXPECT_THAT(client.Check(mirror), Refuses(UpdateRefusal::kRollback));
}

TEST_F(AttackTest, FastForwardIsRefusedAndRecoveredFromByAKeyChange) {
  CarefulClient client = Client();
  ASSERT_TRUE(client.Check(mirror).ok());
  ForgeTimestamp(service.timestamp_key, 2'000'000'000, "metadata/3.snapshot.json", 3);
  EXPECT_THAT(client.Check(mirror), Refuses(UpdateRefusal::kFastForward));
  // A jump that is small enough is believed, and then the true feed looks old.
  ForgeTimestamp(service.timestamp_key, 50'000, "metadata/3.snapshot.json", 3);
  ASSERT_TRUE(client.Check(mirror).ok());
  EXPECT_THAT(client.Check(MirrorOf(service)), Refuses(UpdateRefusal::kRollback));
  // The operator changes the timestamp key; the client forgets the thief's numbers.
  const SigningKey fresh = SigningKey::Generate();
  const Root next =
      RotatedRoot(service.FirstRoot(), kTimestampKey, service.timestamp_key.public_key(),
                  fresh.public_key(), service.now + 365 * kDay);
  Publisher::Terms terms = service.Terms();
  terms.keys.timestamp = &fresh;
  const auto rotated = Publisher(*service.store, terms)
                           .ReplaceRoot(SignDocument(JsonOf(next), {&service.root_key}), {});
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  const absl::Status recovered = client.Check(MirrorOf(service));
  EXPECT_TRUE(recovered.ok()) << recovered;
  EXPECT_EQ(client.Wants(2000001).build, 2000002);
}

TEST_F(AttackTest, IndefiniteFreeze) {
  // A month later the mirror still says that nothing is new.
  EXPECT_EQ(NaiveInstall(mirror, 2000002), std::nullopt);  // "You are up to date."
  CarefulClient client = Client();
  ASSERT_TRUE(client.Check(mirror).ok());
  client.now += 30 * kDay;
  const absl::Status status = client.Check(mirror);
  EXPECT_THAT(status, Refuses(UpdateRefusal::kExpired));
  EXPECT_THAT(std::string(MessageOf(status)), HasSubstr("may be frozen"));
}

TEST_F(AttackTest, FreezeHiddenByAClockThatWasSetBack) {
  CarefulClient client = Client();
  service.now += 30 * kDay;
  const auto refreshed = Publisher(*service.store, service.Terms()).Refresh();
  ASSERT_TRUE(refreshed.ok()) << refreshed.status();
  client.now = service.now;
  ASSERT_TRUE(client.Check(MirrorOf(service)).ok());
  client.now -= 40 * kDay;
  client.files.timestamp.clear();  // Even if the numbers were lost.
  const absl::Status status = client.Check(mirror);
  EXPECT_THAT(status, Refuses(UpdateRefusal::kExpired));
  EXPECT_THAT(std::string(MessageOf(status)), HasSubstr("clock is behind"));
}

TEST_F(AttackTest, EndlessData) {
  for (const char* name : {"metadata/2.root.json", "metadata/timestamp.json",
                           "metadata/3.snapshot.json", "metadata/3.targets.json"}) {
    Mirror endless = mirror;
    endless[name] += std::string(6'000'000, ' ');
    EXPECT_THAT(Client().Check(endless), Refuses(UpdateRefusal::kTooLarge)) << name;
  }
}

TEST_F(AttackTest, EndlessRootDocumentsEnd) {
  Root root = service.FirstRoot();
  for (int i = 0; i < 300; ++i) {
    ++root.version;
    mirror["metadata/" + std::to_string(root.version) + ".root.json"] =
        SignDocument(JsonOf(root), {&service.root_key});
  }
  EXPECT_THAT(Client().Check(mirror), Refuses(UpdateRefusal::kTooLarge));
}

TEST_F(AttackTest, SlowRetrievalIsTheReadersAffairAndAMissingDocumentARefusal) {
  mirror.erase("metadata/3.targets.json");
  const absl::Status status = Client().Check(mirror);
  EXPECT_THAT(status, Refuses(UpdateRefusal::kUnavailable));
  EXPECT_EQ(MessageOf(status), "the update service does not have 3.targets.json");
}

TEST_F(AttackTest, ExtraneousDependencies) {
  // Everything that is installed is in lists of the same keys: what delegates elsewhere is refused,
  // even when the release key signed it.
  Forge("metadata/3.targets.json", service.release_key, [&](nlohmann::json& body) {
    nlohmann::json& roles = body["delegations"]["roles"];
    roles[0]["keyids"] = {SigningKey::Generate().public_key().Id()};
  });
  Forge("metadata/3.snapshot.json", service.release_key, [&](nlohmann::json& body) {
    nlohmann::json& meta = body["meta"]["targets.json"];
    meta["length"] = mirror["metadata/3.targets.json"].size();
    meta["hashes"]["sha256"] = Sha256Hex(mirror["metadata/3.targets.json"]);
  });
  ForgeTimestamp(service.timestamp_key, 4, "metadata/3.snapshot.json", 3);
  const absl::Status status = Client().Check(mirror);
  EXPECT_THAT(status, Refuses(UpdateRefusal::kMalformed));
  EXPECT_THAT(std::string(MessageOf(status)), HasSubstr("delegates"));
}

TEST_F(AttackTest, MixAndMatchOfDocuments) {
  mirror["metadata/3.targets.json"] = old_mirror["metadata/2.targets.json"];
  EXPECT_THAT(Client().Check(mirror), Refuses(UpdateRefusal::kMixAndMatch));
}

TEST_F(AttackTest, MixAndMatchOfAnOldArchiveUnderANewVersion) {
  // A Sparkle signature binds bytes only: the old archive is "signed" as 2.0.0.3 as well.
  const std::string old_archive = mirror["downloads/Nexy-2000001.dmg"];
  ReplaceManifest([&](nlohmann::json& manifest) {
    manifest["version"] = "2.0.0.3";
    manifest["build"] = "2000003";
    manifest["artifact"]["url"] = "https://updates.example.test/updates/downloads/Nexy-2000001.dmg";
    manifest["artifact"]["sha256"] = Sha256Hex(old_archive);
    manifest["artifact"]["size"] = old_archive.size();
    manifest["artifact"]["ed25519"] = service.archive_key.SignBase64(old_archive);
  });
  EXPECT_EQ(NaiveInstall(mirror, 2000002), old_archive);
  CarefulClient client = Client();
  ASSERT_TRUE(client.Check(mirror).ok());
  EXPECT_EQ(client.Wants(2000002).verdict, UpdateVerdict::kStay);
}

TEST_F(AttackTest, TwoDocumentsUnderOneNumber) {
  CarefulClient client = Client();
  ASSERT_TRUE(client.Check(mirror).ok());
  ForgeTimestamp(service.timestamp_key, 3, "metadata/2.snapshot.json", 3);
  const absl::Status status = client.Check(mirror);
  EXPECT_THAT(status, Refuses(UpdateRefusal::kEquivocation));
  EXPECT_THAT(std::string(MessageOf(status)), HasSubstr("a key that is not theirs"));
}

TEST_F(AttackTest, AWrongKeyOrTooFewKeys) {
  Forge("metadata/timestamp.json", attacker, [](nlohmann::json&) {});
  EXPECT_THAT(Client().Check(mirror), Refuses(UpdateRefusal::kBadSignature));
  // A root that asks for two release keys; one of them signs twice.
  Root root = service.FirstRoot();
  root.keys.emplace(attacker.public_key().Id(), attacker.public_key());
  root.roles[kTimestampRole] = {
      {service.timestamp_key.public_key().Id(), attacker.public_key().Id()}, 2};
  CarefulClient client(SignDocument(JsonOf(root), {&service.root_key}), service.now);
  const absl::Status status = client.Check(MirrorOf(service));
  EXPECT_THAT(status, Refuses(UpdateRefusal::kBadSignature));
  EXPECT_EQ(MessageOf(status),
            "the timestamp document carries 1 of the 2 signatures that it needs");
}

TEST_F(AttackTest, AStolenRootIsUselessWithoutTheOldOne) {
  Root stolen = service.FirstRoot();
  stolen.version = 2;
  stolen.keys.emplace(attacker.public_key().Id(), attacker.public_key());
  stolen.roles[kRootRole].key_ids = {attacker.public_key().Id()};
  mirror["metadata/2.root.json"] = SignDocument(JsonOf(stolen), {&attacker});
  EXPECT_THAT(Client().Check(mirror), Refuses(UpdateRefusal::kBadSignature));
}

TEST_F(AttackTest, ARootMayNotSkipANumber) {
  Root next = service.FirstRoot();
  next.version = 3;
  mirror["metadata/2.root.json"] = SignDocument(JsonOf(next), {&service.root_key});
  EXPECT_THAT(Client().Check(mirror), Refuses(UpdateRefusal::kRollback));
}

TEST_F(AttackTest, AReleaseKeyThatWasRotatedOutSignsNothingMore) {
  const SigningKey fresh = SigningKey::Generate();
  const Root next = RotatedRoot(service.FirstRoot(), kReleaseKey, service.release_key.public_key(),
                                fresh.public_key(), service.now + 365 * kDay);
  Publisher::Terms terms = service.Terms();
  terms.keys.release = &fresh;
  const auto rotated = Publisher(*service.store, terms)
                           .ReplaceRoot(SignDocument(JsonOf(next), {&service.root_key}), {});
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  mirror = MirrorOf(service);
  CarefulClient client = Client();
  EXPECT_TRUE(client.Check(mirror).ok());
  Forge("metadata/4.snapshot.json", service.release_key, [](nlohmann::json&) {});
  ForgeTimestamp(service.timestamp_key, 9, "metadata/4.snapshot.json", 4);
  EXPECT_THAT(Client().Check(mirror), Refuses(UpdateRefusal::kBadSignature));
}

TEST_F(AttackTest, EmptyAndUnreadableDocumentsAreRefusalsNeverNothingNew) {
  for (const char* bytes : {"", "{}", "null", "[]", "{\"signed\":{},\"signatures\":[]}", "\xFF",
                            "{\"signed\":{\"a\":1.5},\"signatures\":[]}",
                            "{\"signed\":{},\"signed\":{},\"signatures\":[]}"}) {
    for (const char* name : {"metadata/2.root.json", "metadata/timestamp.json"}) {
      Mirror broken = mirror;
      broken[name] = bytes;
      const absl::Status status = Client().Check(broken);
      EXPECT_TRUE(RefusalOf(status) == UpdateRefusal::kMalformed ||
                  RefusalOf(status) == UpdateRefusal::kBadSignature)
          << name << " " << bytes << ": " << status;
    }
  }
}

TEST_F(AttackTest, TheEmptySignatureOfTheEarlierManifestsIsRefused) {
  // Their clients checked a signature only if there was one.
  ReplaceManifest([](nlohmann::json& manifest) { manifest["artifact"]["ed25519"] = ""; });
  const auto manifest = ReadManifest(mirror["manifest-beta.json"]);
  EXPECT_THAT(std::string(MessageOf(manifest.status())), HasSubstr("signature is missing"));
}

}  // namespace
}  // namespace nexy
