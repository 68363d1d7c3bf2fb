#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "update/release.h"
#include "update/utc_time.h"

namespace nexy {

// The feed of `channel` as Sparkle 2 reads it, unsigned: the newest releases that its clients may
// see, without those that are paused, withdrawn or expired. Well-formed whatever the texts contain.
// The same catalogue gives the same bytes, except that releases drop out when they expire.
std::string WriteAppcast(const Catalogue& catalogue, std::string_view channel, UnixSeconds now);

struct AppcastFile {
  std::string url;
  std::int64_t length = 0;
  std::string type;
  std::string signature;   // Base64 of 64 bytes.
  std::string delta_from;  // Only for deltas.
};

struct AppcastItem {
  std::string title;
  std::string version;  // CFBundleVersion: what is compared.
  std::string short_version;
  std::string channel;  // Empty: everybody.
  UnixSeconds published = 0;
  std::string minimum_system;
  std::string minimum_update;
  std::int64_t interval_s = 0;
  bool critical = false;
  std::string critical_below;
  AppcastFile archive;
  std::vector<AppcastFile> deltas;
  std::vector<AppcastFile> notes;
};

// A feed's content, read strictly. INVALID_ARGUMENT at the first thing that is missing, twice,
// misspelt, or that different readers take differently: Sparkle would drop the whole feed too.
absl::StatusOr<std::vector<AppcastItem>> ReadAppcast(std::string_view content);

// The archive of a release that goes into feeds for macOS, or null.
const Archive* MacArchive(const Release& release);
// The releases that clients of `channel` may be told of now, newest first.
std::vector<const Release*> VisibleReleases(const Catalogue& catalogue, std::string_view channel,
                                            UnixSeconds now);
// When a release counts as published in its channel: pauses do not eat up its phase.
UnixSeconds PublicationTime(const Placement& placement);
// Where clients download a path of the catalogue.
std::string DownloadUrl(const Catalogue& catalogue, std::string_view path);
std::string NotesUrl(const Catalogue& catalogue, const ReleaseNotes& notes);

// `text` with nothing in it that XML cannot carry.
std::string XmlText(std::string_view text);

}  // namespace nexy
