// Signs of calculations and comparisons: 2*3, a <= b, π/2, -4.
#include <algorithm>
#include <string>

#include "text/spoken_amount.h"
#include "text/spoken_rates.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/units.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

bool IsCalculation(std::u32string_view text, std::u32string_view signs) {
  return text.find_first_of(signs) != text.npos;
}

bool Operand(char32_t c) { return IsWordChar(c) || IsOneOfChars(c, U")(]√πΔ"); }

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

struct Operator {
  std::u32string_view written;
  std::u32string_view english;
  std::u32string_view russian;
};

constexpr Operator kOperators[] = {
    {U"===", U"strictly equals", U"строго равно"},
    {U"!==", U"strictly not equal to", U"строго не равно"},
    {U"<->", U"double arrow", U"двойная стрелка"},
    {U"-->", U"arrow", U"стрелка"},
    {U"==>", U"arrow", U"стрелка"},
    {U"<=", U"less than or equal to", U"меньше или равно"},
    {U">=", U"greater than or equal to", U"больше или равно"},
    {U"!=", U"not equal to", U"не равно"},
    {U"<>", U"not equal to", U"не равно"},
    {U"==", U"equals", U"равно"},
    {U"=>", U"arrow", U"стрелка"},
    {U"->", U"arrow", U"стрелка"},
    {U"<-", U"left arrow", U"стрелка влево"},
    {U"&&", U"and", U"и"},
    {U"||", U"or", U"или"},
    {U"|=", U"or equals", U"или равно"},
    {U"-=", U"minus equals", U"минус равно"},
    {U"++", U"plus plus", U"плюс плюс"},
    {U"**", U"to the power of", U"в степени"},
};

// "2**8", "x ** y"; "**word" is emphasis that nothing closes, "f(**map)" an argument.
bool IsPower(const SpokenCursor& cursor) {
  const char32_t left = LeftOperand(cursor);
  return Operand(left) && !IsOneOfChars(left, U"([") && Operand(RightOperand(cursor, 2)) &&
         IsSpace(cursor.Before()) == IsSpace(cursor.Peek(2));
}

// "i--;": after a dash that is no sign a word follows.
bool IsDecrement(const SpokenCursor& cursor) {
  if (!cursor.Rest().starts_with(U"--") || !IsWordChar(cursor.Before())) return false;
  const bool last = TrimSpace(cursor.Rest().substr(2)).empty() && IsCalculation(cursor.in, U";=");
  return last || IsOneOfChars(cursor.Peek(2), U";)]");
}

// "||x||", "||a||b||" as a row of a table.
bool SpeakDoubleBar(SpokenCursor& cursor) {
  return !cursor.in.starts_with(U"|") &&
         cursor.SayFor(2, cursor.Pick(U"double vertical bar", U"двойная вертикальная черта"));
}

bool SpeakTwoSigns(SpokenCursor& cursor) {
  if (IsDecrement(cursor)) {
    return cursor.SayFor(2, cursor.Pick(U"minus minus", U"минус минус"));
  }
  for (const Operator& sign : kOperators) {
    if (!cursor.Rest().starts_with(sign.written)) continue;
    if (sign.written == U"**" && !IsPower(cursor)) continue;
    const bool unequal = IsSpace(cursor.Before()) && IsSpace(cursor.Peek(2)) &&
                         IsOneOfChars(cursor.Peek(3), U"0123456789'\"");
    if (sign.written == U"<>" && !unequal) continue;  // "new List<>", "the <> syntax"
    if (sign.written == U"||" && IsSpace(cursor.Before()) != IsSpace(cursor.Peek(2))) {
      return SpeakDoubleBar(cursor);
    }
    const std::size_t size = sign.written.size();
    if (size == 3 && (cursor.Before() == U'=' || cursor.Peek(size) == U'=')) continue;  // "======"
    return cursor.SayFor(size, cursor.Pick(sign.english, sign.russian));
  }
  return false;
}

// ".75", ".5 mg": a voice may pass over the stop, be it that of a decimal or of a file's ending.
bool SpeakBareFraction(SpokenCursor& cursor) {
  const std::size_t digits = DigitsAt(cursor.Rest(), 1);
  if (cursor.Peek() != U'.' || digits == 0 || cursor.Russian() || !cursor.InWords()) return false;
  const bool begins = IsSpace(cursor.Before()) || IsOneOfChars(cursor.Before(), U"(-−+±~≈<>=≤≥");
  const std::size_t end = 1 + digits;
  const bool longer = IsOneOfChars(cursor.Peek(end), U".,:/-") && IsWordChar(cursor.Peek(end + 1));
  if (!begins || longer) return false;
  NumberToken number;
  number.fraction = digits;
  const UnitAfter unit = FindUnitAfter(cursor, number, end);
  if (unit.unit == nullptr && IsWordChar(cursor.Peek(end))) return false;  // ".7z"
  cursor.Say(U"point");
  cursor.Say(Separated(cursor.Rest().substr(1, digits)));
  if (unit.unit == nullptr) return cursor.SayFor(end, U"");
  return cursor.SayFor(unit.end, unit.unit->english_many);
}

