#include "text/pronunciations.h"

#include <algorithm>

#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

absl::Status Refuse(std::size_t index, std::string_view why) {
  return absl::InvalidArgumentError(std::to_string(index) + ": " + std::string(why));
}

}  // namespace

absl::StatusOr<Pronunciations> Pronunciations::Make(
    const std::vector<PronunciationEntry>& entries) {
  Pronunciations made;
  for (std::size_t index = 0; index < entries.size(); ++index) {
    const PronunciationEntry& given = entries[index];
    std::u32string written(TrimSpace(DecodeUtf8(given.written)));
    std::u32string spoken(TrimSpace(DecodeUtf8(given.spoken)));
    if (written.empty()) return Refuse(index, "what is written is empty");
    const bool said = std::any_of(spoken.begin(), spoken.end(),
                                  [](char32_t c) { return IsLetter(c) || IsDigit(c); });
    if (!said) return Refuse(index, "what is said has no letter or digit");
    const char32_t first = ToLower(written[0]);
    if (!given.match_case) written = ToLower(written);
    std::vector<Entry>& list = made.by_first_[first];
    for (const Entry& other : list) {
      if (other.written == written && other.language == given.language &&
          other.match_case == given.match_case) {
        return Refuse(index, "\"" + given.written + "\" is there twice");
      }
    }
    list.push_back({std::move(written), std::move(spoken), given.language, given.match_case,
                    given.whole_word});
  }
  for (auto& [first, list] : made.by_first_) {
    std::stable_sort(list.begin(), list.end(), [](const Entry& a, const Entry& b) {
      return a.written.size() > b.written.size();
    });
  }
  return made;
}

Pronunciations::Match Pronunciations::Find(std::u32string_view text, std::size_t at,
                                           Language language) const {
  const auto list = by_first_.find(ToLower(text[at]));
  if (list == by_first_.end()) return {};
  for (const Entry& entry : list->second) {
    const std::size_t size = entry.written.size();
    if (entry.language && *entry.language != language) continue;
    const std::u32string_view here = text.substr(at, size);
    if (entry.match_case ? here != entry.written : ToLower(here) != entry.written) continue;
    const bool begins = at == 0 || !IsWordChar(text[at - 1]) || !IsWordChar(here.front());
    const bool ends =
        at + size >= text.size() || !IsWordChar(text[at + size]) || !IsWordChar(here.back());
    if (entry.whole_word && !(begins && ends)) continue;
    return {entry.spoken, size};
  }
  return {};
}

bool SpeakPronunciation(SpokenCursor& cursor) {
  const Pronunciations* const dictionary = cursor.options.pronunciations;
  if (dictionary == nullptr || dictionary->empty()) return false;
  const Pronunciations::Match match =
      dictionary->Find(cursor.in, cursor.at, cursor.options.language);
  return match.size > 0 && cursor.SayFor(match.size, match.spoken);
}

}  // namespace nexy
