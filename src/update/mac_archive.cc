#include "update/mac_archive.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/status.h"
#include "base/strings.h"
#include "update/mac_bundle.h"
#include "update/tree_archive.h"

namespace nexy {
namespace {

// A folder that goes with its owner.
class ScratchFolder {
 public:
  ScratchFolder() : path_((std::filesystem::temp_directory_path() / "nexy-archive-XXXXXX")) {
    if (mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

absl::StatusOr<MacBundle> ReadProgram(std::string_view bytes, const std::string& type) {
  const ScratchFolder folder;
  if (folder.path().empty()) return absl::UnavailableError("there is no room for temporary files");
  NEXY_RETURN_IF_ERROR(UnpackMacArchive(bytes, type, folder.path()));
  return ReadMacBundle(folder.path());
}

// What an operator said beforehand has to be what is found.
absl::Status CheckDeclared(const std::string& what, const std::string& declared,
                           const std::string& found) {
  if (declared.empty() || declared == found) return absl::OkStatus();
  return absl::FailedPreconditionError(
      Concat("its ", what, " is \"", found, "\", not \"", declared, "\" as was declared"));
}

absl::Status CheckProgram(const MacBundle& bundle, const std::string& app_id,
                          const std::string& bundle_version, const CodeIdentity& declared) {
  NEXY_RETURN_IF_ERROR(CheckDeclared("bundle id", app_id, bundle.identifier));
  NEXY_RETURN_IF_ERROR(CheckDeclared("bundle version", bundle_version, bundle.bundle_version));
  NEXY_RETURN_IF_ERROR(CheckDeclared("cdhash", declared.cdhash, bundle.code.cdhash));
  NEXY_RETURN_IF_ERROR(CheckDeclared("team", declared.team, bundle.code.team));
  return CheckDeclared("designated requirement", declared.requirement, bundle.code.requirement);
}

}  // namespace

absl::Status UnpackMacArchive(std::string_view bytes, const std::string& type,
                              const std::string& folder) {
  if (type == "dmg") return UnpackDiskImage(bytes, folder);
  if (type == "pkg") return UnpackPackage(bytes, folder);
  return UnpackTree(bytes, folder);
}

absl::Status TakeCodeIdentity(std::string_view bytes, const std::string& app_id,
                              const std::string& bundle_version, Archive& archive) {
  const absl::StatusOr<MacBundle> bundle = ReadProgram(bytes, archive.type);
  const absl::Status judged =
      bundle.ok() ? CheckProgram(*bundle, app_id, bundle_version, archive.code) : bundle.status();
  if (!judged.ok()) {
    return absl::FailedPreconditionError(
        Concat("the program in ", archive.path, ": ", MessageOf(judged),
               ". --unread-program publishes it with the identity that the flags say"));
  }
  archive.code = bundle->code;
  return absl::OkStatus();
}

}  // namespace nexy
