#include <algorithm>
#include <string>

#include "text/number_token.h"
#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/symbol_names.h"
#include "text/unicode.h"
#include "text/units.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

bool Contains(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }

bool SayAndSkip(SpokenCursor& cursor, std::size_t size, std::u32string_view words) {
  return cursor.SayFor(size, words);
}

std::u32string_view Pick(const SpokenCursor& cursor, std::u32string_view english,
                         std::u32string_view russian) {
  return cursor.Pick(english, russian);
}

bool IsCalculation(std::u32string_view text, std::u32string_view signs) {
  return text.find_first_of(signs) != text.npos;
}

bool Operand(char32_t c) { return IsWordChar(c) || Contains(U")(]√πΔ", c); }

// The nearest characters that are not spaces.
char32_t LeftOperand(const SpokenCursor& cursor) {
  std::size_t at = cursor.at;
  while (at > 0 && IsSpace(cursor.in[at - 1])) --at;
  return at > 0 ? cursor.in[at - 1] : U' ';
}
char32_t RightOperand(const SpokenCursor& cursor, std::size_t size) {
  std::size_t at = cursor.at + size;
  while (at < cursor.in.size() && IsSpace(cursor.in[at])) ++at;
  return at < cursor.in.size() ? cursor.in[at] : U' ';
}

// C#, F#, C++: names of languages.
bool SpeakLanguageName(SpokenCursor& cursor) {
  const char32_t before = cursor.Before();
  const bool letter = cursor.at > 0 && Contains(U"CFAJ", before) &&
                      (cursor.at < 2 || !IsWordChar(cursor.in[cursor.at - 2]));
  if (!letter) return false;
  if (cursor.Peek() == U'#' && !IsWordChar(cursor.Peek(1))) {
    return SayAndSkip(cursor, 1, Pick(cursor, U"sharp", U"шарп"));
  }
  if (cursor.Peek() == U'+' && cursor.Peek(1) == U'+' && before == U'C') {
    return SayAndSkip(cursor, 2, Pick(cursor, U"plus plus", U"плюс плюс"));
  }
  return false;
}

// "#5", "№ 5", "#tag".
bool SpeakNumberSign(SpokenCursor& cursor) {
  if (cursor.Peek() == U'№') return SayAndSkip(cursor, 1, Pick(cursor, U"number", U"номер"));
  if (cursor.Peek() != U'#' || IsWordChar(cursor.Before())) return false;
  if (IsDigit(cursor.Peek(1))) return SayAndSkip(cursor, 1, Pick(cursor, U"number", U"номер"));
  const std::u32string_view token = cursor.Token();
  const bool number = IsUpper(cursor.Peek(1)) && std::any_of(token.begin(), token.end(), IsDigit) &&
                      std::none_of(token.begin(), token.end(), IsLower);
  if (number) return SayAndSkip(cursor, 1, Pick(cursor, U"number", U"номер"));  // "#A-10293"
  if (IsLetter(cursor.Peek(1))) return SayAndSkip(cursor, 1, Pick(cursor, U"hashtag", U"хештег"));
  return false;
}

struct Operator {
  std::u32string_view written;
  std::u32string_view english;
  std::u32string_view russian;
};

constexpr Operator kOperators[] = {
    {U"<=", U"less than or equal to", U"меньше или равно"},
    {U">=", U"greater than or equal to", U"больше или равно"},
    {U"!=", U"not equal to", U"не равно"},
    {U"==", U"equals", U"равно"},
    {U"=>", U"arrow", U"стрелка"},
    {U"->", U"arrow", U"стрелка"},
    {U"<-", U"left arrow", U"стрелка влево"},
    {U"&&", U"and", U"и"},
    {U"||", U"or", U"или"},
    {U"++", U"plus plus", U"плюс плюс"},
    {U"**", U"to the power of", U"в степени"},
};

// "2**8", "x ** y"; "**word" is emphasis that nothing closes.
bool IsPower(const SpokenCursor& cursor) {
  return Operand(LeftOperand(cursor)) && Operand(RightOperand(cursor, 2)) &&
         IsSpace(cursor.Before()) == IsSpace(cursor.Peek(2));
}

// "i--;": after a dash that is no sign a word follows.
bool IsDecrement(const SpokenCursor& cursor) {
  if (!cursor.Rest().starts_with(U"--") || !IsWordChar(cursor.Before())) return false;
  const bool last = TrimSpace(cursor.Rest().substr(2)).empty() && IsCalculation(cursor.in, U";=");
  return last || IsOneOfChars(cursor.Peek(2), U";)]");
}

