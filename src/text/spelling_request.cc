#include "text/spelling_request.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kPromptMax = 1000;  // Characters that are looked at.

template <typename Set>
bool IsIn(const Set& set, std::u32string_view word) {
  return std::find(set.begin(), set.end(), word) != set.end();
}

std::vector<std::u32string> WordsOf(std::string_view prompt) {
  std::vector<std::u32string> words;
  std::u32string word;
  const std::u32string text = DecodeUtf8(prompt.substr(0, 4 * kPromptMax)) + U" ";
  for (const char32_t c : text) {
    if (IsLetter(c)) {
      word.push_back(c == U'ё' ? U'е' : ToLower(c));
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

// "spell it", no magic spell and no spell check.
bool IsVerb(const std::vector<std::u32string>& words, std::size_t at) {
  static constexpr std::array<std::u32string_view, 9> kNouns = {
      U"a", U"magic", U"this", U"that", U"cast", U"dry", U"cold", U"brief", U"the"};
  static constexpr std::array<std::u32string_view, 5> kOther = {U"check", U"checker", U"checking",
                                                                U"casting", U"of"};
  if (at > 0 && IsIn(kNouns, words[at - 1])) return false;
  return at + 1 >= words.size() || !IsIn(kOther, words[at + 1]);
}

bool IsUnit(std::u32string_view word) {
  static constexpr std::array<std::u32string_view, 8> kUnits = {
      U"letter", U"letters", U"character", U"characters", U"digit", U"digits", U"char", U"number"};
  return IsIn(kUnits, word);
}

bool IsRussianUnit(std::u32string_view word) {
  static constexpr std::array<std::u32string_view, 7> kUnits = {
      U"буквам", U"цифрам", U"символам", U"знакам", U"букве", U"цифре", U"символу"};
  return IsIn(kUnits, word);
}

}  // namespace

bool AsksToSpell(std::string_view prompt) {
  const std::vector<std::u32string> words = WordsOf(prompt);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::u32string& word = words[i];
    if (word == U"spell" && IsVerb(words, i)) return true;
    const bool spelled = word == U"spelled" || word == U"spelt";
    if (spelled && i > 0) return true;
    if (word == U"by" && i > 0 && i + 1 < words.size() && IsUnit(words[i - 1]) &&
        words[i - 1] == words[i + 1]) {
      return true;
    }
    if (word.starts_with(U"побуквенно") || word.starts_with(U"посимвольно")) return true;
    if (word == U"по" && i + 1 < words.size()) {
      const std::size_t next =
          words[i + 1] == U"одной" || words[i + 1] == U"одному" ? i + 2 : i + 1;
      if (next < words.size() && IsRussianUnit(words[next])) return true;
    }
  }
  return false;
}

}  // namespace nexy
