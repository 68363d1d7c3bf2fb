// Money whose currency stands first: "$5.99", "€3bn", "US$20–30".
#include <string>

#include "text/spoken_amount.h"
#include "text/spoken_rates.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;

struct Scale {
  std::u32string_view written, english, russian;
};
constexpr Scale kScales[] = {{U"K", U"thousand", U"тыс"},
                             {U"k", U"thousand", U"тыс"},
                             {U"M", U"million", U"млн"},
                             {U"m", U"million", U"млн"},
                             {U"B", U"billion", U"млрд"},
                             {U"bn", U"billion", U"млрд"},
                             {U"T", U"trillion", U"трлн"},
                             {U"mn", U"million", U"млн"},
                             {U"tn", U"trillion", U"трлн"},
                             {U"b", U"billion", U"млрд"},
                             {U"-million", U"million", U"млн"},
                             {U"-billion", U"billion", U"млрд"},
                             {U" million", U"million", U"млн"},
                             {U" billion", U"billion", U"млрд"},
                             {U" thousand", U"thousand", U"тыс"},
                             {U" trillion", U"trillion", U"трлн"},
                             {U" lakh", U"lakh", U""},
                             {U" crore", U"crore", U""},
                             {U" млн", U"million", U"млн"},
                             {U" млрд", U"billion", U"млрд"},
                             {U" тыс", U"thousand", U"тыс"},
                             {U" трлн", U"trillion", U"трлн"}};

// "$2.5 million", "€3bn", "$40M": says them; returns where they end, 0 if there is no such word.
std::size_t SayScaled(SpokenCursor& cursor, std::u32string_view written, const NumberToken& number,
                      const Unit& money, std::size_t end) {
  const std::u32string_view rest = cursor.Rest().substr(end);
  for (const Scale& scale : kScales) {
    if (!rest.starts_with(scale.written)) continue;
    if (cursor.Russian() && scale.russian.empty()) continue;
    if (rest.size() > scale.written.size() && IsWordChar(rest[scale.written.size()])) continue;
    std::size_t after = end + scale.written.size();
    if (cursor.Russian()) {
      const Unit& magnitude = *FindUnit(scale.russian).unit;
      after += UnitStop(cursor.Rest().substr(after));
      SayAmount(cursor, written, number, magnitude, UnitCase(cursor, number, {}), false);
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
    trial.Say(RangeJoint(cursor));
    const std::u32string_view upper_written = rest.substr(second, upper.size);
    const std::size_t scaled =
        SayScaled(trial, upper_written, upper, *money.unit, second + upper.size);
    if (scaled > 0) {
      cursor.out = trial.out;
      return scaled;
    }
  }
  if (IsWordChar(cursor.Peek(second + upper.size))) return 0;
  const Kase kase = UnitCase(cursor, number, {});
  if (number.fraction > 0 || upper.fraction > 0) {  // "$1.50–$2"
    if (cursor.Russian()) return 0;
    SayAmount(cursor, written, number, *money.unit, kase, false);
  } else {
    cursor.Say(AmountWords(cursor, written, number, money.unit->gender, kase));
  }
  cursor.Say(RangeJoint(cursor));
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
  trial.Say(RangeJoint(cursor));
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
  const Kase kase = UnitCase(cursor, cents, {});
  const std::u32string written = DecodeUtf8(std::to_string(cents.whole));
  cursor.Say(AmountWords(cursor, written, cents, part->gender, kase));
  return cursor.SayFor(at + 2, UnitWord(cursor, *part, cents, kase, false));
}

}  // namespace

// "$5", "€1.5 million", "$5M", "US$20", "-$25".
bool SpeakMoneyBefore(SpokenCursor& cursor) {
  if (IsWordChar(cursor.Before()) || cursor.Before() == U'$') return false;  // "$A$1"
  if (cursor.Before() == U'/' && IsLetter(cursor.Peek())) return false;      // "EUR/USD 1.0854"
  const bool minus = IsOneOfChars(cursor.Peek(), U"-−");
  const UnitMatch money = CurrencyBefore(cursor.From(cursor.at + (minus ? 1 : 0)));
  if (money.unit == nullptr) return false;
  const std::size_t sign = (minus ? 1 : 0) + money.size;
  const std::size_t gap = BlanksAt(cursor.Rest(), sign);
  if (gap > 1) return false;
  if (cursor.Peek(sign + gap) == U'.' && DigitsAt(cursor.Rest(), sign + gap + 1) == 2) {
    return SayCentsAlone(cursor, *money.unit, sign + gap + 1, minus);  // "$.50"
  }
  if (!IsAsciiDigit(cursor.Peek(sign + gap))) return false;
  NumberToken number = cursor.NumberAt(sign + gap);
  const std::size_t slash = cursor.Rest().find(U'/', sign + gap);
  if (!number.exact && slash < sign + gap + number.size) {  // "€2.10/100 km"
    number = ReadNumber(cursor.Rest().substr(sign + gap, slash - sign - gap));
  }
  if (!number.exact) return false;
  std::size_t end = sign + gap + number.size;
  const std::u32string_view written = cursor.Rest().substr(sign + gap, number.size);
  if (minus) cursor.Say(cursor.Pick(U"minus", U"минус"));
  std::size_t after = SayScaledRange(cursor, written, number, *money.unit, end);
  if (after == 0) after = SayScaled(cursor, written, number, *money.unit, end);
  if (after == 0) after = SayMoneyRange(cursor, written, number, money, end);
  if (after == 0) {
    const Kase kase = UnitCase(cursor, number, {});
    SayAmount(cursor, written, number, *money.unit, kase, IsAttribute(cursor, end));
    after = end;
  }
  cursor.Skip(SayPer(cursor, after));
  return true;
}

}  // namespace nexy
