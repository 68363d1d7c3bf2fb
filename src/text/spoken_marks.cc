// Signs that mean something else than their names: stars of a rating, marks of footnotes, |x|, n!.
#include <algorithm>
#include <string>

#include "text/spoken_rules.h"
#include "text/symbol_names.h"
#include "text/unicode.h"
#include "text/units.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

std::u32string Digits(std::size_t number) { return DecodeUtf8(std::to_string(number)); }

std::u32string_view RussianStars(std::size_t number) {
  const std::size_t ten = number % 10;
  const bool teen = number % 100 > 10 && number % 100 < 15;
  if (ten == 1 && !teen) return U"звезда";
  return ten >= 2 && ten <= 4 && !teen ? U"звезды" : U"звёзд";
}

// "★★★☆☆", "⭐⭐⭐⭐": how many of how many.
bool SpeakStars(SpokenCursor& cursor) {
  std::size_t full = 0;
  while (cursor.Peek(full) == cursor.Peek() && IsOneOfChars(cursor.Peek(), U"★⭐")) ++full;
  std::size_t all = full;
  while (cursor.Peek(all) == U'☆') ++all;
  if (cursor.Peek(all) == U'½' && all == full) {
    cursor.Say(Digits(full));
    return cursor.SayFor(all + 1, cursor.Pick(U"and one half stars", U"с половиной звезды"));
  }
  if (all < 2 || all > 10) return false;
  cursor.Say(Digits(full));
  if (all > full) {
    cursor.Say(cursor.Pick(U"of", U"из"));
    cursor.Say(Digits(all));
  }
  const bool one = all == full ? full == 1 : false;
  if (cursor.Russian()) return cursor.SayFor(all, all > full ? U"звёзд" : RussianStars(full));
  return cursor.SayFor(all, one ? U"star" : U"stars");
}

// "disputed.¹", "the note¹": no power, for it stands after a whole word or a stop.
bool SpeakFootnote(SpokenCursor& cursor) {
  static constexpr std::u32string_view kDigits = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
  constexpr std::size_t kWordMin = 4;
  std::u32string number;
  while (number.size() < 3) {
    const std::size_t digit = kDigits.find(cursor.Peek(number.size()));
    if (digit == kDigits.npos) break;
    number.push_back(U'0' + static_cast<char32_t>(digit));
  }
  if (number.empty() || IsWordChar(cursor.Peek(number.size()))) return false;
  std::size_t letters = 0;
  while (letters < cursor.at && IsLetter(cursor.in[cursor.at - letters - 1])) ++letters;
  const bool stop = IsOneOfChars(cursor.Before(), U".!?…,;»”\"");
  if (letters < kWordMin && !stop) return false;
  const std::u32string before = ToLower(cursor.in.substr(cursor.at - letters, letters));
  const bool named = before == U"note" || before == U"footnote" || before.starts_with(U"сноск");
  if (!named) cursor.Say(cursor.Pick(U"footnote", U"сноска"));
  return cursor.SayFor(number.size(), number);
}

// "Fe³⁺", "Cl⁻": the digits before the sign are no power.
bool SpeakCharge(SpokenCursor& cursor) {
  static constexpr std::u32string_view kDigits = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
  const std::size_t digit = kDigits.find(cursor.Peek());
  const std::size_t at = digit == kDigits.npos ? 0 : 1;
  const char32_t sign = cursor.Peek(at);
  if ((sign != U'⁺' && sign != U'⁻') || kDigits.find(cursor.Peek(at + 1)) != kDigits.npos) {
    return false;
  }
  if (at > 0) {
    if (!cursor.out.empty() && IsAsciiDigit(cursor.out.back()))
      cursor.out.push_back(U' ');  // SO₄²⁻
    cursor.out.push_back(U'0' + static_cast<char32_t>(digit));
  }
  const bool plus = sign == U'⁺';
  return cursor.SayFor(at + 1,
                       plus ? cursor.Pick(U"plus", U"плюс") : cursor.Pick(U"minus", U"минус"));
}

