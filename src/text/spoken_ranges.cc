#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "text/number_token.h"
#include "text/russian_agreement.h"
#include "text/russian_government.h"
#include "text/russian_lexicon.h"
#include "text/russian_quantity.h"
#include "text/spoken_amount.h"
#include "text/spoken_rates.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// "3–5" at the cursor.
struct Range {
  NumberToken lower, upper;
  std::u32string_view lower_written, upper_written;
  std::size_t size = 0;  // 0 if there is none.
  char32_t dash = 0;
  bool measured = false;   // A unit in letters stands after both, so that it has to be said.
  bool times = false;      // "2–3x"
  bool backwards = false;  // "480–406 BC", "open 9-5", a score of "6–3".
};

bool IsBackwards(const SpokenCursor& cursor, const Range& range) {
  if (cursor.Russian() || !range.lower.IsWhole() || !range.upper.IsWhole()) return false;
  const std::u32string_view after = cursor.Rest().substr(range.size);
  if (after.starts_with(U" B.C") || after.starts_with(U" BC")) return true;
  const bool hours = range.lower.whole <= 12 && range.upper.whole <= 12;
  if (hours && cursor.HasBefore(1, WordClass::kHours)) return true;
  const bool calculation = cursor.in.find_first_of(U"=+×÷") != cursor.in.npos;
  return range.dash == U'–' && range.lower.digits <= 3 && range.lower.group == 0 && !calculation;
}

Range ReadRange(const SpokenCursor& cursor) {
  Range range;
  const std::u32string_view rest = cursor.Rest();
  range.lower = cursor.NumberAt();
  if (!range.lower.exact || IsRangeDash(cursor.Before())) return {};
  std::size_t dash = range.lower.size;
  // "95%–100%", "30s–45s": the sign or unit of both numbers.
  const UnitMatch sign = FindUnit(rest.substr(std::min(dash, rest.size())));
  const bool twice = sign.unit != nullptr && (!IsLetter(rest[dash]) || !cursor.Russian());
  range.measured = twice && IsLetter(rest[dash]);
  const std::u32string_view symbol = twice ? rest.substr(dash, sign.size) : std::u32string_view();
  dash += symbol.size();
  const std::size_t before = BlanksAt(rest, dash);
  dash += before;
  if (dash + 1 >= rest.size() || !(IsRangeDash(rest[dash]) || rest[dash] == U'…')) return {};
  range.dash = rest[dash];
  const std::size_t after = BlanksAt(rest, dash + 1);
  if (before != after || before > 1 || (before == 1 && IsOneOfChars(range.dash, U"-‑−…"))) {
    return {};
  }
  const std::size_t second = dash + 1 + after;
  if (second >= rest.size() || !IsAsciiDigit(rest[second])) return {};
  range.upper = cursor.NumberAt(second);
  range.size = second + range.upper.size;
  const bool grows = range.upper.whole > range.lower.whole ||
                     (range.upper.whole == range.lower.whole &&
                      range.upper.fraction_value > range.lower.fraction_value);
  // "1990–95": the second year without its century.
  const bool short_year = range.lower.IsWhole() && range.upper.IsWhole() && range.lower.size == 4 &&
                          range.upper.size == 2 && range.lower.whole >= 1000 &&
                          range.lower.whole <= 2100 && range.upper.whole > range.lower.whole % 100;
  range.backwards = !twice && IsBackwards(cursor, range);
  range.times = !cursor.Russian() && IsOneOfChars(cursor.Peek(range.size), U"x×") &&
                !IsWordChar(cursor.Peek(range.size + 1));
  if (!range.upper.exact || (!grows && !short_year && !range.backwards)) return {};
  if (twice && !rest.substr(range.size).starts_with(symbol)) return {};
  if (!range.times && range.size < rest.size() &&
      (IsLetter(rest[range.size]) || cursor.JoinsAt(range.size)) &&
      FindUnit(rest.substr(range.size)).unit == nullptr) {
    return {};
  }
  range.lower_written = rest.substr(0, range.lower.size);
  range.upper_written = rest.substr(second, range.upper.size);
  return range;
}

// "room 3-14", "a Boeing 737-800": the word before is named by such codes, or is itself a name.
bool IsNameOfCode(const SpokenCursor& cursor, const Range& range) {
  const std::u32string word = cursor.WordBefore();
  if (IsWordOf(WordClass::kNamedByCode, word) || IsWordOf(WordClass::kVersioned, word) ||
      cursor.HasBefore(3, WordClass::kCodeLabel)) {
    return true;
  }
  const std::u32string_view written = cursor.WrittenBefore();
  const bool name = !written.empty() && IsUpper(written[0]) && cursor.BeforeWord().at > 0;
  return name && range.upper.digits > 2 && !IsWordOf(WordClass::kNumbered, word);
}

