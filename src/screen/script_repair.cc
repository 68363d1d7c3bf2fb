#include "screen/script_repair.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstddef>

namespace nexy {
namespace {

enum class Script { kNone, kEither, kLatin, kCyrillic };

// Letters that look the same, in the same order.
constexpr std::u16string_view kLatin = u"ABCEHKMOPTXYaceopxyk";
constexpr std::u16string_view kCyrillic = u"АВСЕНКМОРТХУасеорхук";

bool IsLatin(char16_t c) { return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z'); }
bool IsCyrillic(char16_t c) { return c >= 0x400 && c <= 0x45f; }

struct Letters {
  int latin = 0, cyrillic = 0;
  int surely_latin = 0, surely_cyrillic = 0;  // A letter that could be of either is no witness.
};

void Count(char16_t c, Letters& letters) {
  if (IsLatin(c)) {
    ++letters.latin;
    letters.surely_latin += kLatin.find(c) == std::u16string_view::npos;
  } else if (IsCyrillic(c)) {
    ++letters.cyrillic;
    letters.surely_cyrillic += kCyrillic.find(c) == std::u16string_view::npos;
  }
}

Script ScriptOf(const Letters& letters) {
  if (letters.latin + letters.cyrillic == 0) return Script::kNone;
  if (letters.surely_latin == letters.surely_cyrillic) return Script::kEither;
  return letters.surely_latin > letters.surely_cyrillic ? Script::kLatin : Script::kCyrillic;
}

struct Word {
  int begin = 0, end = 0;  // In the line.
  Letters letters;
  Script script = Script::kNone;
};

std::vector<Word> CutWords(const icu::UnicodeString& line) {
  std::vector<Word> words;
  for (int i = 0; i < line.length(); ++i) {
    if (line[i] == u' ') continue;
    if (i == 0 || line[i - 1] == u' ') words.push_back({i, i, {}, Script::kNone});
    words.back().end = i + 1;
    Count(line[i], words.back().letters);
  }
  for (Word& word : words) word.script = ScriptOf(word.letters);
  return words;
}

// "4,6 MB": in Russian that would be «МБ».
bool IsSizeUnit(const Word& word, const icu::UnicodeString& line) {
  const int letters = word.letters.latin + word.letters.cyrillic;
  if (letters != 2 || word.begin < 2 || !u_isdigit(line[word.begin - 2])) return false;
  const char16_t first = line[word.begin], second = line[word.begin + 1];
  return (first == u'K' || first == u'К' || first == u'M' || first == u'М') &&
         (second == u'B' || second == u'В');
}

// The nearest word before or after that is surely of one script; the one before a capitalised word
// that follows it ("Google Pay") counts more than the line around both.
Script Neighbours(const std::vector<Word>& words, std::size_t index, const icu::UnicodeString& line,
                  Script screen) {
  if (IsSizeUnit(words[index], line)) return Script::kLatin;
  const auto sure = [](const Word& word) {
    return word.script == Script::kLatin || word.script == Script::kCyrillic;
  };
  if (index > 0 && words[index - 1].script == Script::kLatin && words[index - 1].end + 1 == words[index].begin &&
      u_isupper(line.char32At(words[index - 1].begin)) && u_isupper(line.char32At(words[index].begin))) {
    return Script::kLatin;
  }
  int latin = 0, cyrillic = 0;
  for (const Word& word : words) {
    latin += sure(word) && word.script == Script::kLatin;
    cyrillic += sure(word) && word.script == Script::kCyrillic;
  }
  if (latin == cyrillic) return screen;
  return latin > cyrillic ? Script::kLatin : Script::kCyrillic;
}

char16_t Lookalike(char16_t c, Script to) {
  const auto& from = to == Script::kLatin ? kCyrillic : kLatin;
  const std::size_t index = from.find(c);
  if (index == std::u16string_view::npos) return c;
  return to == Script::kLatin ? kLatin[index] : kCyrillic[index];
}

// After a number in Russian: "1 284,50 ?" is the rouble sign, which the models do not know, and
// "2026 r." is «2026 г.».
bool RepairUnits(icu::UnicodeString& line) {
  bool changed = false;
  for (int i = 2; i < line.length(); ++i) {
    if (line[i - 1] != u' ' || !u_isdigit(line[i - 2])) continue;
    const int mark = line[i] == u'Р' || line[i] == u'P' ? i + 1 : i;
    const auto ends_at = [&line](int at) { return at >= line.length() || !u_isalnum(line[at]); };
    if (mark < line.length() && line[mark] == u'?' && ends_at(mark + 1)) {
      line.replaceBetween(i, mark + 1, icu::UnicodeString(u"₽"));
      changed = true;
    } else if (line[i] == u'r' && ends_at(i + 1)) {
      line.setCharAt(i, u'г');
      changed = true;
    }
  }
  return changed;
}

void RepairLine(std::string& text, Script screen) {
  auto line = icu::UnicodeString::fromUTF8({text.data(), static_cast<int>(text.size())});
  bool changed = screen == Script::kCyrillic && RepairUnits(line);
  const std::vector<Word> words = CutWords(line);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Word& word = words[i];
    Script script = word.script;
    if (script == Script::kNone) continue;
    if (script == Script::kEither) script = Neighbours(words, i, line, screen);
    if (script == Script::kEither || script == Script::kNone) continue;
    for (int at = word.begin; at < word.end; ++at) {
      const char16_t better = Lookalike(line[at], script);
      changed |= better != line[at];
      line.setCharAt(at, better);
    }
  }
  if (!changed) return;
  text.clear();
  line.toUTF8String(text);
}

Script ScreenScript(const std::vector<ScreenLine>& lines) {
  Letters letters;
  for (const ScreenLine& line : lines) {
    const auto text = icu::UnicodeString::fromUTF8({line.text.data(), static_cast<int>(line.text.size())});
    for (int i = 0; i < text.length(); ++i) Count(text[i], letters);
  }
  return ScriptOf(letters);
}

}  // namespace

void RepairScripts(std::vector<ScreenLine>& lines) {
  const Script screen = ScreenScript(lines);
  for (ScreenLine& line : lines) RepairLine(line.text, screen);
}

}  // namespace nexy
