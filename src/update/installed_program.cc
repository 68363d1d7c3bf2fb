#include "update/installed_program.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/status.h"
#include "base/strings.h"
#include "update/mac_archive.h"
#include "update/mac_bundle.h"
#include "update/tree_archive.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kFactsMaxBytes = 16 << 10;
constexpr std::size_t kMemoryMaxBytes = 64 << 10;
constexpr std::uintmax_t kDecisionsMaxBytes = 64 << 10;  // In each of two files.

template <typename T>
T Member(const Json& json, const char* name, T otherwise) {
  const auto at = json.find(name);
  if (at == json.end()) return otherwise;
  if constexpr (std::is_integral_v<T>) {
    return at->is_number_integer() ? at->get<T>() : otherwise;
  } else {
    return at->is_string() ? at->get<T>() : otherwise;
  }
}

absl::StatusOr<FileHandle> Locked(const std::string& path, int operation, std::string_view busy) {
  FileHandle file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() < 0) return SystemError("open", path);
  if (flock(file.get(), operation | LOCK_NB) != 0) return absl::UnavailableError(std::string(busy));
  return file;
}

}  // namespace

absl::StatusOr<TreeFacts> ReadTreeFacts(std::string_view text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return absl::InvalidArgumentError("release.json is not a JSON object");
  TreeFacts facts{.app_id = Member<std::string>(json, "app_id", ""),
                  .build = Member<std::int64_t>(json, "build", 0),
                  .version = Member<std::string>(json, "version", ""),
                  .channel = Member<std::string>(json, "channel", ""),
                  .update_url = Member<std::string>(json, "update_url", ""),
                  .archive_key = Member<std::string>(json, "archive_key", "")};
  if (facts.app_id.empty() || facts.build <= 0 || facts.version.empty()) {
    return absl::InvalidArgumentError("release.json must name app_id, build and version");
  }
  while (facts.update_url.ends_with('/')) facts.update_url.pop_back();
  return facts;
}

absl::StatusOr<InstalledProgram> InstalledProgram::Open(const std::string& home) {
  const auto text = ReadWholeFile(home + "/current/release.json", kFactsMaxBytes);
  if (!text.ok()) {
    return absl::NotFoundError(Concat("there is no installed Nexy at ", home,
                                      "; an installation has current/release.json (",
                                      MessageOf(text.status()), ")"));
  }
  auto facts = ReadTreeFacts(*text);
  if (!facts.ok()) return Annotate(facts.status(), home + "/current");
  NEXY_RETURN_IF_ERROR(CreateFolder(home + "/update"));
  NEXY_RETURN_IF_ERROR(CreateFolder(home + "/update/downloads"));
  return InstalledProgram(home, *std::move(facts));
}

absl::StatusOr<FileHandle> InstalledProgram::Acquire() const {
  return Locked(home_ + "/update/lock", LOCK_EX, "another update is under way");
}

bool InstalledProgram::IsTalking() const {
  const auto alone = Locked(home_ + "/update/talking", LOCK_EX, "talking");
  return absl::IsUnavailable(alone.status());
}

absl::StatusOr<FileHandle> InstalledProgram::HoldTalking() const {
  return Locked(home_ + "/update/talking", LOCK_SH, "an update is being installed");
}

absl::StatusOr<TrustedFiles> InstalledProgram::Trusted() const {
  TrustedFiles files;
  const struct {
    const char* name;
    std::string& bytes;
    std::size_t max_bytes;
  } kFiles[] = {{"root.json", files.root, kRootMaxBytes},
                {"timestamp.json", files.timestamp, kTimestampMaxBytes},
                {"snapshot.json", files.snapshot, kSnapshotMaxBytes},
                {"targets.json", files.targets, kTargetsMaxBytes}};
  for (const auto& [name, bytes, max_bytes] : kFiles) {
    auto read = ReadWholeFile(Concat(home_, "/update/", name), max_bytes);
    if (read.ok()) {
      bytes = *std::move(read);
    } else if (!absl::IsNotFound(read.status())) {
      return read.status();
    }
  }
  if (files.root.empty()) {  // The first check: the root comes with the program.
    NEXY_ASSIGN_OR_RETURN(files.root, ReadWholeFile(home_ + "/current/root.json", kRootMaxBytes));
  }
  if (const auto time = ReadWholeFile(home_ + "/update/newest-time", 32); time.ok()) {
    std::from_chars(time->data(), time->data() + time->size(), files.newest_time);
  }
  return files;
}

