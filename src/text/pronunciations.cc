#include "text/pronunciations.h"

#include <algorithm>

#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

absl::Status Refuse(std::size_t index, std::string_view why) {
  return absl::InvalidArgumentError(std::to_string(index) + ": " + std::string(why));
}

// How entries are looked up: in small letters, any white space as a blank.
std::u32string Folded(std::u32string_view text) {
  std::u32string folded = ToLower(text);
  std::replace_if(folded.begin(), folded.end(), IsSpace, U' ');
  return folded;
}

bool EndsInCyrillic(std::u32string_view word) {
  const std::size_t last = word.find_last_not_of(U'\x301');  // Without the mark of the stress.
  return last != word.npos && IsCyrillic(word[last]);
}

}  // namespace

absl::StatusOr<Pronunciations> Pronunciations::Make(
    const std::vector<PronunciationEntry>& entries) {
  Pronunciations made;
  for (std::size_t index = 0; index < entries.size(); ++index) {
    const PronunciationEntry& given = entries[index];
    const std::u32string written(TrimSpace(DecodeUtf8(given.written)));
    std::u32string spoken(TrimSpace(DecodeUtf8(given.spoken)));
    if (written.empty()) return Refuse(index, "what is written is empty");
    const bool said = std::any_of(spoken.begin(), spoken.end(),
                                  [](char32_t c) { return IsLetter(c) || IsDigit(c); });
    if (!said) return Refuse(index, "what is said has no letter or digit");
    Entry entry{given.match_case ? written : std::u32string(), std::move(spoken), given.language,
                given.whole_word};
    std::vector<Entry>& same = made.by_written_[Folded(written)];
    for (const Entry& other : same) {
      if (other.cased == entry.cased && other.language == entry.language) {
        return Refuse(index, "\"" + given.written + "\" is there twice");
      }
    }
    same.push_back(std::move(entry));
    made.sizes_[ToLower(written[0])].insert(written.size());
  }
  for (auto& [written, same] : made.by_written_) {
    std::stable_sort(same.begin(), same.end(), [](const Entry& a, const Entry& b) {
      return a.Conditions() > b.Conditions();
    });
  }
  return made;
}

Pronunciations::Match Pronunciations::Find(std::u32string_view text, std::size_t at,
                                           Language language) const {
  const auto sizes = sizes_.find(ToLower(text[at]));
  if (sizes == sizes_.end()) return {};
  for (const std::size_t size : sizes->second) {
    const std::u32string_view here = text.substr(at, size);
    const auto found = here.size() == size ? by_written_.find(Folded(here)) : by_written_.end();
    if (found == by_written_.end()) continue;
    const bool begins = at == 0 || !IsWordChar(text[at - 1]) || !IsWordChar(here.front());
    const bool ends =
        at + size >= text.size() || !IsWordChar(text[at + size]) || !IsWordChar(here.back());
    for (const Entry& entry : found->second) {
      if (entry.language && *entry.language != language) continue;
      if (!entry.cased.empty() && here != entry.cased) continue;
      if (begins && (ends || !entry.whole_word)) return {entry.spoken, size};
    }
  }
  return {};
}

bool SpeakPronunciation(SpokenCursor& cursor) {
  const Pronunciations* const dictionary = cursor.options.pronunciations;
  if (dictionary == nullptr || dictionary->empty()) return false;
  const Pronunciations::Match match =
      dictionary->Find(cursor.in, cursor.at, cursor.options.language);
  if (match.size == 0) return false;
  const char32_t next = cursor.Peek(match.size);
  if (IsCyrillic(next) && EndsInCyrillic(match.spoken)) {  // The ending of a Russian word.
    cursor.Say(match.spoken);
    cursor.at += match.size;
    return true;
  }
  const char32_t after = cursor.Peek(match.size + 1);
  const bool address = next == U'.' && IsWordChar(cursor.in[cursor.at + match.size - 1]) &&
                       (IsLower(after) || IsDigit(after));
  if (!address) return cursor.SayFor(match.size, match.spoken);
  cursor.Say(match.spoken);  // "nginx.conf"
  return cursor.SayFor(match.size + 1, cursor.Pick(U"dot", U"точка"));
}

}  // namespace nexy
