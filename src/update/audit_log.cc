#include "update/audit_log.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/canonical_json.h"
#include "update/durable_file.h"
#include "update/signing_key.h"

namespace nexy {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLogMaxBytes = 256u << 20;

// The lines of a log, and what a crash has left of one more.
struct Lines {
  std::vector<std::string> whole;
  std::string unfinished;
};

absl::StatusOr<Lines> ReadLines(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadWholeFile(path, kLogMaxBytes);
  if (absl::IsNotFound(text.status())) return Lines{};
  NEXY_RETURN_IF_ERROR(text.status());
  Lines lines;
  std::size_t begin = 0;
  for (std::size_t end = text->find('\n'); end != std::string::npos;
       begin = end + 1, end = text->find('\n', begin)) {
    lines.whole.push_back(text->substr(begin, end - begin));
  }
  lines.unfinished = text->substr(begin);
  return lines;
}

absl::Status CutOff(const std::string& path, const std::string& unfinished) {
  NEXY_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kLogMaxBytes));
  const std::size_t slash = path.find_last_of('/');
  return WriteDurably(path.substr(0, slash), path.substr(slash + 1),
                      std::string_view(text).substr(0, text.size() - unfinished.size()));
}

}  // namespace

std::string EntryHash(const Json& entry) { return Sha256Hex(CanonicalJson(entry)); }

Json NextEntry(const Json& last, UnixSeconds time, const std::string& who,
               const std::string& command, Json details) {
  const bool first = last.is_null();
  return {{"number", first ? 1 : last.at("number").get<std::int64_t>() + 1},
          {"previous", first ? std::string() : EntryHash(last)},
          {"time", IsoTime(time)},
          {"who", who},
          {"command", command},
          {"details", std::move(details)}};
}

absl::Status AppendEntry(const std::string& path, const Json& entry) {
  return AppendDurably(path, CanonicalJson(entry) + "\n");
}

absl::Status CompleteAuditLog(const std::string& path, const Json& entry) {
  NEXY_ASSIGN_OR_RETURN(const Lines lines, ReadLines(path));
  const std::string line = CanonicalJson(entry);
  if (!lines.unfinished.empty()) NEXY_RETURN_IF_ERROR(CutOff(path, lines.unfinished));
  if (!lines.whole.empty() && lines.whole.back() == line) return absl::OkStatus();
  const std::string expected = lines.whole.empty() ? "" : Sha256Hex(lines.whole.back());
  NEXY_ASSIGN_OR_RETURN(const std::string previous, TextMember(entry, "previous"));
  if (previous != expected) {
    return absl::DataLossError(
        Concat("the audit log ", path,
               " does not lead up to what is published: lines were taken out or added; compare it "
               "with a backup before anything else is published"));
  }
  return AppendDurably(path, line + "\n");
}

absl::StatusOr<std::vector<Json>> ReadAuditLog(const std::string& path) {
  NEXY_ASSIGN_OR_RETURN(const Lines lines, ReadLines(path));
  std::vector<Json> entries;
  std::string previous;
  for (const std::string& line : lines.whole) {
    absl::StatusOr<Json> entry = ParseStrictJson(line);
    const absl::StatusOr<std::string> claimed =
        entry.ok() ? TextMember(*entry, "previous") : entry.status();
    if (!claimed.ok() || *claimed != previous) {
      return absl::DataLossError(Concat("line ", entries.size() + 1, " of ", path,
                                        " does not follow from the line before it"));
    }
    previous = Sha256Hex(line);
    entries.push_back(*std::move(entry));
  }
  return entries;
}

std::string WhoIsThis() {
  const char* behind_sudo = std::getenv("SUDO_USER");
  std::string name = behind_sudo ? behind_sudo : "";
  if (name.empty()) {
    const passwd* entry = getpwuid(getuid());
    name = entry ? entry->pw_name : Concat("uid ", getuid());
  }
  std::array<char, 256> host = {};
  gethostname(host.data(), host.size() - 1);
  return Concat(name, "@", host.data());
}

}  // namespace nexy