// Whether the hyphen between two numbers can only be that of a range.
bool IsCertain(const SpokenCursor& cursor, const Range& range) {
  if (!IsOneOfChars(range.dash, U"-‑") || range.backwards || range.times) return true;
  const bool years =
      range.lower.digits == 4 && (range.upper.digits == 4 || range.upper.whole < range.lower.whole);
  // "0.17-2", "6.0-29" are versions of packages.
  if (range.upper.IsWhole() && range.lower.fraction > 0) {
    if (range.lower.fraction > 1 || range.lower.fraction_value == 0) return false;
  }
  if (!years && IsNameOfCode(cursor, range)) return false;
  const bool small = range.lower.digits <= 3 && range.upper.digits <= 3 &&
                     range.upper.digits - range.lower.digits <= 1;
  return years || (small && (cursor.WordAfter(range.size).end > 0 || IsLabelBefore(cursor)));
}

bool SayWithUnit(SpokenCursor& cursor, const Range& range) {
  const UnitAfter found = FindUnitAfter(cursor, range.upper, range.size);
  if (found.unit == nullptr) return false;
  const RussianCase kase = UnitCase(cursor, range.upper, found);
  cursor.Say(AmountWords(cursor, range.lower_written, range.lower, found.unit->gender, kase));
  cursor.Say(RangeJoint(cursor));
  cursor.Say(AmountWords(cursor, range.upper_written, range.upper, found.unit->gender, kase));
  cursor.Say(UnitWord(cursor, *found.unit, range.upper, kase, false));
  std::size_t end = found.end;
  if (found.unit->magnitude) end = SayAfterMagnitude(cursor, end);
  cursor.Skip(SayPer(cursor, end));
  return true;
}

bool SayEnglish(SpokenCursor& cursor, const Range& range) {
  if (range.measured || !IsCertain(cursor, range)) return false;
  cursor.Say(range.lower_written);
  cursor.Say(RangeJoint(cursor));
  cursor.Say(range.upper_written);
  return cursor.SayFor(range.size + (range.times ? 1 : 0), range.times ? U"times" : U"");
}

// "в 5–6 классах", "на 2–3 этаже", "5–6 классы": the noun that the range numbers, where its form
// cannot be that of a count.
std::optional<RussianNoun> FindNumbered(const std::vector<RussianNoun>& nouns, const Range& range) {
  const bool one = range.upper.whole % 10 == 1 && range.upper.whole % 100 != 11;
  for (const RussianNoun& noun : nouns) {
    const bool plain = noun.kase == RussianCase::kNominative;
    const bool open = noun.kase == RussianCase::kGenitive || (plain && !noun.plural && one) ||
                      (plain && noun.plural && noun.gender != RussianGender::kMasculine);
    if (!open && IsWordOf(WordClass::kRussianNumbered, noun.lemma)) return noun;
  }
  return std::nullopt;
}

void SayBoth(SpokenCursor& cursor, const Range& range, std::u32string_view lower,
             std::u32string_view upper) {
  cursor.Say(lower);
  cursor.Say(U"—");
  cursor.SayFor(range.size, upper);
}

// The numbers as ordinals of what they number, or counting what follows; false where neither is
// certain.
bool SayWithNoun(SpokenCursor& cursor, const Range& range) {
  if (!range.upper.IsWhole()) return false;
  const std::vector<RussianNoun> nouns = ReadRussianWord(cursor.WordAfter(range.size).text).nouns;
  const bool ordinal = range.lower.IsWhole() && range.lower.whole > 0;
  if (const auto noun = FindNumbered(nouns, range); noun && ordinal) {
    const std::u32string before = cursor.WordBefore();
    const bool in_row = noun->kase == RussianCase::kDative && (before == U"в" || before == U"на");
    const RussianCase kase = in_row ? RussianCase::kPrepositional : noun->kase;
    SayBoth(cursor, range, RussianOrdinal(range.lower.whole, noun->gender, kase),
            RussianOrdinal(range.upper.whole, noun->gender, kase));
    return true;
  }
  const bool rank = std::any_of(nouns.begin(), nouns.end(), [](const RussianNoun& noun) {
    return IsWordOf(WordClass::kRank, noun.lemma);  // "учеников 5–6 классов"
  });
  if (rank || IsLabelBefore(cursor)) return false;
  const auto counted = AgreeWithNoun(cursor, range.size, range.upper.whole);
  if (!counted) return false;
  const bool one = range.lower.IsWhole() && range.lower.whole == 1;
  const RussianCase lower =  // "по 1–2 таблетки"
      one && cursor.WordBefore() == U"по" ? RussianCase::kDative : counted->kase;
  SayBoth(cursor, range, RussianQuantity(range.lower, counted->gender, lower),
          RussianQuantity(range.upper, counted->gender, counted->kase));
  return true;
}

