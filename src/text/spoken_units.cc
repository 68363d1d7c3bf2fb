#include <algorithm>
#include <string>

#include "text/russian_government.h"
#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;

// Where the amount of a larger unit before the cursor begins: "5 ч" of "до 5 ч 20 мин"; else the
// cursor itself.
SpokenCursor LargestAmount(SpokenCursor cursor) {
  for (;;) {
    const std::u32string word = cursor.WordBefore();
    const UnitMatch unit = FindUnit(word.ends_with(U'.') ? word.substr(0, word.size() - 1) : word);
    if (unit.unit == nullptr || unit.size + (word.ends_with(U'.') ? 1 : 0) != word.size()) break;
    const SpokenCursor back = cursor.BeforeWord();
    const std::u32string number = back.WordBefore();
    if (number.empty() || !std::all_of(number.begin(), number.end(), IsDigit)) break;
    cursor.at = back.BeforeWord().at;
  }
  return cursor;
}

// "налог с 1 млн рублей", "13 % с 5000 ₽".
bool IsTakenFrom(const SpokenCursor& cursor) {
  const std::u32string before = cursor.WordBefore();
  if (before != U"с" && before != U"со") return false;
  const SpokenCursor back = cursor.BeforeWord();
  return TrimSpace(cursor.in.substr(0, back.at)).ends_with(U'%') ||
         back.HasBefore(3, WordClass::kTaken);
}

// The case of an amount: "до 5 ч 20 мин" has one, "по 1 рублю" is the dative.
Kase UnitCase(const SpokenCursor& cursor, const NumberToken& number) {
  if (!cursor.Russian()) return Kase::kNominative;
  const bool one = number.IsWhole() && number.whole % 10 == 1 && number.whole % 100 != 11;
  if (one && cursor.WordBefore() == U"по") return Kase::kDative;
  const SpokenCursor largest = LargestAmount(cursor);
  if (IsTakenFrom(largest)) return Kase::kGenitive;
  const Kase kase = CaseBefore(largest);
  return kase == Kase::kNominative && TakesObject(largest.WordBefore()) ? Kase::kAccusative : kase;
}

// The hundredth part of a currency ("cent"), or null.
const Unit* Subunit(const Unit& currency) {
  if (currency.english_one == U"ruble") return FindUnit(U"коп").unit;
  if (currency.english_one == U"pound") return FindUnit(U"пенс").unit;
  if (currency.english_one == U"hryvnia") return FindUnit(U"коп").unit;
  const bool cents = currency.english_one.ends_with(U"dollar") || currency.english_one == U"euro";
  return cents ? FindUnit(U"¢").unit : nullptr;
}

// "$5.50": two digits after the point are cents.
bool SayWithSubunit(SpokenCursor& cursor, std::u32string_view written, const NumberToken& number,
                    const Unit& unit, Kase kase) {
  const Unit* const part = Subunit(unit);
  if (part == nullptr || number.fraction != 2 || !number.exact) return false;
  NumberToken whole = number;
  whole.fraction = 0;
  const std::u32string_view digits = written.substr(0, written.size() - 3);
  NumberToken cents;
  cents.whole = number.fraction_value;
  cents.digits = 2;
  std::u32string cents_written = DecodeUtf8(std::to_string(cents.whole));
  const bool nothing_whole = number.whole == 0 && cents.whole > 0;
  if (!nothing_whole) {
    cursor.Say(AmountWords(cursor, digits, whole, unit.gender, kase));
    cursor.Say(UnitWord(cursor, unit, whole, kase, false));
    if (cents.whole > 0 && !cursor.Russian()) cursor.Say(U"and");
  }
  if (cents.whole == 0) return true;
  cursor.Say(AmountWords(cursor, cents_written, cents, part->gender, kase));
  cursor.Say(UnitWord(cursor, *part, cents, kase, false));
  return true;
}

void SayAmount(SpokenCursor& cursor, std::u32string_view written, const NumberToken& number,
               const Unit& unit, Kase kase, bool attribute) {
  if (SayWithSubunit(cursor, written, number, unit, kase)) return;
  cursor.Say(AmountWords(cursor, written, number, unit.gender, kase));
  cursor.Say(UnitWord(cursor, unit, number, kase, attribute));
}

