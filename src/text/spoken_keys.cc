#include <string>
#include <unordered_map>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/spoken_rules.h"
#include "text/symbol_names.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

constexpr std::u32string_view kKeySigns = U"⌘⇧⌥⌃⎋⏎⌫⌦⇥⇪␣";

const std::u32string* FindKey(std::u32string_view word) {
  static const auto* const keys = [] {
    auto* made = new std::unordered_map<std::u32string, std::u32string>;
    ForEachRow(kKeysTable, [made](const DataRow& row) {
      made->emplace(DecodeUtf8(row.at(0)), DecodeUtf8(row.at(1)));
    });
    return made;
  }();
  const auto found = keys->find(ToLower(word));
  return found == keys->end() ? nullptr : &found->second;
}

bool IsModifier(std::u32string_view word) {
  return IsWordOf(WordClass::kModifierKey, ToLower(word));
}

// One key at `at`: how many characters it takes and how it is said; 0 if there is none.
struct Key {
  std::size_t size = 0;
  std::u32string said;
  bool modifier = false;
};

Key ReadKey(const SpokenCursor& cursor, std::size_t at) {
  const std::u32string_view rest = cursor.Rest();
  if (at >= rest.size()) return {};
  const char32_t c = rest[at];
  if (IsOneOfChars(c, kKeySigns)) {
    const SymbolName symbol = FindSymbol(rest.substr(at), cursor.options.language);
    return {symbol.size, std::u32string(symbol.name), IsOneOfChars(c, U"⌘⇧⌥⌃")};
  }
  std::size_t end = at;
  while (end < rest.size() && IsWordChar(rest[end])) ++end;
  const std::u32string_view word = rest.substr(at, end - at);
  if (word.size() == 1) return {1, std::u32string(word), false};
  if (const std::u32string* const said = FindKey(word)) {
    return {word.size(), *said, IsModifier(word)};
  }
  const bool function = word.size() <= 3 && word.size() > 1 && IsOneOfChars(word[0], U"Ff") &&
                        DigitsAt(word, 1) == word.size() - 1;
  if (function) return {word.size(), std::u32string(word), false};
  if (!word.empty()) return {};
  const bool arrow = IsOneOfChars(c, U"←→↑↓");
  if (!arrow && !IsOneOfChars(c, U",./;'[]\\`-=+?")) return {};
  const SymbolName symbol = FindSymbol(rest.substr(at), cursor.options.language);
  return {symbol.size, std::u32string(symbol.name), false};
}

// The size of "+", " + " or "-" between keys.
std::size_t JointAt(const SpokenCursor& cursor, std::size_t at) {
  if (cursor.Peek(at) == U'+' || cursor.Peek(at) == U'-' || cursor.Peek(at) == U'‑') {
    return IsSpace(cursor.Peek(at + 1)) ? 0 : 1;
  }
  const std::u32string_view rest = cursor.Rest();
  if (at + 3 < rest.size() && rest.substr(at, 3) == U" + ") return 3;
  return 0;
}

}  // namespace

// "Ctrl+Alt+Del", "Cmd-Shift-3", "⌘⇧5", "⌘,": keys pressed together.
bool SpeakShortcut(SpokenCursor& cursor) {
  const char32_t first = cursor.Peek();
  const bool sign = IsOneOfChars(first, kKeySigns);
  if (!sign && (!IsLetter(first) || IsWordChar(cursor.Before()))) return false;
  if (!sign) {  // Most words are no key: a joint has to follow the first one.
    std::size_t end = 1;
    while (IsWordChar(cursor.Peek(end))) ++end;
    if (JointAt(cursor, end) == 0) return false;
  }
  std::size_t at = 0;
  std::u32string said;
  std::size_t keys = 0;
  bool modifiers = true;  // All keys so far change another.
  while (keys < 6) {
    const bool key_sign = IsOneOfChars(cursor.Peek(at), kKeySigns);
    if (keys > 0 && !modifiers) break;
    const Key key = ReadKey(cursor, at);
    if (key.size == 0) return false;
    if (keys == 0 && !key.modifier) return false;
    at += key.size;
    if (keys > 0) said.push_back(U' ');
    said += key.said;
    ++keys;
    modifiers = key.modifier;
    if (!modifiers) break;
    const std::size_t joint = JointAt(cursor, at);
    if (keys == 1 && IsLower(first) && joint == 1 && cursor.Peek(at) != U'+') return false;
    if (joint == 0 && !key_sign) break;
    const char32_t next = cursor.Peek(at + joint);
    if (joint == 0 && (IsSpace(next) || IsOneOfChars(next, U".)!:;»”\"'"))) break;
    // A comma after the sign is a key only where a word does not follow it as in a list.
    if (joint == 0 && next == U',' && !IsSpace(cursor.Peek(at + 1))) break;
    at += joint;
  }
  if (keys < 2 || IsWordChar(cursor.Peek(at))) return false;
  return cursor.SayFor(at, said);
}

}  // namespace nexy
