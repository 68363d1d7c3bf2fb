// HTML that an answer talks about: tags and entities.
#include <unicode/uchar.h>

#include <algorithm>
#include <string>

#include "text/spoken_rules.h"
#include "text/symbol_names.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

struct Entity {
  std::u32string_view name;
  char32_t character;
};
constexpr Entity kEntities[] = {
    {U"amp", U'&'},   {U"lt", U'<'},    {U"gt", U'>'},     {U"quot", U'"'},   {U"apos", U'\''},
    {U"nbsp", 0xA0},  {U"mdash", U'—'}, {U"ndash", U'–'},  {U"hellip", U'…'}, {U"copy", U'©'},
    {U"reg", U'®'},   {U"trade", U'™'}, {U"deg", U'°'},    {U"euro", U'€'},   {U"pound", U'£'},
    {U"yen", U'¥'},   {U"sect", U'§'},  {U"laquo", U'«'},  {U"raquo", U'»'},  {U"ldquo", U'“'},
    {U"rdquo", U'”'}, {U"times", U'×'}, {U"divide", U'÷'}, {U"plusmn", U'±'}, {U"le", U'≤'},
    {U"ge", U'≥'},    {U"ne", U'≠'},    {U"rarr", U'→'},   {U"larr", U'←'},   {U"bull", U'•'}};

// The character that "&lt;", "&#60;" or "&#x3C;" stands for; `size` is 0 if it is no entity.
struct Decoded {
  char32_t character = 0;
  std::size_t size = 0;
};

Decoded ReadEntity(std::u32string_view text) {
  constexpr std::size_t kEntityMax = 10;
  const std::size_t end = text.substr(0, kEntityMax).find(U';');
  if (end == text.npos || end < 2) return {};
  const std::u32string_view name = text.substr(1, end - 1);
  for (const Entity& entity : kEntities) {
    if (entity.name == name) return {entity.character, end + 1};
  }
  if (name[0] != U'#' || name.size() < 2) return {};
  const bool hex = name[1] == U'x' || name[1] == U'X';
  char32_t value = 0;
  for (const char32_t c : name.substr(hex ? 2 : 1)) {
    const int digit = u_digit(static_cast<UChar32>(c), hex ? 16 : 10);
    if (digit < 0) return {};
    value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
  }
  const bool character = value >= 0x20 && value < 0x110000 && (value < 0xD800 || value > 0xDFFF);
  return character && name.size() > (hex ? 2u : 1u) ? Decoded{value, end + 1} : Decoded{};
}

bool SpeakEntity(SpokenCursor& cursor) {
  const Decoded entity = ReadEntity(cursor.Rest());
  if (entity.size == 0) return false;
  const std::u32string_view character(&entity.character, 1);
  const bool pause = IsOneOfChars(entity.character, U"\"'«»“”—–…");
  const SymbolName symbol = pause || IsSpace(entity.character)
                                ? SymbolName{}
                                : FindSymbol(character, cursor.options.language);
  if (symbol.size > 0) return cursor.SayFor(entity.size, symbol.name);
  cursor.out.append(character);
  cursor.at += entity.size;
  return true;
}

bool IsElement(std::u32string_view name) { return IsWordOf(WordClass::kElement, name); }

bool IsTagWord(std::u32string_view word) { return IsWordOf(WordClass::kTagWord, word); }

// "<!--" and the "-->" that ends it.
bool SpeakComment(SpokenCursor& cursor) {
  constexpr std::u32string_view kOpen = U"<!--";
  constexpr std::u32string_view kClose = U"-->";
  if (cursor.Rest().starts_with(kOpen)) {
    return cursor.SayFor(kOpen.size(), cursor.Pick(U"comment", U"комментарий"));
  }
  const bool closes = cursor.Rest().starts_with(kClose) &&
                      cursor.in.substr(0, cursor.at).find(kOpen) != std::u32string_view::npos;
  return closes &&
         cursor.SayFor(kClose.size(), cursor.Pick(U"end of comment", U"конец комментария"));
}

}  // namespace

// "<b>", "</div>", "<a href=…>"; "a < b" is none.
bool SpeakTag(SpokenCursor& cursor) {
  constexpr std::size_t kTagMax = 200;
  if (cursor.Peek() == U'&') return SpeakEntity(cursor);
  if (SpeakComment(cursor)) return true;
  if (cursor.Peek() != U'<') return false;
  const std::u32string_view rest = cursor.Rest().substr(0, kTagMax);
  const bool closing = rest.size() > 1 && rest[1] == U'/';
  const std::size_t begin = closing ? 2 : 1;
  std::size_t end = begin;
  while (end < rest.size() && rest[end] < 0x80 && (IsWordChar(rest[end]) || rest[end] == U'-'))
    ++end;
  if (end == begin || !IsLetter(rest[begin]) || end >= rest.size()) return false;
  // "List<int>" is no tag, "one<br>two" is.
  if (!closing && IsWordChar(cursor.Before()) && !IsElement(rest.substr(begin, end - begin))) {
    return false;
  }
  const std::size_t close = rest.find_first_of(U"<>", end);
  if (close == rest.npos || rest[close] == U'<') return false;
  const bool attributes = IsSpace(rest[end]);
  if (!attributes && rest[end] != U'>' && rest.substr(end, 2) != U"/>") return false;
  if (attributes && rest.substr(end, close - end).find(U'=') == rest.npos &&
      rest[close - 1] != U'/') {
    return false;
  }
  const bool named = IsTagWord(cursor.WordBefore()) || IsTagWord(cursor.WordAfter(close + 1).text);
  if (closing) cursor.Say(cursor.Pick(U"closing", U"закрывающий"));
  if (!named) cursor.Say(cursor.Pick(U"tag", U"тег"));
  cursor.Say(rest.substr(begin, end - begin));
  std::u32string said;
  for (const char32_t c : rest.substr(end, close - end)) {
    if (c == U'=') {
      said += cursor.Pick(U" equals ", U" равно ");
    } else if (c == U'/' && said.find(U'"') == said.npos) {
      continue;
    } else {
      said.push_back(c);
    }
  }
  cursor.Say(TrimSpace(said));
  cursor.Skip(close + 1);
  return true;
}

}  // namespace nexy