bool SpeakTwoSigns(SpokenCursor& cursor) {
  if (IsDecrement(cursor)) {
    return SayAndSkip(cursor, 2, Pick(cursor, U"minus minus", U"минус минус"));
  }
  for (const Operator& sign : kOperators) {
    if (!cursor.Rest().starts_with(sign.written)) continue;
    if (sign.written == U"**" && !IsPower(cursor)) continue;
    return SayAndSkip(cursor, sign.written.size(), Pick(cursor, sign.english, sign.russian));
  }
  return false;
}

// "--help", "-v": the dashes of an option.
bool SpeakOptionDashes(SpokenCursor& cursor) {
  if (cursor.Peek() != U'-' || IsWordChar(cursor.Before()) || cursor.Before() == U'-') return false;
  const bool dots = cursor.at > 1 && cursor.Before() == U'.' && cursor.in[cursor.at - 2] == U'.';
  const bool sign = IsDigit(cursor.Peek(1)) && Contains(U"=<>*/^,;…:", cursor.Before());
  const bool before = IsSpace(cursor.Before()) || Contains(U"(\"'«`[|", cursor.Before());
  if (!before && !sign && !(dots && IsDigit(cursor.Peek(1)))) return false;
  if (cursor.Peek(1) == U'-' && IsLetter(cursor.Peek(2))) {
    return SayAndSkip(cursor, 2, Pick(cursor, U"dash dash", U"дефис дефис"));
  }
  const bool number =
      IsDigit(cursor.Peek(1)) || (cursor.Peek(1) == U'.' && IsDigit(cursor.Peek(2)));
  if (number) {
    cursor.Say(Pick(cursor, U"minus", U"минус"));
    cursor.out.push_back(U' ');  // Before ".25" too.
    ++cursor.at;
    return true;
  }
  // "(-b ± …", "= -x"
  const bool term = IsLetter(cursor.Peek(1)) && !IsLetter(cursor.Peek(2)) &&
                    IsCalculation(cursor.in, U"=√±²") &&
                    (cursor.Before() == U'(' || IsOneOfChars(LeftOperand(cursor), U"=+*(<>"));
  if (term) return SayAndSkip(cursor, 1, Pick(cursor, U"minus", U"минус"));
  const bool letter = IsLetter(cursor.Peek(1)) && cursor.Peek(1) < 0x80;
  return letter && SayAndSkip(cursor, 1, Pick(cursor, U"dash", U"дефис"));
}

// 1920×1080
bool SpeakDimensions(SpokenCursor& cursor) {
  if (cursor.Peek() != U'×' && cursor.Peek() != U'x') return false;
  if (!IsDigit(cursor.Before()) || !IsDigit(cursor.Peek(1))) return false;
  const bool hex = cursor.Before() == U'0' && (cursor.at < 2 || !IsDigit(cursor.in[cursor.at - 2]));
  const bool power = cursor.Rest().substr(1).starts_with(U"10") &&
                     IsOneOfChars(cursor.Peek(3), U"⁰¹²³⁴⁵⁶⁷⁸⁹⁻^");  // 3×10⁴
  if (power && !hex) return SayAndSkip(cursor, 1, Pick(cursor, U"times", U"умножить на"));
  if (hex || IsCalculation(cursor.in, U"=")) return false;
  return SayAndSkip(cursor, 1, Pick(cursor, U"by", U"на"));
}

// "b² - 4ac" in a formula: short terms on both sides.
bool IsTerm(const SpokenCursor& cursor) {
  constexpr std::size_t kTermMax = 4;
  if (!IsCalculation(cursor.in, U"=√²³∫∑")) return false;
  const auto length = [&cursor](std::size_t at, int step) {
    std::size_t size = 0;
    while (at + 1 > 0 && at < cursor.in.size() && !IsSpace(cursor.in[at])) {
      ++size;
      if (step < 0 && at == 0) break;
      at = step < 0 ? at - 1 : at + 1;
    }
    return size;
  };
  const std::size_t before = cursor.at >= 2 ? length(cursor.at - 2, -1) : 0;
  const std::size_t after = length(cursor.at + 2, 1);
  return before > 0 && before <= kTermMax + 2 && after > 0 && after <= kTermMax + 2;
}

