#include "text/spoken_amount.h"

#include <algorithm>
#include <vector>

#include "text/russian_government.h"
#include "text/russian_lexicon.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Kase = RussianCase;

// "2,50,000" in groups of three, which every voice knows.
std::u32string InThousands(std::u32string_view written) {
  std::u32string digits;
  auto left = std::count_if(written.begin(), written.end(), IsAsciiDigit);
  for (const char32_t c : written) {
    if (!IsAsciiDigit(c)) continue;
    digits.push_back(c);
    if (--left > 0 && left % 3 == 0) digits.push_back(U',');
  }
  return digits;
}

std::u32string EnglishDigits(std::u32string_view written, const NumberToken& number) {
  std::u32string digits(written);
  const bool by_two = number.group == U',' && number.fraction == 0 &&
                      DigitsAt(written, written.find(U',') + 1) == 2;
  if (by_two) return InThousands(written);
  if (number.group == 0 || number.group == U',') return digits;
  for (char32_t& c : digits) {
    if (c == U',') {
      c = U'.';
    } else if (c == number.group) {
      c = U',';
    }
  }
  return digits;
}

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

bool IsNounIn(std::u32string_view word, Kase kase) {
  const std::vector<RussianNoun> nouns = ReadRussianWord(word).nouns;
  return std::any_of(nouns.begin(), nouns.end(),
                     [kase](const RussianNoun& one) { return one.kase == kase; });
}

// "в 90 % случаев", "в 100 г сыра", "в 2 экз.", "в 5 км отсюда", "стоит в 50 м": where, but "порог
// в 5 %", "кабель в 50 м".
bool IsWhere(const SpokenCursor& cursor, const NumberToken& number, const UnitAfter& found) {
  if (cursor.WordBefore() != U"в" || found.unit == nullptr) return false;
  static constexpr std::u32string_view kParts[] = {U"percent", U"gram", U"kilogram", U"milliliter",
                                                   U"liter"};
  const std::u32string unit = found.unit->english_one;
  const std::u32string next = cursor.WordAfter(found.end).text;
  if ((unit == U"minute" || unit == U"hour") && IsWordOf(WordClass::kAway, next)) return true;
  if (IsAnyOf(kParts, unit)) return number.IsWhole() && IsNounIn(next, Kase::kGenitive);
  static constexpr std::u32string_view kLengths[] = {U"kilometer", U"meter", U"centimeter", U"mile",
                                                     U"millimeter"};
  if (!IsAnyOf(kLengths, unit)) return unit == U"copy";
  return IsWordOf(WordClass::kAway, next) ||
         ReadRussianWord(cursor.BeforeWord().WordBefore()).nouns.empty();
}

}  // namespace

RussianCase UnitCase(const SpokenCursor& cursor, const NumberToken& number,
                     const UnitAfter& found) {
  if (!cursor.Russian()) return Kase::kNominative;
  const bool one = number.IsWhole() && number.whole % 10 == 1 && number.whole % 100 != 11;
  if (one && cursor.WordBefore() == U"по") return Kase::kDative;
  const SpokenCursor largest = LargestAmount(cursor);
  if (IsTakenFrom(largest)) return Kase::kGenitive;
  if (IsWhere(cursor, number, found)) return Kase::kPrepositional;
  Kase kase = CaseBefore(largest);
  const bool voters = found.unit != nullptr && found.unit->english_one == U"percent" &&
                      largest.WordBefore().ends_with(U"ли");  // "проголосовали 51,3 %"
  if (kase == Kase::kNominative && !voters && IsObject(largest)) kase = Kase::kAccusative;
  const bool few = number.IsWhole() && number.whole >= 1 && number.whole <= 4;
  const bool persons = found.unit != nullptr && found.unit->english_one == U"person";
  if (kase == Kase::kAccusative && few && persons) return Kase::kGenitive;  // "на 4 чел."
  if (kase == Kase::kAccusative) return kase;
  if (const auto first = FirstOfCounts(largest); first && kase == Kase::kNominative) {
    kase = CaseBefore(*first);  // "с 12 ГБ памяти и 256 ГБ на диске"
  }
  return kase;
}

const Unit* Subunit(const Unit& currency) {
  if (currency.english_one == U"ruble") return FindUnit(U"коп").unit;
  if (currency.english_one == U"pound") return FindUnit(U"пенс").unit;
  if (currency.english_one == U"hryvnia") return FindUnit(U"коп").unit;
  const bool cents = currency.english_one.ends_with(U"dollar") || currency.english_one == U"euro";
  return cents ? FindUnit(U"¢").unit : nullptr;
}

std::u32string_view RangeJoint(const SpokenCursor& cursor) {
  if (cursor.Russian()) return U"—";
  return cursor.WordBefore() == U"between" ? U"and" : U"to";
}

bool IsAttribute(const SpokenCursor& cursor, std::size_t after_unit) {
  const std::u32string before = cursor.WordBefore();
  if ((before == U"a" || before == U"an") && cursor.Peek(after_unit) == U'-') return true;
  return (before == U"a" || before == U"an") && cursor.WordAfter(after_unit).end > 0;
}

std::u32string AmountWords(const SpokenCursor& cursor, std::u32string_view written,
                           const NumberToken& number, RussianGender gender, RussianCase kase) {
  if (!cursor.InWords()) return std::u32string(written);
  if (!cursor.Russian()) return EnglishDigits(written, number);
  std::u32string words = RussianQuantityHere(cursor, number, gender, kase);
  return words.empty() ? std::u32string(written) : words;
}

std::u32string_view UnitWord(const SpokenCursor& cursor, const Unit& unit,
                             const NumberToken& number, RussianCase kase, bool attribute) {
  return cursor.Russian() ? RussianUnit(unit, number, kase) : EnglishUnit(unit, number, attribute);
}

namespace {

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

}  // namespace

void SayAmount(SpokenCursor& cursor, std::u32string_view written, const NumberToken& number,
               const Unit& unit, Kase kase, bool attribute) {
  if (SayWithSubunit(cursor, written, number, unit, kase)) return;
  cursor.Say(AmountWords(cursor, written, number, unit.gender, kase));
  cursor.Say(UnitWord(cursor, unit, number, kase, attribute));
}

std::size_t SayAfterMagnitude(SpokenCursor& cursor, std::size_t offset) {
  const std::u32string_view rest = cursor.Rest().substr(offset);
  const std::size_t gap = BlanksAt(rest, 0);
  const UnitMatch counted = FindUnit(rest.substr(gap));
  if (counted.unit == nullptr || counted.unit->magnitude) return offset;
  cursor.Say(cursor.Russian() ? RussianUnitPlural(*counted.unit)
                              : std::u32string_view(counted.unit->english_many));
  const std::size_t end = gap + counted.size;
  const bool abbreviated = IsCyrillic(rest.substr(gap, counted.size));
  return offset + end + (abbreviated ? UnitStop(rest.substr(end)) : 0);
}

}  // namespace nexy