absl::Status InstalledProgram::KeepTrusted(const TrustedFiles& files) const {
  const std::string folder = home_ + "/update";
  // The root first: what follows is signed by its keys. After a crash the older of the others are
  // judged anew.
  NEXY_RETURN_IF_ERROR(WriteDurably(folder, "root.json", files.root));
  NEXY_RETURN_IF_ERROR(WriteDurably(folder, "newest-time", std::to_string(files.newest_time)));
  NEXY_RETURN_IF_ERROR(WriteDurably(folder, "targets.json", files.targets));
  NEXY_RETURN_IF_ERROR(WriteDurably(folder, "snapshot.json", files.snapshot));
  return WriteDurably(folder, "timestamp.json", files.timestamp);
}

absl::StatusOr<UpdateMemory> InstalledProgram::Memory() const {
  UpdateMemory memory;
  const auto text = ReadWholeFile(home_ + "/update/memory.json", kMemoryMaxBytes);
  if (!text.ok() && !absl::IsNotFound(text.status())) return text.status();
  const Json json = Json::parse(text.ok() ? *text : "{}", nullptr, /*allow_exceptions=*/false);
  if (json.is_object()) {
    memory.id = Member<std::string>(json, "id", "");
    memory.channel = Member<std::string>(json, "channel", "");
    memory.previous_build = Member<std::int64_t>(json, "previous_build", 0);
    memory.last_check = Member<std::int64_t>(json, "last_check", 0);
    memory.last_day = Member<std::int64_t>(json, "last_day", 0);
    for (const Json& build : json.value("unusable", Json::array())) {
      if (build.is_number_integer()) memory.unusable.push_back(build.get<std::int64_t>());
    }
  }
  if (memory.id.size() != 32) {
    memory.id = HexOf(RandomBytes(16));
    NEXY_RETURN_IF_ERROR(Remember(memory));
  }
  return memory;
}

absl::Status InstalledProgram::Remember(const UpdateMemory& memory) const {
  const Json json = {{"id", memory.id},
                     {"channel", memory.channel},
                     {"previous_build", memory.previous_build},
                     {"unusable", memory.unusable},
                     {"last_check", memory.last_check},
                     {"last_day", memory.last_day}};
  return WriteDurably(home_ + "/update", "memory.json", json.dump(2) + "\n");
}

absl::Status InstalledProgram::NoteDecision(const std::string& record) const {
  const std::string path = home_ + "/update/decisions.jsonl";
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (!error && size > kDecisionsMaxBytes) {
    std::filesystem::rename(path, home_ + "/update/decisions.before.jsonl", error);
  }
  return AppendDurably(path, record + "\n");
}

std::string InstalledProgram::DownloadPath(const std::string& sha256) const {
  return Concat(home_, "/update/downloads/", sha256);
}

std::string InstalledProgram::TreePath(std::int64_t build) const {
  return Concat(home_, "/versions/", build);
}

bool InstalledProgram::Has(std::int64_t build) const {
  std::error_code error;
  return std::filesystem::is_directory(TreePath(build), error);
}