struct Scale {
  std::u32string_view written, english, russian;
};
constexpr Scale kScales[] = {
    {U"K", U"thousand", U"тыс"},         {U"k", U"thousand", U"тыс"},
    {U"M", U"million", U"млн"},          {U"m", U"million", U"млн"},
    {U"B", U"billion", U"млрд"},         {U"bn", U"billion", U"млрд"},
    {U"T", U"trillion", U"трлн"},        {U"mn", U"million", U"млн"},
    {U"tn", U"trillion", U"трлн"},       {U"b", U"billion", U"млрд"},
    {U"-million", U"million", U"млн"},   {U"-billion", U"billion", U"млрд"},
    {U" million", U"million", U"млн"},   {U" billion", U"billion", U"млрд"},
    {U" thousand", U"thousand", U"тыс"}, {U" trillion", U"trillion", U"трлн"},
    {U" млн", U"million", U"млн"},       {U" млрд", U"billion", U"млрд"},
    {U" тыс", U"thousand", U"тыс"},      {U" трлн", U"trillion", U"трлн"}};

// "$2.5 million", "€3bn", "$40M": says them; returns where they end, 0 if there is no such word.
std::size_t SayScaled(SpokenCursor& cursor, std::u32string_view written, const NumberToken& number,
                      const Unit& money, std::size_t end) {
  const std::u32string_view rest = cursor.Rest().substr(end);
  for (const Scale& scale : kScales) {
    if (!rest.starts_with(scale.written)) continue;
    if (rest.size() > scale.written.size() && IsWordChar(rest[scale.written.size()])) continue;
    std::size_t after = end + scale.written.size();
    if (cursor.Russian()) {
      const Unit& magnitude = *FindUnit(scale.russian).unit;
      after += UnitStop(cursor.Rest().substr(after));
      SayAmount(cursor, written, number, magnitude, UnitCase(cursor, number), false);
      cursor.Say(RussianUnitPlural(money));
    } else {
      cursor.Say(written);
      cursor.Say(scale.english);
      cursor.Say(IsAttribute(cursor, after) ? money.english_one : money.english_many);
    }
    return after;
  }
  return 0;
}

constexpr std::u32string_view kCurrencySigns =
    U"$€£¥₽₴₹₿₸₺₩₪₾₼₫฿₱₦";

// "$", "US$", "C$", "€": how many characters it takes and what it is.
UnitMatch CurrencyBefore(const SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  std::size_t sign = 0;
  while (sign < 3 && sign < rest.size() && IsLetter(rest[sign]) && rest[sign] < 0x80) ++sign;
  const bool code = sign == 3 && IsWordOf(WordClass::kCurrencyCode, rest.substr(0, 3)) &&
                    rest.size() > 4 && BlanksAt(rest, 3) == 1 && IsAsciiDigit(rest[4]);
  if (code) {
    const UnitMatch match = FindUnit(rest.substr(0, 3));
    return match.size == 3 ? match : UnitMatch{};
  }
  if (sign < rest.size() && IsOneOfChars(rest[sign], kCurrencySigns)) {
    UnitMatch match = FindUnit(rest.substr(0, sign + 1));
    if (match.size != sign + 1) return {};
    return match;
  }
  return {};
}

// "$5–10": says both numbers before the currency; returns where they end, 0 if it is no range.
std::size_t SayMoneyRange(SpokenCursor& cursor, std::u32string_view written,
                          const NumberToken& number, const UnitMatch& money, std::size_t end) {
  if (!IsRangeDash(cursor.Peek(end))) return 0;
  std::size_t second = end + 1;
  const std::u32string_view rest = cursor.Rest();
  if (rest.substr(0, money.size) == rest.substr(second, money.size)) second += money.size;
  if (second >= rest.size() || !IsAsciiDigit(rest[second])) return 0;
  const NumberToken upper = cursor.NumberAt(second);
  const bool larger = upper.whole > number.whole ||
                      (upper.whole == number.whole && upper.fraction == number.fraction &&
                       upper.fraction_value > number.fraction_value);
  if (!larger || !upper.exact) return 0;
  if (!cursor.Russian()) {  // "$3–5M", "$1.5-2 billion"
    SpokenCursor trial = cursor;
    trial.Say(written);
    trial.Say(U"to");
    const std::u32string_view upper_written = rest.substr(second, upper.size);
    const std::size_t scaled =
        SayScaled(trial, upper_written, upper, *money.unit, second + upper.size);
    if (scaled > 0) {
      cursor.out = trial.out;
      return scaled;
    }
  }
  if (IsWordChar(cursor.Peek(second + upper.size))) return 0;
  const Kase kase = UnitCase(cursor, number);
  if (number.fraction > 0 || upper.fraction > 0) {  // "$1.50–$2"
    if (cursor.Russian()) return 0;
    SayAmount(cursor, written, number, *money.unit, kase, false);
  } else {
    cursor.Say(AmountWords(cursor, written, number, money.unit->gender, kase));
  }
  cursor.Say(cursor.Pick(U"to", U"—"));
  SayAmount(cursor, rest.substr(second, upper.size), upper, *money.unit, kase, false);
  return second + upper.size;
}

