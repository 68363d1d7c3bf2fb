#include "update/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/status/status.h"
#include "base/status.h"
#include "base/strings.h"
#include "update/appcast.h"
#include "update/canonical_json.h"
#include "update/signing_key.h"
#include "update/version.h"

namespace nexy {
namespace {

using Json = nlohmann::ordered_json;

Manifest ManifestOfRelease(const Catalogue& catalogue, const Release& release,
                           const Archive& archive, const Placement& placement) {
  const std::string url = DownloadUrl(catalogue, archive.path);
  return {.version = release.version,
          .build = release.build,
          .channel = placement.channel,
          .released = PublicationTime(placement),
          .critical = release.critical_below > 0,
          .notes_url = release.notes.empty() ? url : NotesUrl(catalogue, release.notes.front()),
          .type = archive.type,
          .url = url,
          .size = archive.length,
          .sha256 = archive.sha256,
          .arch = archive.arch,
          .min_os = archive.min_os,
          .ed25519 = archive.signature};
}

// Earlier readers take `+00:00` only, not `Z`.
std::string OffsetTime(UnixSeconds time) {
  std::string text = IsoTime(time);
  text.pop_back();
  return text + "+00:00";
}

absl::StatusOr<UnixSeconds> ParseOffsetTime(std::string text) {
  if (text.ends_with("+00:00")) text.replace(text.size() - 6, 6, "Z");
  return ParseIsoTime(text);
}

Json JsonOfManifest(const Manifest& manifest, const std::string& build) {
  return {{"version", manifest.version},
          {"build", build},
          {"channel", manifest.channel},
          {"release_date", OffsetTime(manifest.released)},
          {"critical", manifest.critical},
          {"auto_install", true},
          {"notes_url", manifest.notes_url},
          {"artifact",
           {{"type", manifest.type},
            {"url", manifest.url},
            {"size", manifest.size},
            {"sha256", manifest.sha256},
            {"arch", manifest.arch},
            {"min_os", manifest.min_os},
            {"ed25519", manifest.ed25519}}}};
}

std::string Text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<Manifest> AllManifests(const Catalogue& catalogue,
                                   const std::vector<std::string>& channels, UnixSeconds now) {
  std::vector<Manifest> manifests;
  for (const std::string& channel : channels) {
    const std::optional<Manifest> manifest = ManifestOf(catalogue, channel, now);
    if (manifest) manifests.push_back(*manifest);
  }
  return manifests;
}

Json ManifestList(const std::vector<Manifest>& manifests) {
  Json list = Json::array();
  for (const Manifest& manifest : manifests) {
    list.push_back(JsonOfManifest(manifest, manifest.version));
  }
  return list;
}

// What any of the channels shows.
std::vector<const Release*> AllVisible(const Catalogue& catalogue,
                                       const std::vector<std::string>& channels, UnixSeconds now) {
  std::set<const Release*> seen;
  for (const std::string& channel : channels) {
    for (const Release* release : VisibleReleases(catalogue, channel, now)) seen.insert(release);
  }
  std::vector<const Release*> releases(seen.begin(), seen.end());
  std::ranges::sort(releases, std::greater{}, &Release::build);
  return releases;
}

absl::Status CheckArtifact(const Manifest& manifest) {
  if (!manifest.url.starts_with("https://") && !manifest.url.starts_with("http://")) {
    return absl::InvalidArgumentError("the archive's address is none");
  }
  if (manifest.size < 1) return absl::InvalidArgumentError("the archive's size is not above 0");
  const absl::StatusOr<std::string> hash = BytesOfHex(manifest.sha256);
  if (!hash.ok() || hash->size() != 32) {
    return absl::InvalidArgumentError("the archive's SHA-256 is missing or damaged");
  }
  const absl::StatusOr<std::string> signature = BytesOfBase64(manifest.ed25519);
  if (!signature.ok() || signature->size() != 64) {
    return absl::InvalidArgumentError("the archive's signature is missing or damaged");
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<Manifest> ManifestOf(const Catalogue& catalogue, std::string_view channel,
                                   UnixSeconds now) {
  const Release* chosen = nullptr;
  for (const Release* release : VisibleReleases(catalogue, channel, now)) {
    if (MacArchive(*release) == nullptr) continue;
    const Rollout& rollout = catalogue.SeenPlacement(*release, channel)->rollout;
    if (chosen == nullptr) chosen = release;
    if (rollout.interval_s > 0 || rollout.control_permille > 0) continue;
    chosen = release;
    break;
  }
  if (chosen == nullptr) return std::nullopt;
  return ManifestOfRelease(catalogue, *chosen, *MacArchive(*chosen),
                           *catalogue.SeenPlacement(*chosen, channel));
}

std::string WriteManifest(const Manifest& manifest) {
  return Text(JsonOfManifest(manifest, std::to_string(manifest.build)));
}

absl::StatusOr<Manifest> ReadManifest(std::string_view text) {
  NEXY_ASSIGN_OR_RETURN(const nlohmann::json json, ParseStrictJson(text));
  Manifest manifest;
  NEXY_ASSIGN_OR_RETURN(manifest.version, TextMember(json, "version"));
  if (!IsPlainVersion(manifest.version)) return absl::InvalidArgumentError("the version is none");
  NEXY_ASSIGN_OR_RETURN(const std::string build, TextMember(json, "build"));
  NEXY_ASSIGN_OR_RETURN(manifest.build, ParseBuild(build));
  NEXY_ASSIGN_OR_RETURN(manifest.channel, TextMember(json, "channel"));
  NEXY_ASSIGN_OR_RETURN(const std::string released, TextMember(json, "release_date"));
  NEXY_ASSIGN_OR_RETURN(manifest.released, ParseOffsetTime(released));
  NEXY_ASSIGN_OR_RETURN(manifest.critical, FlagMember(json, "critical"));
  NEXY_ASSIGN_OR_RETURN(manifest.notes_url, TextMember(json, "notes_url"));
  NEXY_ASSIGN_OR_RETURN(const nlohmann::json artifact, ObjectMember(json, "artifact"));
  NEXY_ASSIGN_OR_RETURN(manifest.type, TextMember(artifact, "type"));
  NEXY_ASSIGN_OR_RETURN(manifest.url, TextMember(artifact, "url"));
  NEXY_ASSIGN_OR_RETURN(manifest.size, NumberMember(artifact, "size"));
  NEXY_ASSIGN_OR_RETURN(manifest.sha256, TextMember(artifact, "sha256"));
  NEXY_ASSIGN_OR_RETURN(manifest.arch, TextMember(artifact, "arch"));
  NEXY_ASSIGN_OR_RETURN(manifest.min_os, TextMember(artifact, "min_os"));
  NEXY_ASSIGN_OR_RETURN(manifest.ed25519, TextMember(artifact, "ed25519"));
  NEXY_RETURN_IF_ERROR(CheckArtifact(manifest));
  return manifest;
}

std::string WriteApiVersions(const Catalogue& catalogue, const std::vector<std::string>& channels,
                             UnixSeconds now) {
  const std::vector<Manifest> manifests = AllManifests(catalogue, channels, now);
  const std::string latest = manifests.empty() ? "" : manifests.front().version;
  Json available = Json::array();
  for (const Release* release : AllVisible(catalogue, channels, now)) {
    available.push_back(release->version);
  }
  return Text({{"current", latest},
               {"latest", latest},
               {"available", available},
               {"manifests", ManifestList(manifests)}});
}

std::string WriteApiManifests(const Catalogue& catalogue, const std::vector<std::string>& channels,
                              UnixSeconds now) {
  return Text(ManifestList(AllManifests(catalogue, channels, now)));
}

std::string WriteApiArtifacts(const Catalogue& catalogue, const std::vector<std::string>& channels,
                              UnixSeconds now) {
  Json list = Json::array();
  for (const Release* release : AllVisible(catalogue, channels, now)) {
    for (const Archive& archive : release->archives) {
      list.push_back({{"filename", archive.path},
                      {"size", archive.length},
                      {"sha256", archive.sha256},
                      {"type", archive.type},
                      {"url", DownloadUrl(catalogue, archive.path)},
                      {"created", static_cast<double>(release->published)},
                      {"modified", static_cast<double>(release->published)}});
    }
  }
  return Text(list);
}

}  // namespace nexy
