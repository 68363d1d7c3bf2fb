#include "llm/reading_note.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nexy {
namespace {

constexpr std::size_t kMaxTextBytes = 256;

// nlohmann::json does not write what is not UTF-8; a cut character is replaced.
std::string Shortened(const std::string& text) { return text.substr(0, kMaxTextBytes); }

}  // namespace

std::string WriteNote(const ReadingNote& note) {
  const nlohmann::json json = {{"read", static_cast<int>(note.intent.part)},
                               {"number", note.intent.number},
                               {"about", Shortened(note.intent.argument)},
                               {"next", note.next},
                               {"before", Shortened(note.before)},
                               {"complete", note.complete}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<ReadingNote> ParseNote(std::string_view text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return std::nullopt;
  const auto number = [&json](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number_integer() ? std::optional(found->get<std::int64_t>())
                                                             : std::nullopt;
  };
  const auto part = number("read"), next = number("next"), index = number("number");
  if (!part || !next || !index || *part < 0 || *part > static_cast<int>(Part::kParagraph) || *next < 0) {
    return std::nullopt;
  }
  ReadingNote note;
  note.intent = {Want::kRead, static_cast<Part>(*part), static_cast<int>(std::clamp<std::int64_t>(*index, -9999, 9999)), ""};
  note.next = static_cast<std::size_t>(*next);
  if (const auto about = json.find("about"); about != json.end() && about->is_string()) {
    note.intent.argument = about->get<std::string>();
  }
  if (const auto before = json.find("before"); before != json.end() && before->is_string()) {
    note.before = before->get<std::string>();
  }
  if (const auto complete = json.find("complete"); complete != json.end() && complete->is_boolean()) {
    note.complete = complete->get<bool>();
  }
  return note;
}

}  // namespace nexy