// Whether "|x|" begins at `at`; columns of a table have blanks around them.
bool IsAbsolute(std::u32string_view text, std::size_t at) {
  constexpr std::size_t kAbsoluteMax = 16;
  const std::u32string_view rest = text.substr(at, kAbsoluteMax);
  const std::size_t end = rest.find(U'|', 1);
  if (end == rest.npos || end < 2 || IsSpace(rest[1]) || IsSpace(rest[end - 1])) return false;
  if (at > 0 && IsWordChar(text[at - 1])) return false;
  const bool factor = at > 0 && text[at - 1] == U'|';  // "|a||b|cos φ"
  if (!factor && at + end + 1 < text.size() && IsWordChar(text[at + end + 1])) return false;
  const std::u32string_view inner = rest.substr(1, end - 1);
  const bool formula = inner.find_first_of(U" -+−*/^") != inner.npos || inner.size() <= 3;
  return formula && std::count(text.begin(), text.end(), U'|') % 2 == 0;
}

bool SpeakAbsolute(SpokenCursor& cursor) {
  const std::u32string_view before = cursor.in.substr(0, cursor.at);
  const std::size_t open = before.rfind(U'|');
  const bool odd = std::count(before.begin(), before.end(), U'|') % 2 == 1;
  if (odd && IsAbsolute(cursor.in, open) && cursor.in.find(U'|', open + 1) == cursor.at) {
    cursor.Skip(1);
    return true;
  }
  if (odd || !IsAbsolute(cursor.in, cursor.at)) return false;
  return cursor.SayFor(1, cursor.Pick(U"absolute value of", U"модуль"));
}

// The inner bars of "|a||b|".
bool SpeakProduct(SpokenCursor& cursor) {
  const std::size_t open = cursor.in.substr(0, cursor.at).rfind(U'|');
  if (open == cursor.in.npos || !IsAbsolute(cursor.in, cursor.at + 1)) return false;
  const bool closes = cursor.at - open < 8 && cursor.in.find(U' ', open) > cursor.at;
  return closes && cursor.SayFor(2, cursor.Pick(U"times absolute value of", U"умножить на модуль"));
}

// "ls | grep x": commands joined; in a row of a table it ends a cell.
bool IsPipe(const SpokenCursor& cursor) {
  if (cursor.options.code != CodePlace::kNone) return true;
  if (cursor.in.starts_with(U"|")) return false;
  const SpokenCursor::Word next = cursor.WordAfter(1);
  return IsWordOf(WordClass::kCommand, next.text) &&
         IsLower(cursor.Peek(next.end - next.text.size()));
}

bool SpeakBar(SpokenCursor& cursor) {
  if (cursor.Peek(1) == U'|' && SpeakProduct(cursor)) return true;
  if (cursor.Peek(1) == U'|' || cursor.Before() == U'|') return false;
  if (SpeakAbsolute(cursor)) return true;
  const bool pipe = IsSpace(cursor.Before()) && IsSpace(cursor.Peek(1)) && IsPipe(cursor);
  return pipe && cursor.SayFor(1, cursor.Pick(U"pipe", U"вертикальная черта"));
}

// "5! = 120", "n!/2", "!important".
bool SpeakExclamation(SpokenCursor& cursor) {
  if (IsLetter(cursor.Peek(1)) && (IsSpace(cursor.Before()) || cursor.Before() == U'(')) {
    return cursor.SayFor(1, cursor.Pick(U"exclamation mark", U"восклицательный знак"));
  }
  const std::u32string before =
      cursor.at > 0 && IsWordChar(cursor.Before()) ? cursor.WordBefore() : std::u32string();
  const bool operand = before.size() == 1 || (!before.empty() && IsAsciiDigit(before[0]));
  std::size_t next = 1;
  while (cursor.Peek(next) == U' ' && next < cursor.Rest().size()) ++next;
  if (cursor.Peek(1) == U'=' && !before.empty() && IsLetter(before[0])) return false;   // a!=b
  const bool path = cursor.Peek(next) == U'/' && !IsAsciiDigit(cursor.Peek(next + 1));  // :w! /tmp
  const bool formula = !path && IsOneOfChars(cursor.Peek(next), U"=*/+−×÷≈<>");
  return operand && formula && cursor.SayFor(1, cursor.Pick(U"factorial", U"факториал"));
}