// "3–5 минут": both numbers agree with the noun; without one they stay digits.
bool SayRussian(SpokenCursor& cursor, const Range& range) {
  if (SayWithNoun(cursor, range)) return true;
  if (!IsCertain(cursor, range)) return false;
  const RussianCase kase = CaseBefore(cursor);
  const bool shown = kase == RussianCase::kGenitive || kase == RussianCase::kDative;
  const bool small = range.upper.IsWhole() && range.lower.IsWhole() && range.upper.whole < 1000;
  if (shown && small && !IsLabelBefore(cursor)) {  // "от 10–15 до 20 минут"
    SayBoth(cursor, range, RussianQuantity(range.lower, RussianGender::kMasculine, kase),
            RussianQuantity(range.upper, RussianGender::kMasculine, kase));
    return true;
  }
  SayBoth(cursor, range, range.lower_written, range.upper_written);
  return true;
}

}  // namespace

// "3–5 minutes", "10–20 %", "pages 12-15", "1939–1945".
bool SpeakRange(SpokenCursor& cursor) {
  const Range range = ReadRange(cursor);
  if (range.size == 0) return false;
  if (SayWithUnit(cursor, range)) return true;
  return cursor.Russian() ? SayRussian(cursor, range) : SayEnglish(cursor, range);
}

namespace {

// A number with or without its sign, `offset` characters after the cursor.
struct Signed {
  NumberToken number;
  std::u32string_view written;  // Without the sign.
  std::u32string_view sign;     // In words; empty if there is none.
  std::size_t end = 0;          // 0 if there is no number.
};

Signed ReadSigned(const SpokenCursor& cursor, std::size_t offset) {
  Signed read;
  std::size_t at = offset;
  if (IsOneOfChars(cursor.Peek(at), U"-−–")) read.sign = cursor.Pick(U"minus", U"минус");
  if (cursor.Peek(at) == U'+') read.sign = cursor.Pick(U"plus", U"плюс");
  if (!read.sign.empty()) ++at;
  if (!IsAsciiDigit(cursor.Peek(at))) return {};
  // "3..5": the full stop is no part of the number.
  const std::size_t digits = DigitsAt(cursor.Rest(), at);
  read.number = cursor.Peek(at + digits) == U'.' ? ReadNumber(cursor.Rest().substr(at, digits))
                                                 : cursor.NumberAt(at);
  read.written = cursor.Rest().substr(at, read.number.size);
  read.end = read.number.exact ? at + read.number.size : 0;
  return read;
}

}  // namespace

// "+3…+5 °C", "-2..+3": between the numbers stand dots, or a dash and a sign.
bool SpeakSignedRange(SpokenCursor& cursor) {
  if (!cursor.BeginsToken()) return false;
  const Signed lower = ReadSigned(cursor, 0);
  if (lower.end == 0) return false;
  const std::u32string_view rest = cursor.Rest().substr(lower.end);
  std::size_t joint = 0;
  for (const std::u32string_view dots : {U"...", U"..", U"…", U"–", U"—"}) {
    if (joint == 0 && rest.starts_with(dots)) joint = dots.size();
  }
  const Signed upper = joint == 0 ? Signed{} : ReadSigned(cursor, lower.end + joint);
  if (upper.end == 0 || IsWordChar(cursor.Peek(upper.end))) return false;
  const UnitAfter unit = FindUnitAfter(cursor, upper.number, upper.end);
  if (upper.sign.empty() && (lower.sign.empty() || unit.unit == nullptr)) return false;
  RussianAgreement agreement{RussianGender::kMasculine,
                             cursor.Russian() ? CaseBefore(cursor) : RussianCase::kNominative};
  if (unit.unit != nullptr) agreement.gender = unit.unit->gender;
  cursor.Say(lower.sign);
  cursor.Say(AmountWords(cursor, lower.written, lower.number, agreement.gender, agreement.kase));
  cursor.Say(RangeJoint(cursor));
  cursor.Say(upper.sign);
  cursor.Say(AmountWords(cursor, upper.written, upper.number, agreement.gender, agreement.kase));
  if (unit.unit == nullptr) return cursor.SayFor(upper.end, U"");
  return cursor.SayFor(unit.end, UnitWord(cursor, *unit.unit, upper.number, agreement.kase, false));
}

// "1 234 567" for an English voice, which knows commas.
bool SpeakEnglishNumber(SpokenCursor& cursor) {
  const NumberToken number = cursor.NumberAt();
  if (!number.exact || number.group == 0) return false;
  if (number.group == U',' && DigitsAt(cursor.Rest(), cursor.Rest().find(U',') + 1) == 3)
    return false;
  // "141 182 205" may be three numbers, "1300 655 506" is a telephone's.
  const std::u32string before = cursor.WordBefore();
  if (!before.empty() && IsAsciiDigit(before.back())) return false;
  if (number.digits % 3 == 0 && number.group != U'.' && number.groups > 1) return false;
  if (IsWordChar(cursor.Peek(number.size))) return false;
  const std::u32string_view written = cursor.Rest().substr(0, number.size);
  return cursor.SayFor(number.size, AmountWords(cursor, written, number, RussianGender::kMasculine,
                                                RussianCase::kNominative));
}

}  // namespace nexy
