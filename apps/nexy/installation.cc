#include "nexy/installation.h"

#include <filesystem>

#include "update/installed_program.h"

namespace nexy {

std::string HomeOfThisProgram() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto bin = program.parent_path();
  const auto versions = bin.parent_path().parent_path();
  if (error || bin.filename() != "bin" || versions.filename() != "versions") return "";
  return versions.parent_path().string();
}

std::optional<FileHandle> HoldUpdates() {
  const std::string home = HomeOfThisProgram();
  if (home.empty()) return std::nullopt;
  const auto program = InstalledProgram::Open(home);
  if (!program.ok()) return std::nullopt;
  auto held = program->HoldTalking();
  if (!held.ok())
    return std::nullopt;  // An update looks whether somebody talks: never a reason to wait.
  return std::optional<FileHandle>(*std::move(held));
}

}  // namespace nexy