// "cd ..", "git add .": a folder, not the end of a sentence.
bool SpeakFolderDots(SpokenCursor& cursor) {
  const std::size_t size = cursor.Peek(1) == U'.' ? 2 : 1;
  const bool alone = cursor.Peek() == U'.' && IsSpace(cursor.Before()) &&
                     IsOneOfChars(cursor.Peek(size), U" ,;\n");
  if (!alone || !IsWordOf(WordClass::kCommand, cursor.WordBefore())) return false;
  return cursor.SayFor(
      size, size == 2 ? cursor.Pick(U"dot dot", U"точка точка") : cursor.Pick(U"dot", U"точка"));
}

// "\|": a bar within a cell of a table.
bool SpeakBarInCell(SpokenCursor& cursor) {
  return cursor.in.starts_with(U"|") && cursor.Peek(1) == U'|' &&
         cursor.SayFor(2, cursor.Pick(U"vertical bar", U"вертикальная черта"));
}

// "std::vector", "}/bin", "~$5", "#include".
bool SpeakJoint(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  if (rest.starts_with(U"::") && (IsWordChar(cursor.Peek(2)) || IsWordChar(cursor.Before()))) {
    return cursor.SayFor(2, cursor.Pick(U"colon colon", U"двоеточие двоеточие"));
  }
  if (rest.starts_with(U"§§")) return cursor.SayFor(2, cursor.Pick(U"sections", U"параграфы"));
  const bool after_unit =
      IsLetter(cursor.Before()) && IsAsciiDigit(cursor.Peek(1)) && cursor.out.size() > 5 &&
      IsLower(cursor.out.back()) &&
      FindUnit(cursor.Rest().substr(1 + DigitsAt(cursor.Rest(), 1) +
                                    BlanksAt(cursor.Rest(), 1 + DigitsAt(cursor.Rest(), 1))))
              .unit != nullptr;
  if (rest[0] == U'/' && (cursor.Before() == U'}' || after_unit)) {
    return cursor.SayFor(1, cursor.Pick(U"slash", U"слэш"));
  }
  if (rest[0] == U'~' && IsOneOfChars(cursor.Peek(1), U"$€£¥₽") &&
      IsAsciiDigit(cursor.Peek(2))) {
    return cursor.SayFor(1, cursor.Pick(U"about", U"примерно"));
  }
  if (rest[0] == U'¶' && (IsAsciiDigit(cursor.Peek(1)) || IsAsciiDigit(cursor.Peek(2)))) {
    return cursor.SayFor(1, cursor.Pick(U"paragraph", U"абзац"));
  }
  if (rest.starts_with(U"#!/")) {
    return cursor.SayFor(2, cursor.Pick(U"hash exclamation mark", U"решётка восклицательный знак"));
  }
  if (rest[0] == U'#') {
    static constexpr std::u32string_view kDirectives[] = {U"include", U"define", U"ifdef",
                                                          U"ifndef",  U"endif",  U"pragma"};
    const auto begins = [rest](std::u32string_view word) {
      return rest.substr(1).starts_with(word);
    };
    return std::any_of(std::begin(kDirectives), std::end(kDirectives), begins) &&
           cursor.SayFor(1, cursor.Pick(U"hash", U"решётка"));
  }
  return false;
}

}  // namespace

bool SpeakMark(SpokenCursor& cursor) {
  switch (cursor.Peek()) {
    case U'★':
    case U'⭐':
      return SpeakStars(cursor);
    case U'|':
      return SpeakBar(cursor);
    case U'\\':
      return SpeakBarInCell(cursor);
    case U'!':
      return SpeakExclamation(cursor);
    default:
      return SpeakCharge(cursor) || SpeakFootnote(cursor) || SpeakJoint(cursor);
  }
}

// What a voice would pass over without a word.
bool SpeakSilentSign(SpokenCursor& cursor) {
  if (SpeakFolderDots(cursor)) return true;
  if (IsOneOfChars(cursor.Peek(), U"{}`_")) {
    return cursor.SayFor(1, FindSymbol(cursor.Rest(), cursor.options.language).name);
  }
  const bool either = cursor.Rest().starts_with(U"??") && IsSpace(cursor.Before()) &&
                      IsSpace(cursor.Peek(2)) && IsWordChar(cursor.Peek(3));  // a ?? b
  return either &&
         cursor.SayFor(2, cursor.Pick(U"question mark question mark", U"два вопросительных знака"));
}

}  // namespace nexy