// "-4", "=-3", "(-b ± …", "= -x", "else -x"
bool SpeakUnaryMinus(SpokenCursor& cursor) {
  if (cursor.Peek() != U'-') return false;
  const char32_t before = cursor.Before();
  const char32_t next = cursor.Peek(1);
  const bool free = cursor.BeginsSign();
  if (IsDigit(next) || (next == U'.' && IsDigit(cursor.Peek(2)))) {
    const bool dots = cursor.in.substr(0, cursor.at).ends_with(U"..");
    if (!free && !(IsDigit(next) && (dots || IsOneOfChars(before, U"=<>*/^,;…:")))) return false;
    const bool option = IsSpace(before) && IsWordOf(WordClass::kCommand, cursor.WordBefore());
    cursor.Say(option ? cursor.Pick(U"dash", U"дефис")  // "kill -9"
                      : cursor.Pick(U"minus", U"минус"));
    cursor.out.push_back(U' ');  // Before ".25" too.
    ++cursor.at;
    return true;
  }
  const std::u32string word = cursor.WordBefore();
  const bool letter = IsLetter(next) && !IsLetter(cursor.Peek(2));
  const bool term = IsCalculation(cursor.in, U"=√±²") &&
                    (before == U'(' || IsOneOfChars(LeftOperand(cursor), U"=+*(<>"));
  return free && letter && (term || word == U"else" || word == U"return") &&
         cursor.SayFor(1, cursor.Pick(U"minus", U"минус"));
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

// "10-3=7": nothing but a result follows.
bool IsSubtraction(const SpokenCursor& cursor) {
  if (!IsAsciiDigit(cursor.Before())) return false;
  const std::size_t digits = DigitsAt(cursor.Rest(), 1);
  const std::size_t sign = 1 + digits + BlanksAt(cursor.Rest(), 1 + digits);
  return digits > 0 && cursor.Peek(sign) == U'=' && cursor.Peek(sign + 1) != U'=';
}

// "GMT-4"
bool IsZoneOffset(const SpokenCursor& cursor) {
  const std::u32string_view before = cursor.in.substr(0, cursor.at);
  return (before.ends_with(U"UTC") || before.ends_with(U"GMT")) && IsAsciiDigit(cursor.Peek(1));
}

// "Файл > Сохранить как…": a path through menus, said with pauses. "Москва > Омск" may compare.
bool SpeakMenuPath(SpokenCursor& cursor) {
  const bool apart = IsSpace(cursor.Before()) && IsSpace(cursor.Peek(1));
  if (!apart || !IsOneOfChars(cursor.Peek(), U">›»")) return false;
  if (cursor.Peek() != U'>') {
    const std::u32string_view home = cursor.WrittenBefore();
    if (home.empty() || !IsUpper(home[0]) || !IsUpper(cursor.Peek(2))) return false;
    cursor.Pause();  // "Home › News": no quote stands apart.
    cursor.Skip(1);
    return true;
  }
  const auto named = [&cursor](std::size_t at) {
    return at + 1 < cursor.in.size() && IsUpper(cursor.in[at]) && IsLetter(cursor.in[at + 1]);
  };
  constexpr std::u32string_view kSign = U" > ";
  bool path = std::count(cursor.in.begin(), cursor.in.end(), U'>') > 1;
  for (std::size_t sign = cursor.in.find(kSign); sign != cursor.in.npos;
       sign = cursor.in.find(kSign, sign + 1)) {
    if (!named(sign + kSign.size())) return false;
    path = path || IsWordOf(WordClass::kMenu, cursor.From(sign).WordBefore());
  }
  if (!path) return false;
  cursor.Pause();
  cursor.Skip(1);
  return true;
}

// Signs between operands: 2*3, a < b, 5 - 3 = 2, x^2.
bool SpeakBinary(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  if (c == U'x' && IsDigit(cursor.Before()) && IsDigit(cursor.Peek(1)) &&
      IsCalculation(cursor.in, U"=")) {
    return cursor.SayFor(1, cursor.Pick(U"times", U"умножить на"));
  }
  if (!IsOneOfChars(c, U"*·<>=+-−^%")) return false;
  const char32_t left = LeftOperand(cursor);
  const char32_t right = RightOperand(cursor, 1);
  const bool signed_right = IsOneOfChars(right, U"-−+$€√") && c != U'-';
  if (!Operand(left) || !(Operand(right) || signed_right)) return false;
  const bool spaced = IsSpace(cursor.Before()) && IsSpace(cursor.Peek(1));
  switch (c) {
    case U'*': {
      if (IsSpace(cursor.Before()) != IsSpace(cursor.Peek(1))) return false;
      if (!IsDigit(left) && !IsDigit(right) && !IsCalculation(cursor.in, U"=×÷")) return false;
      if (IsUpper(left) && cursor.WordBefore().size() > 2) return false;  // SELECT * FROM
      return cursor.SayFor(1, cursor.Pick(U"times", U"умножить на"));
    }
    case U'·':
      if (!(IsDigit(left) && IsDigit(right)) && !IsCalculation(cursor.in, U"=")) return false;
      return cursor.SayFor(1, cursor.Pick(U"times", U"умножить на"));
    case U'<':
      return cursor.SayFor(1, cursor.Pick(U"less than", U"меньше"));
    case U'>':
      return cursor.SayFor(1, cursor.Pick(U"greater than", U"больше"));
    case U'=':
      return cursor.SayFor(1, cursor.Pick(U"equals", U"равно"));
    case U'+':
      return cursor.SayFor(1, cursor.Pick(U"plus", U"плюс"));
    case U'−':
      return cursor.SayFor(1, cursor.Pick(U"minus", U"минус"));
    case U'-':
      if (IsSubtraction(cursor) || IsZoneOffset(cursor))
        return cursor.SayFor(1, cursor.Pick(U"minus", U"минус"));
      if (spaced && IsTerm(cursor)) return cursor.SayFor(1, cursor.Pick(U"minus", U"минус"));
      if (!spaced || !IsDigit(left) || !IsDigit(right) || !IsCalculation(cursor.in, U"=×÷*"))
        return false;
      return cursor.SayFor(1, cursor.Pick(U"minus", U"минус"));
    case U'%':
      if (!spaced || !(IsDigit(right) || IsCalculation(cursor.in, U"="))) return false;
      return cursor.SayFor(1, cursor.Pick(U"modulo", U"по модулю"));
    case U'^':
      if (IsSpace(cursor.Before()) != IsSpace(cursor.Peek(1))) return false;  // "node ^18"
      return cursor.SayFor(1, cursor.Pick(U"to the power of", U"в степени"));
    default:
      return false;
  }
}

// "x = -b/a", "b = 3a/2": short terms in small letters.
bool IsQuotient(const SpokenCursor& cursor) {
  const char32_t left = cursor.Before();
  const char32_t right = cursor.Peek(1);
  const char32_t before = cursor.at > 1 ? cursor.in[cursor.at - 2] : U' ';
  const bool short_left = IsAsciiDigit(left) || (IsLower(left) && !IsLetter(before));
  const bool short_right = IsAsciiDigit(right) || (IsLower(right) && !IsWordChar(cursor.Peek(2)));
  return short_left && short_right && (IsLetter(left) || IsLetter(right)) &&
         IsCalculation(cursor.in, U"=") && !(left == U'n' && right == U'a');
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
    return cursor.SayFor(1, cursor.Pick(U"divided by", U"разделить на"));
  }
  std::size_t number = cursor.at;  // "√2/2"
  while (number > 0 && IsAsciiDigit(cursor.in[number - 1])) --number;
  const bool root = number > 0 && cursor.in[number - 1] == U'√';
  const bool over = c == U'/' && !IsSpace(cursor.Before()) &&
                    (root || IsOneOfChars(left, U"πΔ√²³)") || IsOneOfChars(right, U"πΔ√∂")) &&
                    (Operand(right) || right == U'∂');
  return (over || (c == U'/' && !cursor.Russian() && IsQuotient(cursor))) &&
         cursor.SayFor(1, cursor.Pick(U"over", U"разделить на"));
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

}  // namespace

bool SpeakOperator(SpokenCursor& cursor) {
  if (IsWordChar(cursor.Peek())) return cursor.Peek() == U'x' && SpeakBinary(cursor);
  return SpeakTwoSigns(cursor) || SpeakMenuPath(cursor) || SpeakUnaryMinus(cursor) ||
         SpeakBareFraction(cursor) || SpeakRate(cursor) || SpeakDivision(cursor) ||
         SpeakBinary(cursor);
}

}  // namespace nexy
