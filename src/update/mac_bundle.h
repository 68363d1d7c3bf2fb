#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "update/release.h"

namespace nexy {

// A program for macOS as it lies in an unpacked tree: Nexy.app.
struct MacBundle {
  std::string path;                   // Of the .app folder, below the tree.
  std::string identifier;             // CFBundleIdentifier
  std::string bundle_version;         // CFBundleVersion
  CodeIdentity code;                  // Of its first architecture.
  std::vector<std::string> cdhashes;  // Of all of them.
};

// The one program in `tree`, at its top or in Applications/, with its code signature checked: every
// page, Info.plist, every resource that is sealed. Refusals (update/update_refusal.h): kMalformed,
// kBadSignature.
absl::StatusOr<MacBundle> ReadMacBundle(const std::string& tree);

// Whether `bundle` is what the signed statement about `archive` says: program, version, and the
// code identity that macOS keys permissions to. kWrongIdentity if not, or if the statement says
// nothing of the identity.
absl::Status CheckMacBundle(const MacBundle& bundle, const std::string& app_id,
                            const std::string& bundle_version, const CodeIdentity& expected);

}  // namespace nexy
