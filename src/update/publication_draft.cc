#include "update/publication_draft.h"

#include <algorithm>
#include <utility>

#include "base/strings.h"
#include "update/manifest.h"
#include "update/signing_key.h"
#include "update/version.h"

namespace nexy {
namespace {

constexpr std::int64_t kOldMetadataKept = 10;

std::string ArchiveType(const Archive& archive) {
  if (archive.type == "dmg") return "application/x-apple-diskimage";
  if (archive.type == "zip") return "application/zip";
  return "application/octet-stream";
}

std::string NotesType(const std::string& path) {
  if (path.ends_with(".html")) return "text/html; charset=utf-8";
  if (path.ends_with(".md")) return "text/markdown; charset=utf-8";
  return "text/plain; charset=utf-8";
}

// Whoever sees a release.
std::vector<std::string> Audience(const Catalogue& catalogue, const Release& release) {
  std::vector<std::string> audience;
  for (const std::string& channel : catalogue.channels) {
    if (catalogue.SeenPlacement(release, channel) != nullptr) audience.push_back(channel);
  }
  return audience;
}

}  // namespace

std::string ConsistentName(const std::string& path, const std::string& sha256) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return Concat(sha256, ".", path);
  return Concat(path.substr(0, slash + 1), sha256, ".", path.substr(slash + 1));
}

PublicationDraft::PublicationDraft(const Publication& previous, UnixSeconds now)
    : previous_(previous) {
  publication_.number = previous.number + 1;
  publication_.time = now;
}

void PublicationDraft::Put(const std::string& name, PublishedFile file) {
  const PublishedFile* before = previous_.Find(name);
  const bool same = before != nullptr && before->sha256 == file.sha256;
  file.modified = same ? before->modified : publication_.time;
  publication_.files[name] = std::move(file);
}

void PublicationDraft::Add(const std::string& name, std::string bytes, const std::string& type,
                           std::vector<std::string> channels) {
  std::string sha256 = Sha256Hex(bytes);
  Put(name, {.sha256 = sha256,
             .length = static_cast<std::int64_t>(bytes.size()),
             .type = type,
             .modified = 0,
             .channels = std::move(channels)});
  bytes_.emplace(std::move(sha256), std::move(bytes));
}

void PublicationDraft::AddTarget(const std::string& path, const std::string& alias,
                                 std::int64_t length, const std::string& sha256,
                                 const std::string& type,
                                 const std::vector<std::string>& channels) {
  const PublishedFile file{
      .sha256 = sha256, .length = length, .type = type, .modified = 0, .channels = channels};
  Put("targets/" + ConsistentName(path, sha256), file);
  if (!alias.empty()) Put(alias, file);
}

void PublicationDraft::Keep(const std::string& name) {
  const PublishedFile* before = previous_.Find(name);
  if (before != nullptr) publication_.files.emplace(name, *before);
}

// A client in the middle of a check goes on with the numbers that it has begun with.
void PublicationDraft::KeepMetadata() {
  const auto number_of = [](const std::string& name) {
    const std::string part = name.substr(sizeof("metadata/") - 1);
    return ParseBuild(part.substr(0, part.find('.'))).value_or(0);
  };
  std::int64_t newest = 0;
  for (const auto& [name, file] : previous_.files) {
    if (name.starts_with("metadata/") && name.ends_with(".targets.json")) {
      newest = std::max<std::int64_t>(newest, number_of(name));
    }
  }
  for (const auto& [name, file] : previous_.files) {
    if (!name.starts_with("metadata/")) continue;
    const bool root = name.ends_with(".root.json");
    if (root || (number_of(name) != 0 && number_of(name) > newest - kOldMetadataKept)) Keep(name);
  }
}

void AddCatalogueFiles(const Catalogue& catalogue, UnixSeconds now, PublicationDraft& draft) {
  for (const Release& release : catalogue.releases) {
    if (release.withdrawn()) continue;
    const std::vector<std::string> audience = Audience(catalogue, release);
    for (const Archive& archive : release.archives) {
      draft.AddTarget(archive.path, "downloads/" + archive.path, archive.length, archive.sha256,
                      ArchiveType(archive), audience);
      for (const Delta& delta : archive.deltas) {
        draft.AddTarget(delta.path, "downloads/" + delta.path, delta.length, delta.sha256,
                        "application/octet-stream", audience);
      }
    }
    for (const ReleaseNotes& notes : release.notes) {
      draft.AddTarget(notes.path, notes.path, notes.length, notes.sha256, NotesType(notes.path),
                      audience);
    }
  }
  std::vector<std::string> open_channels;
  std::ranges::copy_if(catalogue.channels, std::back_inserter(open_channels),
                       [&](const std::string& channel) { return catalogue.IsOpen(channel); });
  constexpr char kJson[] = "application/json; charset=utf-8";
  draft.Add("api/versions", WriteApiVersions(catalogue, open_channels, now), kJson);
  draft.Add("api/manifests", WriteApiManifests(catalogue, open_channels, now), kJson);
  draft.Add("api/artifacts", WriteApiArtifacts(catalogue, open_channels, now), kJson);
}

}  // namespace nexy
