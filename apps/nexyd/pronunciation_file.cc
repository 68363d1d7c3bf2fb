#include "nexyd/pronunciation_file.h"

#include <yaml-cpp/yaml.h>

#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "base/status.h"
#include "base/strings.h"
#include "nexyd/setting.h"

namespace nexy {
namespace {

constexpr std::size_t kFileMaxBytes = std::size_t{1} << 20;

// The entries while they are read, each with the line that it begins in.
struct Entries {
  std::string_view name;
  std::vector<PronunciationEntry> entries;
  std::vector<int> lines;

  absl::Status Refuse(int line, std::string_view why) const {
    return absl::InvalidArgumentError(Concat(name, ":", line, ": ", why));
  }
};

absl::Status ReadFlag(const Entries& read, int line, const std::string& key, const YAML::Node& node,
                      bool& flag) {
  const std::string word = node.IsScalar() ? node.Scalar() : "";
  if (word != "true" && word != "false") {
    return read.Refuse(line, Concat(key, " must be true or false"));
  }
  flag = word == "true";
  return absl::OkStatus();
}

absl::Status ReadDetail(const Entries& read, int line, const std::string& key,
                        const YAML::Node& node, PronunciationEntry& entry) {
  if (key == "case") return ReadFlag(read, line, key, node, entry.match_case);
  if (key == "part") {
    bool part = false;
    NEXY_RETURN_IF_ERROR(ReadFlag(read, line, key, node, part));
    entry.whole_word = !part;
    return absl::OkStatus();
  }
  if (!node.IsScalar()) return read.Refuse(line, Concat(key, " must be a text"));
  if (key == "say") {
    entry.spoken = node.Scalar();
    return absl::OkStatus();
  }
  if (key != "language") {
    return read.Refuse(
        line, Concat("unknown word ", Quoted(key), ", expected say, language, case or part"));
  }
  entry.language = LanguageFromTag(node.Scalar());
  if (entry.language) return absl::OkStatus();
  return read.Refuse(line, Concat("language ", Quoted(node.Scalar()), " is not en or ru"));
}

absl::Status ReadEntry(const YAML::Node& written, const YAML::Node& said, Entries& read) {
  const int line = written.Mark().line + 1;
  if (!written.IsScalar()) return read.Refuse(line, "expected what is written, a text");
  PronunciationEntry entry;
  entry.written = written.Scalar();
  if (said.IsScalar()) {
    entry.spoken = said.Scalar();
  } else if (said.IsMap()) {
    std::set<std::string> seen;
    for (const auto& detail : said) {
      const int at = detail.first.Mark().line + 1;
      if (!detail.first.IsScalar()) return read.Refuse(at, "expected say, language, case or part");
      if (!seen.insert(detail.first.Scalar()).second) {
        return read.Refuse(at, Concat(detail.first.Scalar(), " is there twice"));
      }
      NEXY_RETURN_IF_ERROR(ReadDetail(read, at, detail.first.Scalar(), detail.second, entry));
    }
  } else {
    return read.Refuse(line, Concat(Quoted(entry.written), " has nothing that is said"));
  }
  read.entries.push_back(std::move(entry));
  read.lines.push_back(line);
  return absl::OkStatus();
}

// Gives the message of Pronunciations::Make(), which begins with the entry's number, its line.
absl::Status WithLine(const Entries& read, const absl::Status& status) {
  const std::string message(status.message());
  const std::size_t index = std::stoul(message);
  return read.Refuse(read.lines[index], message.substr(message.find(": ") + 2));
}

}  // namespace

absl::StatusOr<Pronunciations> ReadPronunciations(std::string_view name, const std::string& yaml) {
  Entries read{name, {}, {}};
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(yaml);
    if (documents.empty() || documents[0].IsNull()) return Pronunciations();
    if (documents.size() > 1) {
      return read.Refuse(documents[1].Mark().line + 1, "expected one document, without ---");
    }
    const YAML::Node& file = documents[0];
    if (!file.IsMap()) return read.Refuse(1, "expected lines such as  nginx: engine x");
    for (const auto& entry : file) {
      NEXY_RETURN_IF_ERROR(ReadEntry(entry.first, entry.second, read));
    }
  } catch (const YAML::Exception& error) {
    return read.Refuse(error.mark.line + 1, error.msg);
  }
  auto made = Pronunciations::Make(read.entries);
  if (!made.ok()) return WithLine(read, made.status());
  return made;
}

absl::StatusOr<Pronunciations> LoadPronunciations(const std::string& path) {
  if (path.empty()) return Pronunciations();
  std::ifstream file(path, std::ios::binary);
  std::string yaml(kFileMaxBytes + 1, '\0');
  file.read(yaml.data(), static_cast<std::streamsize>(yaml.size()));
  if (file.bad() || !file.is_open()) return absl::NotFoundError(Concat("cannot read ", path));
  yaml.resize(static_cast<std::size_t>(file.gcount()));
  if (yaml.size() > kFileMaxBytes) {
    return absl::InvalidArgumentError(Concat(path, " is longer than 1 MiB"));
  }
  return ReadPronunciations(path, yaml);
}

}  // namespace nexy
