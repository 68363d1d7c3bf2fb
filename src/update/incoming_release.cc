#include "update/incoming_release.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/mac_archive.h"
#include "update/version.h"

namespace nexy {
namespace {

constexpr const char* kTypes[] = {"dmg", "pkg", "zip", "tar.gz", "tar.xz", "tar.zst"};
constexpr std::size_t kNotesMaxBytes = 256 * 1024;

std::string_view BaseName(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

bool IsTame(std::string_view name) {
  return !name.empty() && name[0] != '.' && name.size() <= 150 &&
         name.find_first_not_of(
             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
             "._-") == std::string_view::npos;
}

absl::Status Wrong(std::string_view file, std::string_view why) {
  return absl::InvalidArgumentError(Concat(file, " ", why));
}

// "notes.ru.md" gives "ru".
std::string LanguageOf(std::string_view name) {
  const std::size_t last = name.find_last_of('.');
  const std::size_t before = last == std::string_view::npos || last == 0
                                 ? std::string_view::npos
                                 : name.find_last_of('.', last - 1);
  if (before == std::string_view::npos) return "";
  const std::string language(name.substr(before + 1, last - before - 1));
  const bool right = language.size() >= 2 && language.size() <= 10 &&
                     language.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVW"
                         "XYZ") == std::string::npos;
  return right ? language : "";
}

struct Signed {
  std::int64_t length = 0;
  std::string sha256;
  std::string signature;
};

Signed SignFile(const MappedFile& file, const SigningKey& key) {
  return {.length = static_cast<std::int64_t>(file.bytes().size()),
          .sha256 = Sha256Hex(file.bytes()),
          .signature = key.SignBase64(file.bytes())};
}

absl::StatusOr<MappedFile> OpenFull(const std::string& path) {
  NEXY_ASSIGN_OR_RETURN(MappedFile file, MappedFile::Open(path));
  if (file.bytes().empty()) return Wrong(path, "is empty");
  return file;
}

Archive ArchiveOf(const ReleaseOrder& order, const std::string& type) {
  Archive archive;
  archive.type = type;
  archive.os = !order.os.empty() ? order.os : type.starts_with("tar") ? "linux" : "macos";
  archive.arch = !order.arch.empty() ? order.arch : archive.os == "macos" ? "universal2" : "x86_64";
  archive.min_os = order.min_system;
  archive.max_os = order.max_system;
  archive.code = order.code;
  return archive;
}

absl::StatusOr<Release> FactsOf(const ReleaseOrder& order, UnixSeconds now) {
  Release release;
  release.version = order.version;
  NEXY_ASSIGN_OR_RETURN(const std::int64_t build, BuildOfVersion(order.version));
  release.build = order.build == 0 ? build : order.build;
  release.bundle_version = order.bundle_version.empty() ? order.version : order.bundle_version;
  if (release.bundle_version.find_first_not_of("0123456789.") != std::string::npos) {
    return Wrong(release.bundle_version,
                 "is no bundle version: Sparkle orders only numbers and dots reliably");
  }
  release.title = order.title.empty() ? "Nexy " + order.version : order.title;
  release.published = now;
  release.expires = order.expires_s == 0 ? 0 : now + order.expires_s;
  release.critical_below = order.critical_below;
  release.minimum_build = order.minimum_build;
  release.source_commit = order.source_commit;
  Rollout rollout = order.rollout;
  rollout.salt = HexOf(RandomBytes(16));
  release.placements = {{.channel = order.channel, .since = now, .rollout = rollout}};
  return release;
}

}  // namespace

std::string ArchiveTypeOf(std::string_view name) {
  for (const std::string_view type : kTypes) {
    if (name.size() > type.size() + 1 && name.ends_with(type) &&
        name[name.size() - type.size() - 1] == '.') {
      return std::string(type);
    }
  }
  return "";
}

std::string PublishedName(std::string_view file, std::int64_t build) {
  const std::string_view name = BaseName(file);
  if (name.find(std::to_string(build)) != std::string_view::npos) return std::string(name);
  const std::string type = ArchiveTypeOf(name);
  const std::string ending =
      type.empty() ? std::string(name.substr(name.find_last_of('.'))) : "." + type;
  return Concat(name.substr(0, name.size() - ending.size()), "-", build, ending);
}

absl::StatusOr<IncomingRelease> IncomingRelease::Read(const ReleaseOrder& order,
                                                      const Catalogue& catalogue,
                                                      const SigningKey& archive_key,
                                                      UnixSeconds now) {
  IncomingRelease incoming;
  NEXY_ASSIGN_OR_RETURN(incoming.release_, FactsOf(order, now));
  Release& release = incoming.release_;
  const auto keep = [&incoming](const std::string& path, MappedFile file) {
    return incoming.mapped_.emplace(path, std::move(file)).second ? absl::OkStatus()
                                                                  : Wrong(path, "is given twice");
  };
  for (const std::string& file : order.files) {
    const std::string type = ArchiveTypeOf(BaseName(file));
    if (type.empty()) return Wrong(file, "is not a dmg, pkg, zip or tar archive");
    if (!IsTame(BaseName(file))) {
      return Wrong(file, "has a name with other characters than letters, digits, . _ -");
    }
    NEXY_ASSIGN_OR_RETURN(MappedFile mapped, OpenFull(file));
    const Signed facts = SignFile(mapped, archive_key);
    Archive archive = ArchiveOf(order, type);
    archive.path = PublishedName(file, release.build);
    archive.length = facts.length;
    archive.sha256 = facts.sha256;
    archive.signature = facts.signature;
    NEXY_RETURN_IF_ERROR(keep(archive.path, std::move(mapped)));
    release.archives.push_back(std::move(archive));
  }
  if (release.archives.empty()) return Wrong("the release", "has no archive");
  for (const std::string& file : order.notes) {
    NEXY_ASSIGN_OR_RETURN(MappedFile mapped, OpenFull(file));
    if (mapped.bytes().size() > kNotesMaxBytes) return Wrong(file, "is longer than 256 KiB");
    const std::size_t dot = BaseName(file).find_last_of('.');
    if (!IsTame(BaseName(file)) || dot == std::string_view::npos) {
      return Wrong(file, "has no name that notes can have, such as notes.en.md");
    }
    const Signed facts = SignFile(mapped, archive_key);
    ReleaseNotes notes{.language = LanguageOf(BaseName(file)),
                       .path = "",
                       .length = facts.length,
                       .sha256 = facts.sha256,
                       .signature = facts.signature};
    notes.path = Concat("notes/", release.build, notes.language.empty() ? "" : ".", notes.language,
                        BaseName(file).substr(dot));
    NEXY_RETURN_IF_ERROR(keep(notes.path, std::move(mapped)));
    release.notes.push_back(std::move(notes));
  }
  for (const std::string& entry : order.deltas) {
    const std::size_t colon = entry.find(':');
    NEXY_ASSIGN_OR_RETURN(const std::int64_t from, ParseBuild(entry.substr(0, colon)));
    const Release* base = catalogue.Find(from);
    if (base == nullptr || colon == std::string::npos) {
      return Wrong(entry, "does not begin with a published build, as in 2000031:Nexy.delta");
    }
    NEXY_ASSIGN_OR_RETURN(MappedFile mapped, OpenFull(entry.substr(colon + 1)));
    const Signed facts = SignFile(mapped, archive_key);
    Delta delta{.from_build = from,
                .from_bundle_version = base->bundle_version,
                .path = Concat("Nexy-", from, "-", release.build, ".delta"),
                .length = facts.length,
                .sha256 = facts.sha256,
                .signature = facts.signature};
    NEXY_RETURN_IF_ERROR(keep(delta.path, std::move(mapped)));
    release.archives.front().deltas.push_back(std::move(delta));
  }
  return incoming;
}

absl::Status IncomingRelease::ReadPrograms(const std::string& app_id) {
  for (Archive& archive : release_.archives) {
    if (archive.os != "macos") continue;
    NEXY_RETURN_IF_ERROR(TakeCodeIdentity(mapped_.at(archive.path).bytes(), app_id,
                                          release_.bundle_version, archive));
  }
  return absl::OkStatus();
}

std::map<std::string, std::string_view> IncomingRelease::files() const {
  std::map<std::string, std::string_view> files;
  for (const auto& [path, file] : mapped_) files.emplace(path, file.bytes());
  return files;
}

}  // namespace nexy