// A tree has release.json, root.json and bin/ at its top, whatever it came in. A bundle of macOS
// carries them where its signature covers them.
absl::Status InstalledProgram::Unpack(std::string_view bytes, const Release& release,
                                      const Archive& archive, const std::string& folder) const {
  if (archive.type != "dmg" && archive.type != "pkg") return UnpackTree(bytes, folder);
  NEXY_RETURN_IF_ERROR(UnpackMacArchive(bytes, archive.type, folder));
  NEXY_ASSIGN_OR_RETURN(const MacBundle bundle, ReadMacBundle(folder));
  NEXY_RETURN_IF_ERROR(CheckMacBundle(bundle, facts_.app_id, release.bundle_version, archive.code));
  const std::string contents = bundle.path + "/Contents";
  for (const char* name : {"release.json", "root.json"}) {
    const auto text =
        ReadWholeFile(Concat(folder, "/", contents, "/Resources/", name), kRootMaxBytes);
    if (!text.ok()) return UnpackFailure(Concat("the program has no ", name));
    NEXY_RETURN_IF_ERROR(WriteDurably(folder, name, *text));
  }
  if (symlink((contents + "/MacOS").c_str(), (folder + "/bin").c_str()) != 0) {
    return UnpackFailure("it has a bin of its own");
  }
  return SyncFolder(folder);
}

absl::Status InstalledProgram::Place(std::string_view bytes, const Release& release,
                                     const Archive& archive) const {
  const std::int64_t build = release.build;
  if (Has(build)) return absl::OkStatus();
  const std::string unfinished = Concat(home_, "/versions/", kUnfinishedPrefix, build);
  std::error_code error;
  std::filesystem::remove_all(unfinished, error);
  NEXY_RETURN_IF_ERROR(CreateFolder(unfinished));
  const absl::Status unpacked = Unpack(bytes, release, archive, unfinished);
  if (!unpacked.ok()) {
    std::filesystem::remove_all(unfinished, error);
    return unpacked;
  }
  // The signed statement is about this program and build; the tree must say the same of itself.
  const auto text = ReadWholeFile(unfinished + "/release.json", kFactsMaxBytes);
  const auto facts = text.ok() ? ReadTreeFacts(*text) : absl::StatusOr<TreeFacts>(text.status());
  if (!facts.ok() || facts->app_id != facts_.app_id || facts->build != build) {
    std::filesystem::remove_all(unfinished, error);
    return RefusalStatus(UpdateRefusal::kWrongIdentity,
                         "The downloaded update is another program than it claims to be.");
  }
  if (std::rename(unfinished.c_str(), TreePath(build).c_str()) != 0) {
    return SystemError("name", TreePath(build));
  }
  return SyncFolder(home_ + "/versions");
}

absl::Status InstalledProgram::SwitchTo(std::int64_t build) const {
  const std::string fresh = Concat(home_, "/", kUnfinishedPrefix, "current");
  unlink(fresh.c_str());
  if (symlink(Concat("versions/", build).c_str(), fresh.c_str()) != 0 ||
      std::rename(fresh.c_str(), (home_ + "/current").c_str()) != 0) {
    const std::error_code why(errno, std::generic_category());
    return absl::UnavailableError(Concat("cannot switch to build ", build, ": ", why.message()));
  }
  return SyncFolder(home_);
}

absl::Status InstalledProgram::Prune(std::int64_t keep, std::int64_t keep_too) const {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(home_ + "/versions", error)) {
    const std::string name = entry.path().filename().string();
    if (name == std::to_string(keep) || name == std::to_string(keep_too)) continue;
    std::error_code failed;
    std::filesystem::remove_all(entry.path(), failed);
    if (failed)
      return absl::UnavailableError(Concat("cannot delete ", name, ": ", failed.message()));
  }
  for (const auto& entry :
       std::filesystem::directory_iterator(home_ + "/update/downloads", error)) {
    std::error_code ignored;  // A leftover costs room only.
    std::filesystem::remove(entry.path(), ignored);
  }
  return absl::OkStatus();
}

}  // namespace nexy
