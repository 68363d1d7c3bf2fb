#include "update/mac_bundle.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/status.h"
#include "base/strings.h"
#include "update/code_signature.h"
#include "update/durable_file.h"
#include "update/property_list.h"
#include "update/signing_key.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

constexpr std::size_t kPropertiesMaxBytes = 8 << 20;

absl::Status Malformed(std::string_view why) {
  return RefusalStatus(UpdateRefusal::kMalformed, Concat("The program is damaged: ", why, "."));
}

absl::Status NotSigned(std::string_view why) {
  return RefusalStatus(UpdateRefusal::kBadSignature,
                       Concat("The program's code signature does not hold: ", why, "."));
}

absl::Status WrongIdentity(std::string_view why) {
  return RefusalStatus(
      UpdateRefusal::kWrongIdentity,
      Concat("The downloaded update is another program than was signed: ", why, "."));
}

absl::StatusOr<std::string> FindBundle(const std::string& tree) {
  std::vector<std::string> found;
  for (const char* folder : {"", "/Applications"}) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(tree + folder, error)) {
      if (entry.path().extension() == ".app" && entry.is_directory() && !entry.is_symlink()) {
        found.push_back(
            Concat(folder, *folder != '\0' ? "/" : "", entry.path().filename().string()));
      }
    }
  }
  if (found.size() != 1) return Malformed("there is not one program in it");
  return found.front().starts_with('/') ? found.front().substr(1) : found.front();
}

absl::StatusOr<PropertyValue> PropertiesIn(const std::string& path, std::string& bytes) {
  const auto read = ReadWholeFile(path, kPropertiesMaxBytes);
  if (!read.ok()) return Malformed(MessageOf(read.status()));
  bytes = *read;
  auto properties = ReadPropertyList(bytes);
  if (!properties.ok()) return Malformed(MessageOf(properties.status()));
  return properties;
}

// Each file that the list seals is there and is that file.
absl::Status CheckResources(const std::string& contents, const PropertyValue& resources) {
  const PropertyValue* files = resources.Find("files2");
  if (files == nullptr) return NotSigned("its resources are not sealed");
  for (const auto& [name, seal] : files->members) {
    const std::filesystem::path path(name);
    if (path.is_absolute() || std::ranges::find(path, "..") != path.end()) {
      return NotSigned("it seals something outside the program");
    }
    const std::string at = contents + "/" + name;
    std::error_code error;
    if (const std::string link = seal.TextOf("symlink"); !link.empty()) {
      if (std::filesystem::read_symlink(at, error).string() == link) continue;
      return NotSigned(Concat(name, " is another link"));
    }
    const std::string hash = seal.TextOf("hash2");
    if (hash.empty()) {
      if (seal.Find("cdhash") != nullptr) continue;  // Code inside it, which is signed itself.
      return NotSigned(Concat(name, " is not sealed"));
    }
    const auto file = MappedFile::Open(at);
    const bool optional = seal.TextOf("optional") == "true";
    if (!file.ok() && optional && !std::filesystem::exists(at, error)) continue;
    if (!file.ok() || Sha256Hex(file->bytes()) != HexOf(hash)) {
      return NotSigned(Concat(name, " is not the sealed one"));
    }
  }
  // And nothing else lies among them.
  std::error_code error;
  const std::filesystem::path folder = contents + "/Resources";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    if (entry.is_directory(error) && !entry.is_symlink(error)) continue;
    const std::string name = entry.path().lexically_relative(contents).string();
    if (!files->members.contains(name)) return NotSigned(Concat(name, " is not sealed"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MacBundle> ReadMacBundle(const std::string& tree) {
  MacBundle bundle;
  NEXY_ASSIGN_OR_RETURN(bundle.path, FindBundle(tree));
  const std::string contents = Concat(tree, "/", bundle.path, "/Contents");
  std::string info_bytes;
  NEXY_ASSIGN_OR_RETURN(const PropertyValue info,
                        PropertiesIn(contents + "/Info.plist", info_bytes));
  bundle.identifier = info.TextOf("CFBundleIdentifier");
  bundle.bundle_version = info.TextOf("CFBundleVersion");
  const std::string executable = info.TextOf("CFBundleExecutable");
  if (executable.empty() || executable.find('/') != std::string::npos || executable == "..") {
    return Malformed("it does not say what to start");
  }
  const auto program = MappedFile::Open(Concat(contents, "/MacOS/", executable));
  if (!program.ok()) return Malformed(MessageOf(program.status()));
  NEXY_ASSIGN_OR_RETURN(const auto signatures, ReadCodeSignatures(program->bytes()));
  std::string resources_bytes;
  NEXY_ASSIGN_OR_RETURN(const PropertyValue resources,
                        PropertiesIn(contents + "/_CodeSignature/CodeResources", resources_bytes));
  for (const CodeSignature& signature : signatures) {
    if (HexOf(signature.property_list_hash) != Sha256Hex(info_bytes)) {
      return NotSigned("Info.plist is not the sealed one");
    }
    if (HexOf(signature.resources_hash) != Sha256Hex(resources_bytes)) {
      return NotSigned("the list of its resources is not the sealed one");
    }
    const CodeSignature& first = signatures.front();
    if (signature.identifier != bundle.identifier || signature.team != first.team ||
        signature.requirement != first.requirement || signature.leaf_sha1 != first.leaf_sha1) {
      return NotSigned("its architectures are signed as different programs");
    }
    bundle.cdhashes.push_back(signature.cdhash);
  }
  NEXY_RETURN_IF_ERROR(CheckResources(contents, resources));
  bundle.code = {.cdhash = signatures.front().cdhash,
                 .requirement = signatures.front().requirement,
                 .team = signatures.front().team};
  // A requirement that names a certificate is about the one that has signed.
  const std::string leaf = "certificate leaf = H\"";
  const auto at = bundle.code.requirement.find(leaf);
  if (at != std::string::npos &&
      bundle.code.requirement.substr(at + leaf.size(), 40) != signatures.front().leaf_sha1) {
    return NotSigned("it was made with another certificate than its requirement names");
  }
  return bundle;
}

absl::Status CheckMacBundle(const MacBundle& bundle, const std::string& app_id,
                            const std::string& bundle_version, const CodeIdentity& expected) {
  if (bundle.identifier != app_id) return WrongIdentity("it is " + bundle.identifier);
  if (bundle.bundle_version != bundle_version) {
    return WrongIdentity("its version is " + bundle.bundle_version);
  }
  if (expected.requirement.empty()) return WrongIdentity("nothing says who may have made it");
  if (bundle.code.requirement != expected.requirement) {
    return WrongIdentity("its designated requirement is " + bundle.code.requirement);
  }
  if (bundle.code.team != expected.team) return WrongIdentity("its team is another one");
  const bool known = expected.cdhash.empty() ||
                     std::ranges::find(bundle.cdhashes, expected.cdhash) != bundle.cdhashes.end();
  return known ? absl::OkStatus() : WrongIdentity("its code is other code");
}

}  // namespace nexy