// "$12K–15K": the lower number has the scale too; 0 if it is no such range.
std::size_t SayScaledRange(SpokenCursor& cursor, std::u32string_view written,
                           const NumberToken& number, const Unit& money, std::size_t end) {
  const char32_t scale = cursor.Peek(end);
  if (cursor.Russian() || !IsOneOfChars(scale, U"KkMBT") || !IsRangeDash(cursor.Peek(end + 1))) {
    return 0;
  }
  const std::size_t second = end + 2 + (IsOneOfChars(cursor.Peek(end + 2), kCurrencySigns) ? 1 : 0);
  if (!IsAsciiDigit(cursor.Peek(second))) return 0;
  const NumberToken upper = cursor.NumberAt(second);
  if (!upper.exact || upper.whole < number.whole || cursor.Peek(second + upper.size) != scale) {
    return 0;
  }
  SpokenCursor trial = cursor;
  trial.Say(written);
  trial.Say(U"to");
  const std::u32string_view upper_written = cursor.Rest().substr(second, upper.size);
  const std::size_t after = SayScaled(trial, upper_written, upper, money, second + upper.size);
  if (after > 0) cursor.out = trial.out;
  return after;
}

bool SayCentsAlone(SpokenCursor& cursor, const Unit& money, std::size_t at, bool minus) {
  const Unit* const part = Subunit(money);
  const std::u32string_view digits = cursor.Rest().substr(at, 2);
  if (part == nullptr || digits == U"00") return false;
  NumberToken cents;
  cents.whole = (digits[0] - U'0') * 10 + (digits[1] - U'0');
  cents.digits = 2;
  if (minus) cursor.Say(cursor.Pick(U"minus", U"минус"));
  const Kase kase = UnitCase(cursor, cents);
  const std::u32string written = DecodeUtf8(std::to_string(cents.whole));
  cursor.Say(AmountWords(cursor, written, cents, part->gender, kase));
  return cursor.SayFor(at + 2, UnitWord(cursor, *part, cents, kase, false));
}

// "в 5 км отсюда", "в 20 м от входа": where, not where to.
bool IsAtDistance(const SpokenCursor& cursor, const Unit& unit, std::size_t end) {
  if (!cursor.Russian() || cursor.WordBefore() != U"в") return false;
  static constexpr std::u32string_view kLengths[] = {U"kilometer", U"meter", U"centimeter", U"mile",
                                                     U"millimeter"};
  return IsAnyOf(kLengths, unit.english_one) &&
         IsWordOf(WordClass::kAway, cursor.WordAfter(end).text);
}

// "80 т. р.", "5 т.р."
bool SayThousandRubles(SpokenCursor& cursor, const NumberToken& number) {
  if (!cursor.Russian() || !cursor.InWords()) return false;
  const std::u32string_view rest = cursor.Rest().substr(number.size);
  const std::size_t gap = BlanksAt(rest, 0);
  std::size_t size = 0;
  for (const std::u32string_view written : {U"т. р.", U"т.р.", U"т.р", U"тр."}) {
    if (size == 0 && gap <= 1 && rest.substr(gap).starts_with(written)) size = written.size();
  }
  if (size == 0 || IsWordChar(cursor.Peek(number.size + gap + size))) return false;
  const bool stop = rest[gap + size - 1] == U'.' && TrimSpace(rest.substr(gap + size)).empty();
  SayAmount(cursor, cursor.Rest().substr(0, number.size), number, *FindUnit(U"тыс").unit,
            UnitCase(cursor, number), false);
  return cursor.SayFor(number.size + gap + size - (stop ? 1 : 0), U"рублей");
}

// "100 million kg"
bool SayScaledUnit(SpokenCursor& cursor, std::u32string_view written, const NumberToken& number) {
  if (cursor.Russian()) return false;
  const std::u32string_view rest = cursor.Rest().substr(number.size);
  for (const Scale& scale : kScales) {
    if (scale.written.front() != U' ' || !rest.starts_with(scale.written)) continue;
    const std::size_t end = number.size + scale.written.size();
    const UnitAfter counted = FindUnitAfter(cursor, number, end);
    const bool symbol =
        cursor.Peek(end) == U' ' && counted.end > end + 2 && cursor.WordAfter(end).text != U"in";
    if (!symbol || counted.unit == nullptr) return false;
    cursor.Say(written);
    cursor.Say(scale.english);
    cursor.Say(counted.unit->english_many);
    cursor.Skip(SayPer(cursor, counted.end));
    return true;
  }
  return false;
}

}  // namespace

