#include <algorithm>
#include <map>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/appcast.h"
#include "update/channels.h"
#include "update/manifest.h"
#include "update/publication_draft.h"
#include "update/rollout.h"
#include "update/signed_feed.h"
#include "update/statement.h"
#include "update/store_verdict.h"

namespace nexy {
namespace {

constexpr std::size_t kFeedMaxBytes = 1 << 20;

// One judgement in progress.
class Judge {
 public:
  Judge(const FetchFile& fetch, const std::optional<PublicKey>& archive_key, UnixSeconds now)
      : fetch_(fetch), archive_key_(archive_key), now_(now) {}

  StoreVerdict Run(const std::string& trusted_root) {
    const absl::Status documents = CheckDocuments(trusted_root);
    if (!documents.ok()) {
      Problem(std::string(MessageOf(documents)));
      return std::move(verdict_);
    }
    if (!archive_key_) {
      verdict_.notes.push_back(
          "the signatures for Sparkle were not checked: no archive key is known");
    }
    for (const std::string& channel : catalogue_.channels) CheckFeeds(channel);
    for (const Release& release : catalogue_.releases) CheckRelease(release);
    return std::move(verdict_);
  }

 private:
  void Problem(std::string sentence) { verdict_.problems.push_back(std::move(sentence)); }
  void Note(std::string sentence) { verdict_.notes.push_back(std::move(sentence)); }

  absl::StatusOr<std::string> Fetch(const std::string& name, std::size_t max_bytes) {
    ++verdict_.files;
    NEXY_ASSIGN_OR_RETURN(ServedFile file, fetch_(name, max_bytes));
    types_[name] = file.content_type;
    return std::move(file.bytes);
  }

  absl::Status CheckDocuments(const std::string& trusted_root) {
    TrustedFiles files;
    files.root = trusted_root;
    if (files.root.empty()) {
      NEXY_ASSIGN_OR_RETURN(files.root, Fetch("metadata/1.root.json", kRootMaxBytes));
      verdict_.notes.push_back(
          "no root document was given, so the first one that is served was trusted");
    }
    NEXY_ASSIGN_OR_RETURN(MetadataUpdate update, MetadataUpdate::Start(std::move(files), now_));
    while (const std::optional<MetadataUpdate::Wanted> wanted = update.wanted()) {
      absl::StatusOr<std::string> bytes = Fetch("metadata/" + wanted->name, wanted->max_bytes);
      if (absl::IsNotFound(bytes.status())) {
        NEXY_RETURN_IF_ERROR(update.GiveMissing());
        continue;
      }
      if (absl::IsPermissionDenied(bytes.status())) {
        NEXY_RETURN_IF_ERROR(update.PassOver());
        continue;
      }
      NEXY_RETURN_IF_ERROR(bytes.status());
      NEXY_RETURN_IF_ERROR(update.Give(*std::move(bytes)));
    }
    targets_ = update.targets();
    NEXY_ASSIGN_OR_RETURN(catalogue_, CatalogueOf(targets_));
    if (update.timestamp().expires - now_ < 2 * 86'400) {
      verdict_.notes.push_back(Concat("the timestamp expires on ",
                                      IsoTime(update.timestamp().expires),
                                      "; `nexyctl update refresh` renews it"));
    }
    return absl::OkStatus();
  }

  void CheckFile(const std::string& name, std::int64_t length, const std::string& sha256,
                 const std::string& signature) {
    const absl::StatusOr<std::string> bytes = Fetch(name, static_cast<std::size_t>(length) + 1);
    if (!bytes.ok()) {
      Problem(Concat(name, ": ", MessageOf(bytes.status())));
      return;
    }
    if (static_cast<std::int64_t>(bytes->size()) != length) {
      Problem(Concat(name, " has ", bytes->size(), " bytes, but ", length, " are signed"));
    } else if (Sha256Hex(*bytes) != sha256) {
      Problem(Concat(name, " has other bytes than were signed"));
    } else if (!signature.empty() && archive_key_ &&
               !archive_key_->VerifyBase64(*bytes, signature)) {
      Problem(Concat(name, " is not signed by the archive key"));
    }
  }

  void CheckRelease(const Release& release) {
    if (release.withdrawn()) return;
    for (const Archive& archive : release.archives) {
      verdict_.for_macos = verdict_.for_macos || archive.os == "macos";
      if (archive.signature.empty()) Problem(archive.path + " is not signed for Sparkle");
      CheckFile("downloads/" + archive.path, archive.length, archive.sha256, archive.signature);
      CheckFile("targets/" + ConsistentName(archive.path, archive.sha256), archive.length,
                archive.sha256, "");
      for (const Delta& delta : archive.deltas) {
        CheckFile("downloads/" + delta.path, delta.length, delta.sha256, delta.signature);
      }
    }
    for (const ReleaseNotes& notes : release.notes) {
      CheckFile(notes.path, notes.length, notes.sha256, notes.signature);
    }
  }

