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

using Words = std::vector<std::u32string>;

std::u32string_view WordAt(const Words& words, std::size_t at) {
  return at < words.size() ? std::u32string_view(words[at]) : std::u32string_view();
}

// "spell it", no magic spell and no spell check.
bool IsVerb(const Words& words, std::size_t at) {
  static constexpr std::array<std::u32string_view, 9> kNouns = {
      U"a", U"magic", U"this", U"that", U"cast", U"dry", U"cold", U"brief", U"the"};
  static constexpr std::array<std::u32string_view, 5> kOther = {U"check", U"checker", U"checking",
                                                                U"casting", U"of"};
  if (at > 0 && IsIn(kNouns, words[at - 1])) return false;
  return !IsIn(kOther, WordAt(words, at + 1));
}

// "what is the spelling of", «как пишется»: asks how a word is written.
bool AsksHowWritten(const Words& words, std::size_t at) {
  static constexpr std::array<std::u32string_view, 5> kAsked = {U"what", U"s", U"give", U"tell",
                                                                U"me"};
  if (words[at] == U"пишется" || words[at] == U"пишутся") {
    return at > 0 && (words[at - 1] == U"как" || words[at - 1] == U"правильно");
  }
  return words[at] == U"spelling" && WordAt(words, at + 1) == U"of" && at > 1 &&
         words[at - 1] == U"the" && (IsIn(kAsked, words[at - 2]) || words[at - 2] == U"is");
}

bool IsUnit(std::u32string_view word) {
  static constexpr std::array<std::u32string_view, 15> kUnits = {
      U"letter", U"letters", U"character", U"characters", U"digit",
      U"digits", U"char",    U"number",    U"symbol",     U"буква",
      U"цифра",  U"символ",  U"буквой",    U"цифрой",     U"символом"};
  return IsIn(kUnits, word);
}

bool IsRussianUnit(std::u32string_view word) {
  static constexpr std::array<std::u32string_view, 7> kUnits = {
      U"буквам", U"цифрам", U"символам", U"знакам", U"букве", U"цифре", U"символу"};
  return IsIn(kUnits, word);
}

// "letter by letter", "one letter at a time", «буква за буквой», «по одной букве».
bool IsOneByOne(const Words& words, std::size_t at) {
  static constexpr std::array<std::u32string_view, 4> kJoints = {U"by", U"for", U"after", U"за"};
  const std::u32string_view next = WordAt(words, at + 1);
  if (IsUnit(words[at])) {
    const bool once = (next == U"at" && WordAt(words, at + 3) == U"time") ||
                      (next == U"one" && WordAt(words, at + 3) == U"one");
    const std::u32string_view again = WordAt(words, at + 2);
    return once || (IsIn(kJoints, next) && IsUnit(again) &&
                    again.substr(0, 4) == std::u32string_view(words[at]).substr(0, 4));
  }
  if (words[at] == U"каждую" || words[at] == U"каждый")
    return IsUnit(next) || next == U"букву" || next == U"цифру";
  if (words[at] == U"по") {
    const bool one = next == U"одной" || next == U"одному";
    return IsRussianUnit(WordAt(words, at + (one ? 2 : 1)));
  }
  return words[at].starts_with(U"побуквенно") || words[at].starts_with(U"посимвольно");
}

// "don't spell it", «не надо по буквам».
bool IsRefused(const Words& words, std::size_t at) {
  static constexpr std::array<std::u32string_view, 8> kNot = {
      U"don", U"not", U"never", U"stop", U"without", U"не", U"без", U"хватит"};
  static constexpr std::array<std::u32string_view, 6> kKnows = {U"know", U"remember", U"sure",
                                                                U"знаю", U"помню",    U"уверен"};
  constexpr std::size_t kNear = 4;
  for (std::size_t i = at - std::min(at, kNear); i < at; ++i) {
    const bool asks = IsIn(kKnows, words[i + 1]) || IsIn(kKnows, WordAt(words, i + 2));
    if (IsIn(kNot, words[i]) && !asks) return true;
  }
  return false;
}

}  // namespace

bool AsksToSpell(std::string_view prompt) {
  const Words words = WordsOf(prompt);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::u32string& word = words[i];
    const bool spelled = i > 0 && (word == U"spelled" || word == U"spelt");
    const bool asked = (word == U"spell" && IsVerb(words, i)) || spelled || IsOneByOne(words, i) ||
                       AsksHowWritten(words, i);
    if (asked && !IsRefused(words, i)) return true;
  }
  return false;
}

}  // namespace nexy
