// Signs that are spoken of: "press [", the * key, the ";" sign.
#include <string>

#include "text/spoken_rules.h"
#include "text/symbol_names.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// ";" alone in quotes.
bool IsQuoted(const SpokenCursor& cursor) {
  return IsOneOfChars(cursor.Before(), U"\"“'‘«„`") && IsOneOfChars(cursor.Peek(1), U"\"”'’»“`") &&
         (cursor.at < 2 || !IsWordChar(cursor.in[cursor.at - 2])) && !IsWordChar(cursor.Peek(2));
}

// "[ and ]": the word before joins it to another sign.
bool FollowsSign(const SpokenCursor& cursor) {
  const SpokenCursor word = cursor.BeforeWord();
  const std::u32string joint = cursor.WordBefore();
  if (joint != U"and" && joint != U"or" && joint != U"и" && joint != U"или") return false;
  const std::u32string_view before = TrimSpace(cursor.in.substr(0, word.at));
  if (before.size() < 2 || before.size() == word.at) return false;
  return IsSpace(before[before.size() - 2]) && !IsWordChar(before.back());
}

// "the & sign". What may as well join its neighbours ("press & hold") needs more than a verb.
bool IsSpokenOf(const SpokenCursor& cursor, std::size_t size) {
  if (!IsSpace(cursor.Before()) || !IsSpace(cursor.Peek(size))) return false;
  const SpokenCursor::Word next = cursor.WordAfter(size);
  const bool small = next.end > 0 && IsLower(cursor.Peek(next.end - next.text.size()));
  const bool noun = small && IsWordOf(WordClass::kSignNoun, next.text);
  const std::u32string before = cursor.WordBefore();
  if (cursor.Peek() == U'-') return noun && before == U"the";  // "the - key"
  if (noun) return true;
  const bool joins = IsOneOfChars(cursor.Peek(), U"&+/=<>") ||
                     (before == U"a" && IsOneOfChars(cursor.Peek(), U"*^%|~"));  // a * b
  return IsWordOf(joins ? WordClass::kSignNoun : WordClass::kBeforeSign, before) ||
         FollowsSign(cursor);
}

std::u32string_view NameOf(const SpokenCursor& cursor) {
  if (cursor.Peek() == U'.') return cursor.Pick(U"period", U"точка");
  if (cursor.Peek() == U'&') return cursor.Pick(U"ampersand", U"амперсанд");
  if (cursor.Peek() == U'-') return cursor.Pick(U"minus", U"минус");
  return FindSymbol(cursor.Rest().substr(0, 1), cursor.options.language).name;
}

}  // namespace

bool SpeakNamedSign(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  if (c == U'|' && cursor.in.starts_with(U"|")) return false;  // Of a table.
  std::size_t size = 1;
  while (cursor.Peek(size) == c) ++size;
  if (size > 3 || (size > 1 && c == U'.')) return false;
  if (!(size == 1 && IsQuoted(cursor)) && !IsSpokenOf(cursor, size)) return false;
  const std::u32string_view name = NameOf(cursor);
  for (std::size_t i = 1; i < size; ++i) cursor.Say(name);
  return !name.empty() && cursor.SayFor(size, name);
}

}  // namespace nexy
