#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "update/release.h"

namespace nexy {

// One release in the form that earlier clients read: `manifest.json`.
struct Manifest {
  std::string version;  // "2.0.0.32"
  std::int64_t build = 0;
  std::string channel;
  UnixSeconds released = 0;
  bool critical = false;
  std::string notes_url;
  std::string type;  // dmg
  std::string url;
  std::int64_t size = 0;
  std::string sha256;
  std::string arch;
  std::string min_os;
  std::string ed25519;  // Base64 of 64 bytes over the archive.
};

// What clients that know no phases get from `channel`: the newest release that everybody may have,
// or the newest at all when there is no such. None while the channel is empty.
std::optional<Manifest> ManifestOf(const Catalogue& catalogue, std::string_view channel,
                                   UnixSeconds now);

// Integer-build rule: `build` is one growing whole number in a text, because earlier clients
// compute int(build) and take what raises for "no update", for ever.
std::string WriteManifest(const Manifest& manifest);

// INVALID_ARGUMENT for anything missing, empty or unreadable: that is never "fine" and never
// "nothing new".
absl::StatusOr<Manifest> ReadManifest(std::string_view text);

// Bodies of /api/versions, /api/manifests and /api/artifacts, of what `channels` show. Their
// versions and builds keep the four parts, as earlier scripts compare them.
std::string WriteApiVersions(const Catalogue& catalogue, const std::vector<std::string>& channels,
                             UnixSeconds now);
std::string WriteApiManifests(const Catalogue& catalogue, const std::vector<std::string>& channels,
                              UnixSeconds now);
std::string WriteApiArtifacts(const Catalogue& catalogue, const std::vector<std::string>& channels,
                              UnixSeconds now);

}  // namespace nexy
