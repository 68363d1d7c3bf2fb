#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/strings.h"
#include "update/catalogue_changes.h"
#include "update/incoming_release.h"
#include "update/metadata_update.h"
#include "update/publisher.h"
#include "update/statement.h"
#include "update/store_verdict.h"

namespace nexy {

constexpr UnixSeconds kDay = 86'400;
constexpr UnixSeconds kToday = 1'795'000'000;  // Some day in November 2026.

// An update service in a folder of one test's own: keys, a store, and an operator who publishes.
class TestService {
 public:
  explicit TestService(const std::string& where = ::testing::TempDir()) {
    std::string name = where + "/nexy-update-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
    root_document = MakeRoot();
    store = std::make_unique<ReleaseStore>(*ReleaseStore::Create(folder_ + "/store"));
  }
  ~TestService() { std::filesystem::remove_all(folder_); }
  TestService(const TestService&) = delete;
  TestService& operator=(const TestService&) = delete;

  std::string File(const std::string& name, const std::string& bytes) const {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  const std::string& folder() const { return folder_; }

  Root FirstRoot() const {
    Root root{.version = 1, .expires = now + 365 * kDay, .keys = {}, .roles = {}};
    for (const auto& [role, key] :
         {std::pair(kRootRole, &root_key), std::pair(kTargetsRole, &release_key),
          std::pair(kSnapshotRole, &release_key), std::pair(kTimestampRole, &timestamp_key)}) {
      root.keys.emplace(key->public_key().Id(), key->public_key());
      root.roles[role].key_ids = {key->public_key().Id()};
    }
    return root;
  }
  std::string MakeRoot() const { return SignDocument(JsonOf(FirstRoot()), {&root_key}); }

  Publisher::Terms Terms() const {
    return {.keys = {.root = {&root_key},
                     .release = &release_key,
                     .co_signers = {},
                     .archive = &archive_key,
                     .timestamp = &timestamp_key},
            .trusted_root = root_document,
            .who = "anna@laptop",
            .now = now,
            .expiry = {},
            .dry_run = false};
  }
  Catalogue EmptyCatalogue() const {
    Catalogue catalogue;
    catalogue.app_id = "com.nexy.assistant";
    catalogue.channels = {"stable", "beta", "alpha"};
    catalogue.closed = {"alpha"};
    catalogue.public_url = "https://updates.example.test/updates";
    catalogue.title = "Nexy Updates";
    return catalogue;
  }
  absl::Status Init() {
    return Publisher(*store, Terms()).Init(root_document, EmptyCatalogue()).status();
  }
  ReleaseOrder Order(const std::string& version, const std::string& channel = "beta") const {
    ReleaseOrder order;
    order.channel = channel;
    order.version = version;
    order.files = {File("Nexy.dmg", "bytes of " + version)};
    order.notes = {File("notes.en.md", "What is new in " + version)};
    order.min_system = "13.0.0";
    return order;
  }
  absl::StatusOr<ChangeOutcome> Publish(const ReleaseOrder& order,
                                        const AddReleaseRules& rules = {}) {
    const auto incoming = IncomingRelease::Read(order, Published(), archive_key, now);
    if (!incoming.ok()) return incoming.status();
    return Publisher(*store, Terms())
        .Apply("publish", {}, incoming->files(), [&](Catalogue& catalogue) {
          return AddRelease(catalogue, incoming->release(), rules);
        });
  }
  absl::StatusOr<ChangeOutcome> Change(const Publisher::Change& change) {
    return Publisher(*store, Terms()).Apply("change", {}, {}, change);
  }
  Catalogue Published() const {
    const auto state = LoadPublished(*store, root_document);
    return state.ok() ? state->catalogue : EmptyCatalogue();
  }
  std::string Served(const std::string& name) const {
    const auto publication = store->Load();
    const PublishedFile* file = publication.ok() ? publication->Find(name) : nullptr;
    if (file == nullptr) return "";
    return store->ReadBlob(file->sha256, 1 << 20).value_or("");
  }
  StoreVerdict Verdict() const {
    return JudgeStore(*store, root_document, archive_key.public_key(), now);
  }

  SigningKey root_key = SigningKey::Generate();
  SigningKey release_key = SigningKey::Generate();
  SigningKey archive_key = SigningKey::Generate();
  SigningKey timestamp_key = SigningKey::Generate();
  UnixSeconds now = kToday;
  std::string root_document;
  std::unique_ptr<ReleaseStore> store;

 private:
  std::string folder_;
};

}  // namespace nexy
