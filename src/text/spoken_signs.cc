// Signs that stand for words, and emoji and symbols by their names: C#, #5, --help, R&D, [x].
#include <algorithm>
#include <array>
#include <string>

#include "text/russian_government.h"
#include "text/spoken_rules.h"
#include "text/symbol_names.h"
#include "text/unicode.h"

namespace nexy {

namespace {

// C#, F#: names of languages.
bool SpeakLanguageName(SpokenCursor& cursor) {
  return cursor.Peek() == U'#' && IsOneOfChars(cursor.Before(), U"CFAJ") &&
         (cursor.at < 2 || !IsWordChar(cursor.in[cursor.at - 2])) && !IsWordChar(cursor.Peek(1)) &&
         cursor.SayFor(1, cursor.Pick(U"sharp", U"шарп"));
}

// "в § 3", "из № 4", "до ∞": the sign's word in the case that the words before it ask for.
bool SpeakDeclinedSign(SpokenCursor& cursor) {
  struct Declined {
    std::u32string_view written, english;
    std::u32string_view stem;
    std::array<std::u32string_view, 6> endings;
  };
  static constexpr std::array<std::u32string_view, 6> kHard = {U"", U"а", U"у", U"", U"ом", U"е"};
  static constexpr std::array<std::u32string_view, 6> kPlural = {U"ы", U"ов",  U"ам",
                                                                 U"ы", U"ами", U"ах"};
  static constexpr Declined kSigns[] = {
      {U"№№", U"numbers", U"номер", {U"а", U"ов", U"ам", U"а", U"ами", U"ах"}},
      {U"№", U"number", U"номер", kHard},
      {U"§§", U"sections", U"параграф", kPlural},
      {U"§", U"section", U"параграф", kHard},
      {U"∞", U"infinity", U"бесконечност", {U"ь", U"и", U"и", U"ь", U"ью", U"и"}}};
  const auto sign = std::find_if(std::begin(kSigns), std::end(kSigns), [&cursor](const auto& one) {
    return cursor.Rest().starts_with(one.written);
  });
  if (sign == std::end(kSigns)) return false;
  if (!cursor.Russian()) return cursor.SayFor(sign->written.size(), sign->english);
  const std::u32string before = cursor.WordBefore();
  const bool in = before == U"в" && sign->stem != U"бесконечност";
  const bool part = sign->stem == U"параграф" && !before.empty() && IsDigit(before.front());
  const RussianCase kase = in     ? RussianCase::kPrepositional
                           : part ? RussianCase::kGenitive  // "пункт 4 § 2"
                                  : CaseBefore(cursor);
  std::u32string said(sign->stem);
  said += sign->endings[static_cast<std::size_t>(kase)];
  return cursor.SayFor(sign->written.size(), said);
}

// "#5", "#tag".
bool SpeakNumberSign(SpokenCursor& cursor) {
  if (cursor.Peek() != U'#' || IsWordChar(cursor.Before())) return false;
  const std::u32string_view token = cursor.Token();
  const bool capitals =
      IsUpper(cursor.Peek(1)) && std::none_of(token.begin(), token.end(), IsLower);
  const bool error =
      token.find(U'/') != token.npos || IsOneOfChars(cursor.Peek(token.size()), U"!?");
  if (capitals && error) return cursor.SayFor(1, cursor.Pick(U"hash", U"решётка"));  // "#DIV/0!"
  const bool number = capitals && std::any_of(token.begin(), token.end(), IsDigit);  // "#A-10293"
  if (IsDigit(cursor.Peek(1)) || number) {
    return cursor.SayFor(1, cursor.Pick(U"number", U"номер"));
  }
  return IsLetter(cursor.Peek(1)) && cursor.SayFor(1, cursor.Pick(U"hashtag", U"хештег"));
}

// "--help", "-v": the dashes of an option.
bool SpeakOptionDashes(SpokenCursor& cursor) {
  if (cursor.Peek() != U'-' || !cursor.BeginsSign()) return false;
  if (cursor.Peek(1) == U'-' && IsLetter(cursor.Peek(2))) {
    return cursor.SayFor(2, cursor.Pick(U"dash dash", U"дефис дефис"));
  }
  return IsLetter(cursor.Peek(1)) && cursor.Peek(1) < 0x80 &&
         cursor.SayFor(1, cursor.Pick(U"dash", U"дефис"));
}

// "|" between the cells of a table; an empty one between others is named.
bool SpeakCellEnd(SpokenCursor& cursor) {
  const std::u32string_view before = cursor.in.substr(0, cursor.at);
  const std::size_t open = before.rfind(U'(');
  const bool condition = open != before.npos && open > 0 && before[open - 1] == U'P' &&
                         before.find(U')', open) == before.npos;
  if (condition) return cursor.SayFor(1, cursor.Pick(U"given", U"при условии"));  // P(A|B)
  const std::u32string_view cells = TrimSpace(before);
  const bool blank = cells.size() < before.size() && cells.ends_with(U'|');
  if (blank && !cells.ends_with(U"\\|")) {
    cursor.Say(cursor.Pick(U"blank", U"пусто"));
  }
  const bool edge = TrimSpace(cursor.out).empty() || TrimSpace(cursor.Rest().substr(1)).empty();
  if (!edge && !cursor.out.ends_with(U',')) cursor.Pause();
  if (!edge && IsWordChar(cursor.Peek(1))) cursor.out.push_back(U' ');
  ++cursor.at;
  return true;
}

// Signs whose reading depends on what is beside them.
bool SpeakJoined(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  const bool left = IsWordChar(cursor.Before());
  const bool right = IsWordChar(cursor.Peek(1));
  if (c == U'&') {
    const std::size_t operand = cursor.in.substr(0, cursor.at).find_last_not_of(U' ');
    const bool address = right && operand != cursor.in.npos &&  // "p = &x", "f(&x)"
                         IsOneOfChars(cursor.in[operand], U"=(,");
    if (address) return cursor.SayFor(1, cursor.Pick(U"ampersand", U"амперсанд"));
    const bool name = left && right;  // R&D
    return cursor.SayFor(1, cursor.Pick(U"and", name ? U"энд" : U"и"));
  }
  if (c == U'@') return cursor.SayFor(1, cursor.Pick(U"at", U"собака"));
  if (c == U'_' && (left || right || cursor.Peek(1) == U'_' || cursor.Before() == U'_')) {
    return cursor.SayFor(1, cursor.Pick(U"underscore", U"подчёркивание"));
  }
  if (c == U'|') return SpeakCellEnd(cursor);
  if (c == U'\\') return cursor.SayFor(1, cursor.Pick(U"backslash", U"обратный слэш"));
  if (c == U'~' && IsDigit(cursor.Peek(1)) && !left) {
    return cursor.SayFor(1, cursor.Pick(U"about", U"примерно"));
  }
  return false;
}

bool IsBareWordSign(char32_t c) { return IsOneOfChars(c, U"*+=<>^~#"); }

// "[^1]", and "[ ]" or "[x]" at the beginning of an item.
bool SpeakBracketMark(SpokenCursor& cursor) {
  if (cursor.Peek() != U'[') return false;
  if (cursor.Peek(1) == U'^') {
    std::size_t end = 2;
    while (IsWordChar(cursor.Peek(end)) || cursor.Peek(end) == U'-') ++end;
    if (end == 2 || cursor.Peek(end) != U']') return false;
    cursor.Say(cursor.Pick(U"footnote", U"сноска"));
    return cursor.SayFor(end + 1, cursor.Rest().substr(2, end - 2));
  }
  const char32_t mark = cursor.Peek(1);
  const bool first = TrimSpace(cursor.in.substr(0, cursor.at)).find_first_not_of(U"0123456789.)") ==
                     std::u32string_view::npos;
  if (!first || cursor.Peek(2) != U']' || cursor.Peek(3) != U' ') return false;
  if (mark == U' ') return cursor.SayFor(3, cursor.Pick(U"not done:", U"не сделано:"));
  return (mark == U'x' || mark == U'X') && cursor.SayFor(3, cursor.Pick(U"done:", U"сделано:"));
}

}  // namespace

bool SpeakSign(SpokenCursor& cursor) {
  return SpeakBracketMark(cursor) || SpeakLanguageName(cursor) || SpeakDeclinedSign(cursor) ||
         SpeakNumberSign(cursor) || SpeakOptionDashes(cursor) || SpeakJoined(cursor);
}

bool IsGreek(char32_t c) { return c >= U'Α' && c <= U'ω'; }

// "5️⃣"
bool SpeakKeycap(SpokenCursor& cursor) {
  constexpr char32_t kKeycap = 0x20E3;
  if (cursor.Peek(1) != kKeycap && cursor.Peek(2) != kKeycap) return false;
  const SymbolName symbol = FindSymbol(cursor.Rest(), cursor.options.language);
  return symbol.size > 0 && cursor.SayFor(symbol.size, symbol.name);
}

// Emoji and signs by the names of symbols.tsv and symbol_names.tsv.
bool SpeakSymbol(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  if (IsOneOfChars(c, U"…—–«»“”‘’„‚‹›¿¡、。，！？：；「」『』·•―‐‑′″")) return false;  // Prosody.
  const SymbolName symbol = FindSymbol(cursor.Rest(), cursor.options.language);
  if (symbol.size == 0) return false;
  const bool worded = c >= 0x80 ? !IsLetter(c) || symbol.size > 1 || (c >= U'ℂ' && c <= U'ℤ')
                                : IsBareWordSign(c) || c == U'%' || c == U'$';
  const bool math_letter = IsGreek(c) && !IsLetter(cursor.Before()) && !IsGreek(cursor.Peek(1));
  if ((!worded && !math_letter) || IsSpace(c) || IsMark(c)) return false;
  std::size_t size = symbol.size;
  // The same emoji again and again is said once.
  while (IsEmoji(c)) {
    const SymbolName again = FindSymbol(cursor.Rest().substr(size), cursor.options.language);
    if (again.size == 0 || again.name != symbol.name) break;
    size += again.size;
  }
  if (IsEmoji(c) && cursor.options.emoji == EmojiReading::kDrop) {
    cursor.at += size;
    const bool stop = IsOneOfChars(cursor.Peek(), U".,;:!?");  // "Done 👍!"
    if (stop && cursor.out.ends_with(U' ')) cursor.out.pop_back();
    return true;
  }
  std::u32string_view name = symbol.name;
  const std::u32string before = cursor.WordBefore() + U" ";
  // "Стрелка →" says its first word itself.
  if (!IsEmoji(c) && name.starts_with(before)) name.remove_prefix(before.size());
  return cursor.SayFor(size, name);
}

}  // namespace nexy