// "Файл > Сохранить как…": a path through menus, said with pauses. "Москва > Омск" may compare.
bool SpeakMenuPath(SpokenCursor& cursor) {
  if (cursor.Peek() != U'>' || !IsSpace(cursor.Before()) || !IsSpace(cursor.Peek(1))) return false;
  const auto named = [&cursor](std::size_t at) {
    return at + 1 < cursor.in.size() && IsUpper(cursor.in[at]) && IsLetter(cursor.in[at + 1]);
  };
  constexpr std::u32string_view kSign = U" > ";
  bool path = std::count(cursor.in.begin(), cursor.in.end(), U'>') > 1;
  for (std::size_t sign = cursor.in.find(kSign); sign != cursor.in.npos;
       sign = cursor.in.find(kSign, sign + 1)) {
    if (!named(sign + kSign.size())) return false;
    SpokenCursor here = cursor;
    here.at = sign;
    path = path || IsWordOf(WordClass::kMenu, here.WordBefore());
  }
  if (!path) return false;
  cursor.Pause();
  cursor.Skip(1);
  return true;
}

// Signs between operands: 2*3, a < b, 5 - 3 = 2, x^2.
bool SpeakOperator(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  if (c == U'x' && IsDigit(cursor.Before()) && IsDigit(cursor.Peek(1)) &&
      IsCalculation(cursor.in, U"=")) {
    return SayAndSkip(cursor, 1, Pick(cursor, U"times", U"умножить на"));
  }
  if (!Contains(U"*<>=+-−^", c)) return false;
  const char32_t left = LeftOperand(cursor);
  const char32_t right = RightOperand(cursor, 1);
  const bool signed_right = Contains(U"-−+$€√", right) && c != U'-';
  if (!Operand(left) || !(Operand(right) || signed_right)) return false;
  const bool spaced = IsSpace(cursor.Before()) && IsSpace(cursor.Peek(1));
  switch (c) {
    case U'*': {
      if (IsSpace(cursor.Before()) != IsSpace(cursor.Peek(1))) return false;
      if (!IsDigit(left) && !IsDigit(right) && !IsCalculation(cursor.in, U"=×÷")) return false;
      if (IsUpper(left) && cursor.WordBefore().size() > 2) return false;  // SELECT * FROM
      return SayAndSkip(cursor, 1, Pick(cursor, U"times", U"умножить на"));
    }
    case U'<':
      return SayAndSkip(cursor, 1, Pick(cursor, U"less than", U"меньше"));
    case U'>':
      return SayAndSkip(cursor, 1, Pick(cursor, U"greater than", U"больше"));
    case U'=':
      return SayAndSkip(cursor, 1, Pick(cursor, U"equals", U"равно"));
    case U'+':
      return SayAndSkip(cursor, 1, Pick(cursor, U"plus", U"плюс"));
    case U'−':
      return SayAndSkip(cursor, 1, Pick(cursor, U"minus", U"минус"));
    case U'-':
      if (spaced && IsTerm(cursor)) return SayAndSkip(cursor, 1, Pick(cursor, U"minus", U"минус"));
      if (!spaced || !IsDigit(left) || !IsDigit(right) || !IsCalculation(cursor.in, U"=×÷*"))
        return false;
      return SayAndSkip(cursor, 1, Pick(cursor, U"minus", U"минус"));
    case U'^':
      return SayAndSkip(cursor, 1, Pick(cursor, U"to the power of", U"в степени"));
    default:
      return false;
  }
}

constexpr std::u32string_view kSuperscripts = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
constexpr std::u32string_view kSubscripts = U"₀₁₂₃₄₅₆₇₈₉";

// x², 10⁻⁵, H₂O.
bool SpeakScript(SpokenCursor& cursor) {
  if (const std::size_t digit = kSubscripts.find(cursor.Peek()); digit != kSubscripts.npos) {
    const std::u32string_view before = cursor.in.substr(0, cursor.at);
    if (before.ends_with(U"log")) cursor.Say(Pick(cursor, U"base ", U"по основанию "));
    cursor.out.push_back(U'0' + static_cast<char32_t>(digit));
    ++cursor.at;
    return true;
  }
  const bool minus = cursor.Peek() == U'⁻';
  std::u32string digits;
  std::size_t size = minus ? 1 : 0;
  for (std::size_t digit = kSuperscripts.find(cursor.Peek(size)); digit != kSuperscripts.npos;
       digit = kSuperscripts.find(cursor.Peek(++size))) {
    digits.push_back(U'0' + static_cast<char32_t>(digit));
  }
  if (digits.empty()) return false;
  if (!minus && IsUpper(cursor.Peek(size)) && !IsWordChar(cursor.Before()) &&
      !IsOneOfChars(cursor.Before(), U")]")) {  // ¹⁴C
    cursor.Say(digits);
    cursor.at += size;
    return true;
  }
  if (!minus && digits == U"2")
    return SayAndSkip(cursor, size, Pick(cursor, U"squared", U"в квадрате"));
  if (!minus && digits == U"3") return SayAndSkip(cursor, size, Pick(cursor, U"cubed", U"в кубе"));
  cursor.Say(Pick(cursor, U"to the power of", U"в степени"));
  if (minus) cursor.Say(Pick(cursor, U"minus", U"минус"));
  // "3 × 10⁸ m/s": the unit of the whole.
  const std::size_t gap = BlanksAt(cursor.Rest(), size);
  const UnitMatch unit = FindUnit(cursor.Rest().substr(size + gap));
  if (gap != 1 || unit.size < 2) return SayAndSkip(cursor, size, digits);
  cursor.Say(digits);
  return SayAndSkip(cursor, size + gap + unit.size,
                    cursor.Russian() ? RussianUnitPlural(*unit.unit)
                                     : std::u32string_view(unit.unit->english_many));
}

