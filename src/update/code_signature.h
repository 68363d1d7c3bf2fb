#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace nexy {

// What the code signature of one architecture says, after everything in it that can be checked
// without macOS was found to be right: the hash of each page of the program, the hashes of what it
// seals, the CMS signature over its code directory by the certificate that it carries.
struct CodeSignature {
  std::string identifier;   // The bundle id.
  std::string team;         // Empty for certificates that are not Apple's.
  std::string cdhash;       // Hex of 20 bytes.
  std::string requirement;  // The designated requirement, as `csreq -t` writes it.
  std::string leaf_sha1;    // Of the signing certificate, hex.
  // SHA-256 of what lies beside the program, raw; empty: it is not sealed.
  std::string property_list_hash;
  std::string resources_hash;
};

// The signatures of a Mach-O program, one for each architecture in it.
//
// Refusals (update/update_refusal.h): kMalformed for what is no such program or is damaged,
// kBadSignature for one that is not signed, is signed ad hoc, or whose signature does not hold.
absl::StatusOr<std::vector<CodeSignature>> ReadCodeSignatures(std::string_view program);

// A requirement's binary form (`requirement` blob) as text. kMalformed for what is damaged or uses
// a rule that is not known here.
absl::StatusOr<std::string> RequirementText(std::string_view blob);

}  // namespace nexy
