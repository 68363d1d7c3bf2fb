#include "update/publication.h"

#include <utility>

#include "absl/status/status.h"
#include "base/status.h"
#include "base/strings.h"
#include "update/canonical_json.h"
#include "update/signing_key.h"

namespace nexy {
namespace {

using Json = nlohmann::json;

bool IsSha256(const std::string& text) {
  const absl::StatusOr<std::string> bytes = BytesOfHex(text);
  return bytes.ok() && bytes->size() == 32;
}

absl::StatusOr<PublishedFile> FileOf(const std::string& name, const Json& entry) {
  PublishedFile file;
  NEXY_ASSIGN_OR_RETURN(file.sha256, TextMember(entry, "sha256"));
  NEXY_ASSIGN_OR_RETURN(file.length, NumberMember(entry, "length"));
  NEXY_ASSIGN_OR_RETURN(file.type, TextMember(entry, "type"));
  NEXY_ASSIGN_OR_RETURN(file.modified, NumberMember(entry, "modified"));
  NEXY_ASSIGN_OR_RETURN(const Json channels, ListMember(entry, "channels"));
  for (const Json& channel : channels) {
    if (!channel.is_string()) return absl::InvalidArgumentError("a channel is no text");
    file.channels.push_back(channel.get<std::string>());
  }
  // The hash becomes the name of a file, so it must be one.
  if (!IsSha256(file.sha256) || file.length < 0) {
    return absl::InvalidArgumentError(Concat("the entry of ", name, " is not right"));
  }
  return file;
}

}  // namespace

std::string WritePublication(const Publication& publication) {
  Json json = {{"format", 1},
               {"publication", publication.number},
               {"time", publication.time},
               {"previous", publication.previous},
               {"entry", publication.entry},
               {"files", Json::object()}};
  for (const auto& [name, file] : publication.files) {
    json["files"][name] = {{"sha256", file.sha256},
                           {"length", file.length},
                           {"type", file.type},
                           {"modified", file.modified},
                           {"channels", file.channels}};
  }
  return json.dump(1) + "\n";
}

absl::StatusOr<Publication> ReadPublication(std::string_view text) {
  NEXY_ASSIGN_OR_RETURN(const Json json, ParseStrictJson(text));
  Publication publication;
  NEXY_ASSIGN_OR_RETURN(const std::int64_t format, NumberMember(json, "format"));
  if (format != 1) return absl::FailedPreconditionError("a newer nexyctl wrote this store");
  NEXY_ASSIGN_OR_RETURN(publication.number, NumberMember(json, "publication"));
  NEXY_ASSIGN_OR_RETURN(publication.time, NumberMember(json, "time"));
  NEXY_ASSIGN_OR_RETURN(publication.previous, TextMember(json, "previous"));
  NEXY_ASSIGN_OR_RETURN(publication.entry, ObjectMember(json, "entry"));
  NEXY_ASSIGN_OR_RETURN(const Json files, ObjectMember(json, "files"));
  for (const auto& [name, entry] : files.items()) {
    NEXY_ASSIGN_OR_RETURN(publication.files[name], FileOf(name, entry));
  }
  return publication;
}

std::string WriteCurrent(const CurrentPublication& current) {
  return Concat(current.number, " ", current.sha256, "\n");
}

absl::StatusOr<CurrentPublication> ReadCurrent(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space != std::string_view::npos && space > 0 && space <= 15 && text.ends_with('\n') &&
      text.substr(0, space).find_first_not_of("0123456789") == std::string_view::npos) {
    CurrentPublication current{.number = std::stoll(std::string(text.substr(0, space))),
                               .sha256 = ""};
    current.sha256 = text.substr(space + 1, text.size() - space - 2);
    if (IsSha256(current.sha256)) return current;
  }
  return absl::DataLossError("the file `current` of the store is damaged");
}

}  // namespace nexy
