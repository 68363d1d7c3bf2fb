#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "update/utc_time.h"

namespace nexy {

// A file as clients can ask for it: where its bytes lie, and all that a server says about them.
struct PublishedFile {
  std::string sha256;  // Names the blob; a strong ETag.
  std::int64_t length = 0;
  std::string type;          // Content type.
  UnixSeconds modified = 0;  // When these bytes were first published under this name.
  // Who may have it: clients of any of these channels. Empty: everybody.
  std::vector<std::string> channels;
  friend bool operator==(const PublishedFile&, const PublishedFile&) = default;
};

// Everything that is served at one moment: the names below /updates/ ("appcast.xml",
// "downloads/Nexy-2000032.dmg", "metadata/timestamp.json", "api/versions") and the files behind
// them. It is immutable; a change is a new publication, and one atomic rename makes it count.
struct Publication {
  std::int64_t number = 0;
  UnixSeconds time = 0;
  std::string previous;  // SHA-256 of the publication before it; empty: the first.
  nlohmann::json entry;  // Its line in the audit log.
  std::map<std::string, PublishedFile> files;

  const PublishedFile* Find(const std::string& name) const {
    const auto found = files.find(name);
    return found == files.end() ? nullptr : &found->second;
  }
};

std::string WritePublication(const Publication& publication);
absl::StatusOr<Publication> ReadPublication(std::string_view text);

// What the file `current` of a store says.
struct CurrentPublication {
  std::int64_t number = 0;
  std::string sha256;  // Of the publication's file.
  friend bool operator==(const CurrentPublication&, const CurrentPublication&) = default;
};
std::string WriteCurrent(const CurrentPublication& current);
absl::StatusOr<CurrentPublication> ReadCurrent(std::string_view text);

}  // namespace nexy