// "100 / 4 = 25", "π/2", "10 : 2 = 5".
bool SpeakDivision(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  if (c != U'/' && c != U':') return false;
  const char32_t left = LeftOperand(cursor);
  const char32_t right = RightOperand(cursor, 1);
  const bool spaced = IsSpace(cursor.Before()) && IsSpace(cursor.Peek(1));
  if (spaced && (IsDigit(left) || left == U')') && IsDigit(right) &&
      IsCalculation(cursor.in, U"=≈")) {
    return SayAndSkip(cursor, 1, Pick(cursor, U"divided by", U"разделить на"));
  }
  const bool over = c == U'/' && !IsSpace(cursor.Before()) &&
                    (Contains(U"πΔ√²³)", left) || Contains(U"πΔ√∂", right)) &&
                    (Operand(right) || right == U'∂');
  return over && SayAndSkip(cursor, 1, Pick(cursor, U"over", U"разделить на"));
}

// "60 кадров/с": a rate of what is counted.
bool SpeakRate(SpokenCursor& cursor) {
  if (cursor.Peek() != U'/' || !cursor.Russian() || !IsLower(cursor.Before())) return false;
  const std::u32string counted = cursor.WordBefore();
  const std::u32string number = cursor.BeforeWord().WordBefore();
  if (counted.size() < 3 || number.empty() || !IsDigit(number.back())) return false;
  const std::size_t size = SayPer(cursor, 0);
  cursor.Skip(size);
  return size > 0;
}

// Signs whose reading depends on what is beside them.
bool SpeakJoined(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  const bool left = IsWordChar(cursor.Before());
  const bool right = IsWordChar(cursor.Peek(1));
  if (c == U'&') {
    const bool name = left && right;  // R&D
    return SayAndSkip(cursor, 1, Pick(cursor, U"and", name ? U"энд" : U"и"));
  }
  if (c == U'@') return SayAndSkip(cursor, 1, Pick(cursor, U"at", U"собака"));
  if (c == U'_' && (left || right || cursor.Peek(1) == U'_' || cursor.Before() == U'_')) {
    return SayAndSkip(cursor, 1, Pick(cursor, U"underscore", U"подчёркивание"));
  }
  if (c == U'|') {  // Columns of a table.
    const bool edge = TrimSpace(cursor.out).empty() || TrimSpace(cursor.Rest().substr(1)).empty();
    if (!edge && !cursor.out.empty()) {
      while (!cursor.out.empty() && IsSpace(cursor.out.back())) cursor.out.pop_back();
      cursor.out.push_back(U',');
    }
    ++cursor.at;
    return true;
  }
  if (c == U'\\') return SayAndSkip(cursor, 1, Pick(cursor, U"backslash", U"обратный слэш"));
  if (c == U'~' && IsDigit(cursor.Peek(1)) && !left) {
    return SayAndSkip(cursor, 1, Pick(cursor, U"about", U"примерно"));
  }
  return false;
}

bool IsBareWordSign(char32_t c) { return Contains(U"*+=<>^~#", c); }

// "[^1]", and "[ ]" or "[x]" at the beginning of an item.
bool SpeakBracketMark(SpokenCursor& cursor) {
  if (cursor.Peek() != U'[') return false;
  if (cursor.Peek(1) == U'^') {
    std::size_t end = 2;
    while (IsWordChar(cursor.Peek(end)) || cursor.Peek(end) == U'-') ++end;
    if (end == 2 || cursor.Peek(end) != U']') return false;
    cursor.Say(Pick(cursor, U"footnote", U"сноска"));
    return SayAndSkip(cursor, end + 1, cursor.Rest().substr(2, end - 2));
  }
  const char32_t mark = cursor.Peek(1);
  const bool first = TrimSpace(cursor.in.substr(0, cursor.at)).find_first_not_of(U"0123456789.)") ==
                     std::u32string_view::npos;
  if (!first || cursor.Peek(2) != U']' || cursor.Peek(3) != U' ') return false;
  if (mark == U' ') return SayAndSkip(cursor, 3, Pick(cursor, U"not done:", U"не сделано:"));
  return (mark == U'x' || mark == U'X') &&
         SayAndSkip(cursor, 3, Pick(cursor, U"done:", U"сделано:"));
}

