#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "update/durable_file.h"
#include "update/release.h"
#include "update/signing_key.h"

namespace nexy {

// What an operator says about a release before it is published.
struct ReleaseOrder {
  std::string channel;
  std::vector<std::string> files;   // Paths of archives.
  std::vector<std::string> notes;   // Paths; "notes.ru.md" is Russian, "notes.md" is for everybody.
  std::vector<std::string> deltas;  // "2000031:Nexy.delta", for the first archive.
  std::string version;
  std::int64_t build = 0;      // 0: the one that goes with the version.
  std::string bundle_version;  // Empty: the version.
  std::string title;           // Empty: "Nexy" and the version.
  std::string os;              // Empty: by the file's type.
  std::string arch;
  std::string min_system;
  std::string max_system;
  std::int64_t critical_below = 0;
  std::int64_t minimum_build = 0;
  std::int64_t expires_s = 0;  // After publication; 0: never.
  std::string source_commit;
  CodeIdentity code;
  Rollout rollout;  // Its salt is made here.
};

// A release whose bytes are mapped, hashed and signed: all facts come from the files themselves.
class IncomingRelease {
 public:
  // INVALID_ARGUMENT names the file that cannot be published and why.
  static absl::StatusOr<IncomingRelease> Read(const ReleaseOrder& order, const Catalogue& catalogue,
                                              const SigningKey& archive_key, UnixSeconds now);

  // Takes the code identity of each archive for macOS from the archive itself; see
  // TakeCodeIdentity().
  absl::Status ReadPrograms(const std::string& app_id);

  const Release& release() const { return release_; }
  std::map<std::string, std::string_view> files() const;  // By path.

 private:
  Release release_;
  std::map<std::string, MappedFile> mapped_;
};

// "dmg", "tar.gz", …; empty for what is never published.
std::string ArchiveTypeOf(std::string_view name);
// "Nexy.dmg" of build 2000032 is published as "Nexy-2000032.dmg": no name is used twice.
std::string PublishedName(std::string_view file, std::int64_t build);

}  // namespace nexy