  // The feed is what was signed as a target, is signed for Sparkle, and says what is signed.
  void CheckFeeds(const std::string& channel) {
    const std::string appcast = AppcastName(catalogue_.channels, channel);
    const absl::Status door = Fetch(appcast, kFeedMaxBytes).status();
    if (absl::IsPermissionDenied(door)) {
      Note(Concat("channel ", channel, " was not judged: ", MessageOf(door)));
      return;
    }
    if (CheckBound(appcast)) CheckAppcast(appcast);
    const std::string manifest = ManifestName(catalogue_.channels, channel);
    if (targets_.files.contains(manifest) && CheckBound(manifest)) CheckManifest(manifest);
    NoteAPhaseThatIsOver(channel);
  }

  // Earlier clients know no phases: they get a release when an operator ends its phase.
  void NoteAPhaseThatIsOver(const std::string& channel) {
    for (const Release* release : VisibleReleases(catalogue_, channel, now_)) {
      if (MacArchive(*release) == nullptr) continue;
      const Placement& place = *catalogue_.SeenPlacement(*release, channel);
      if (place.channel != channel || place.rollout.interval_s == 0) return;
      if (OpenShare(place, now_) < 1.0) return;
      return Note(Concat("build ", release->build, " has reached everybody in ", channel,
                         " whose client knows phases; `nexyctl update finish --channel ", channel,
                         " --build ", release->build, "` gives it to earlier clients too"));
    }
  }

  bool CheckBound(const std::string& name) {
    const auto target = targets_.files.find(name);
    const absl::StatusOr<std::string> bytes = Fetch(name, kFeedMaxBytes);
    if (!bytes.ok() || target == targets_.files.end()) {
      Problem(Concat(name, ": ", bytes.ok() ? "it is not signed" : MessageOf(bytes.status())));
      return false;
    }
    if (Sha256Hex(*bytes) != target->second.sha256) {
      Problem(Concat(name, " is not the one that was published with the signed list"));
      return false;
    }
    if (!types_[name].starts_with(name.ends_with(".xml") ? "application/xml"
                                                         : "application/json")) {
      Problem(Concat(name, " has the content type \"", types_[name], "\""));
    }
    feed_ = *bytes;
    return true;
  }

  void CheckAppcast(const std::string& name) {
    const absl::StatusOr<SignedFeed> feed = ReadSignedFeed(feed_);
    if (!feed.ok()) return Problem(Concat(name, ": ", MessageOf(feed.status())));
    if (archive_key_ && !archive_key_->VerifyBase64(feed->content, feed->signature)) {
      Problem(name + " is not signed by the archive key");
    }
    const absl::StatusOr<std::vector<AppcastItem>> items = ReadAppcast(feed->content);
    if (!items.ok()) return Problem(Concat(name, ": ", MessageOf(items.status())));
    for (const AppcastItem& item : *items) {
      if (item.channel == catalogue_.channels.front()) {
        Problem(Concat(name, ": version ", item.version, " carries the tag ", item.channel,
                       ", which hides it from everybody"));
      }
      CheckItem(name, item);
    }
  }

  void CheckItem(const std::string& name, const AppcastItem& item) {
    for (const Release& release : catalogue_.releases) {
      for (const Archive& archive : release.archives) {
        if (DownloadUrl(catalogue_, archive.path) != item.archive.url) continue;
        if (archive.length != item.archive.length || archive.signature != item.archive.signature ||
            release.bundle_version != item.version) {
          Problem(Concat(name, ": version ", item.version, " says something else than is signed"));
        }
        return;
      }
    }
    Problem(Concat(name, ": version ", item.version, " leads to ", item.archive.url,
                   ", which is not among the signed archives"));
  }

  void CheckManifest(const std::string& name) {
    const absl::StatusOr<Manifest> manifest = ReadManifest(feed_);
    if (!manifest.ok()) return Problem(Concat(name, ": ", MessageOf(manifest.status())));
    const Release* release = catalogue_.Find(manifest->build);
    const Archive* archive = release ? MacArchive(*release) : nullptr;
    if (archive == nullptr || archive->sha256 != manifest->sha256 ||
        archive->length != manifest->size || archive->signature != manifest->ed25519 ||
        release->version != manifest->version) {
      Problem(Concat(name, ": build ", manifest->build, " says something else than is signed"));
    }
  }

  const FetchFile& fetch_;
  const std::optional<PublicKey>& archive_key_;
  const UnixSeconds now_;
  StoreVerdict verdict_;
  Targets targets_;
  Catalogue catalogue_;
  std::map<std::string, std::string> types_;
  std::string feed_;
};

}  // namespace

StoreVerdict JudgeService(const FetchFile& fetch, const std::string& trusted_root,
                          const std::optional<PublicKey>& archive_key, UnixSeconds now) {
  return Judge(fetch, archive_key, now).Run(trusted_root);
}

}  // namespace nexy