// What stands between two "$" is a formula.
bool IsFormula(std::u32string_view text) {
  return !text.empty() && !IsSpace(text.front()) && !IsSpace(text.back()) &&
         text.find_first_of(U"^_=\\+") != text.npos && !IsDigit(text.front());
}

// "$x^2$", "\(a + b\)": the marks of a formula are not said.
bool SkipFormulaMark(SpokenCursor& cursor) {
  if (cursor.Peek() == U'\\') {
    const char32_t c = cursor.Peek(1);
    const bool open = c == U'(' && cursor.Rest().find(U"\\)") != std::u32string_view::npos;
    const bool close =
        c == U')' && cursor.in.substr(0, cursor.at).find(U"\\(") != std::u32string_view::npos;
    if (!open && !close) return false;
    cursor.Skip(2);
    return true;
  }
  if (cursor.Peek() != U'$') return false;
  const std::size_t size = cursor.Peek(1) == U'$' ? 2 : 1;
  const std::size_t end = cursor.in.find(U'$', cursor.at + size);
  const std::size_t begin = cursor.at == 0 ? cursor.in.npos : cursor.in.rfind(U'$', cursor.at - 1);
  const bool opens = end != cursor.in.npos &&
                     IsFormula(cursor.in.substr(cursor.at + size, end - cursor.at - size));
  const bool closes =
      begin != cursor.in.npos && IsFormula(cursor.in.substr(begin + 1, cursor.at - begin - 1));
  if (!opens && !closes) return false;
  cursor.Skip(size);
  return true;
}

}  // namespace

bool SpeakSign(SpokenCursor& cursor) {
  if (SpeakDimensions(cursor)) return true;
  const char32_t c = cursor.Peek();
  if (IsWordChar(c)) return c == U'x' && SpeakOperator(cursor);
  if (SpeakBracketMark(cursor) || SkipFormulaMark(cursor)) return true;
  return SpeakLanguageName(cursor) || SpeakNumberSign(cursor) || SpeakScript(cursor) ||
         SpeakTwoSigns(cursor) || SpeakMenuPath(cursor) || SpeakOptionDashes(cursor) ||
         SpeakRate(cursor) || SpeakDivision(cursor) || SpeakOperator(cursor) || SpeakJoined(cursor);
}

bool IsGreek(char32_t c) { return c >= U'Α' && c <= U'ω'; }

// Emoji and signs by the names of symbols.tsv and symbol_names.tsv.
bool SpeakSymbol(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  const bool keycap = cursor.Peek(1) == 0x20E3 || cursor.Peek(2) == 0x20E3;
  if (IsWordChar(c) && c < 0x80 && !keycap) return false;
  const SymbolName symbol = FindSymbol(cursor.Rest(), cursor.options.language);
  if (symbol.size == 0) return false;
  if (keycap && IsDigit(c)) return SayAndSkip(cursor, symbol.size, symbol.name);
  const bool worded = c >= 0x80 ? !IsLetter(c) || symbol.size > 1 || (c >= U'ℂ' && c <= U'ℤ')
                                : IsBareWordSign(c) || c == U'%' || c == U'$';
  const bool prosody = Contains(U"…—–«»“”‘’„‚‹›¿¡、。，！？：；「」『』·•―‐‑′″", c);
  const bool math_letter = IsGreek(c) && !IsLetter(cursor.Before()) && !IsGreek(cursor.Peek(1));
  if ((!worded && !math_letter) || prosody || IsSpace(c) || IsMark(c)) return false;
  std::size_t size = symbol.size;
  // The same emoji again and again is said once.
  const std::u32string_view sign = cursor.Rest().substr(0, size);
  while (IsEmoji(c) && cursor.Rest().substr(size).starts_with(sign)) size += sign.size();
  if (IsEmoji(c) && cursor.options.emoji == EmojiReading::kDrop) {
    cursor.at += size;
    return true;
  }
  return SayAndSkip(cursor, size, symbol.name);
}

}  // namespace nexy
