// HTML that an answer talks about: tags and entities.
#include <algorithm>
#include <string>

#include "text/html_tag.h"
#include "text/spoken_rules.h"
#include "text/symbol_names.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

bool SpeakEntity(SpokenCursor& cursor) {
  const HtmlEntity entity = ReadHtmlEntity(cursor.Rest());
  if (entity.size == 0) return false;
  const std::u32string_view character(&entity.character, 1);
  const bool pause = IsOneOfChars(entity.character, U"\"'«»“”—–…");
  const SymbolName symbol = pause || IsSpace(entity.character)
                                ? SymbolName{}
                                : FindSymbol(character, cursor.options.language);
  if (symbol.size > 0) return cursor.SayFor(entity.size, symbol.name);
  if (IsSpace(entity.character)) {  // "&nbsp;" is spoken of.
    cursor.Say(cursor.Pick(U"ampersand", U"амперсанд"));
    return cursor.SayFor(entity.size - 1, cursor.Rest().substr(1, entity.size - 2));
  }
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

// "<b>", "</div>", "<a href=…>"; "a < b" is none, nor is "List<int>".
bool SpeakTag(SpokenCursor& cursor) {
  if (cursor.Peek() == U'&') return SpeakEntity(cursor);
  if (SpeakComment(cursor)) return true;
  const HtmlTag tag = ReadHtmlTag(cursor.Rest());
  if (tag.size == 0) return false;
  if (!tag.closing && IsWordChar(cursor.Before()) && !IsElement(ToLower(tag.name))) return false;
  const bool named = IsTagWord(cursor.WordBefore()) || IsTagWord(cursor.WordAfter(tag.size).text);
  if (tag.closing) cursor.Say(cursor.Pick(U"closing", U"закрывающий"));
  if (!named) cursor.Say(cursor.Pick(U"tag", U"тег"));
  cursor.Say(tag.name);
  std::u32string said;
  for (const char32_t c : tag.attributes) {
    if (c == U'=') {
      said += cursor.Pick(U" equals ", U" равно ");
    } else if (c != U'/' || said.find(U'"') != said.npos) {
      said.push_back(c);
    }
  }
  cursor.Say(TrimSpace(said));
  cursor.Skip(tag.size);
  return true;
}

}  // namespace nexy