// "$5", "€1.5 million", "$5M", "US$20", "-$25".
bool SpeakMoneyBefore(SpokenCursor& cursor) {
  if (IsWordChar(cursor.Before())) return false;
  const bool minus = IsOneOfChars(cursor.Peek(), U"-−") && !IsWordChar(cursor.Before());
  SpokenCursor ahead = cursor;
  ahead.at += minus ? 1 : 0;
  const UnitMatch money = CurrencyBefore(ahead);
  if (money.unit == nullptr) return false;
  const std::size_t sign = (minus ? 1 : 0) + money.size;
  const std::size_t gap = BlanksAt(cursor.Rest(), sign);
  if (gap > 1) return false;
  if (cursor.Peek(sign + gap) == U'.' && DigitsAt(cursor.Rest(), sign + gap + 1) == 2) {
    return SayCentsAlone(cursor, *money.unit, sign + gap + 1, minus);  // "$.50"
  }
  if (!IsAsciiDigit(cursor.Peek(sign + gap))) return false;
  const NumberToken number = cursor.NumberAt(sign + gap);
  if (!number.exact) return false;
  std::size_t end = sign + gap + number.size;
  const std::u32string_view written = cursor.Rest().substr(sign + gap, number.size);
  if (minus) cursor.Say(cursor.Pick(U"minus", U"минус"));
  std::size_t after = SayScaledRange(cursor, written, number, *money.unit, end);
  if (after == 0) after = SayScaled(cursor, written, number, *money.unit, end);
  if (after == 0) after = SayMoneyRange(cursor, written, number, money, end);
  if (after == 0) {
    const Kase kase = UnitCase(cursor, number);
    SayAmount(cursor, written, number, *money.unit, kase, IsAttribute(cursor, end));
    after = end;
  }
  cursor.Skip(SayPer(cursor, after));
  return true;
}

// "5 GB", "20 %", "1 299 ₽", "5 млн руб."
bool SpeakUnit(SpokenCursor& cursor) {
  const NumberToken number = cursor.NumberAt();
  // "1 ч 05 мин"
  const bool zero = cursor.Peek() == U'0' && DigitsAt(cursor.Rest(), 0) == 2 && cursor.InWords();
  if (zero) {
    NumberToken value;
    value.size = 2;
    value.digits = 1;
    value.whole = static_cast<std::int64_t>(cursor.Peek(1) - U'0');
    const UnitAfter part = FindUnitAfter(cursor, value, 2);
    static constexpr std::u32string_view kTwoDigits[] = {U"minute", U"second", U"kopeck", U"cent"};
    if (part.unit != nullptr && IsAnyOf(kTwoDigits, part.unit->english_one)) {
      const std::u32string_view digit = cursor.Rest().substr(1, 1);
      SayAmount(cursor, digit, value, *part.unit, UnitCase(cursor, value), false);
      cursor.Skip(part.end);
      return true;
    }
  }
  if (!number.exact) return false;
  if (SayThousandRubles(cursor, number)) return true;
  if (SayScaledUnit(cursor, cursor.Rest().substr(0, number.size), number)) return true;
  const UnitAfter found = FindUnitAfter(cursor, number, number.size);
  if (found.unit == nullptr) return false;
  Kase kase = UnitCase(cursor, number);
  static constexpr std::u32string_view kParts[] = {U"percent", U"gram", U"kilogram", U"milliliter",
                                                   U"liter"};
  const bool share = cursor.Russian() && cursor.WordBefore() == U"в" && number.IsWhole() &&
                     IsAnyOf(kParts, found.unit->english_one) &&
                     cursor.WordAfter(found.end).end > 0;
  // "в 90 % случаев", "в 100 г сыра", "в 5 км отсюда"
  // "в 2 экз."
  const bool copies =
      cursor.Russian() && cursor.WordBefore() == U"в" && found.unit->english_one == U"copy";
  if (share || copies || IsAtDistance(cursor, *found.unit, found.end)) {
    kase = Kase::kPrepositional;
  }
  if (cursor.Russian() && IsOneOfChars(cursor.Before(), U"×x") && number.IsWhole()) {
    cursor.Say(cursor.Rest().substr(0, number.size));  // "1920×1080 пикс."
    cursor.Say(RussianUnit(*found.unit, number, Kase::kNominative));
    cursor.Skip(found.end);
    return true;
  }
  const bool attribute = cursor.Peek(number.size) == U'-' || IsAttribute(cursor, found.end);
  SayAmount(cursor, cursor.Rest().substr(0, number.size), number, *found.unit, kase, attribute);
  std::size_t end = found.end;
  if (found.unit->magnitude) end = SayAfterMagnitude(cursor, end);
  cursor.Skip(SayPer(cursor, end));
  return true;
}

}  // namespace nexy
