#include <algorithm>
#include <string>

#include "text/number_token.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/units.h"

namespace nexy {

namespace {

using Kase = RussianCase;

bool IsRangeDash(char32_t c) { return c == U'–' || c == U'—' || c == U'-' || c == U'−'; }

std::size_t SpacesAt(std::u32string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && (text[end] == U' ' || text[end] == 0xA0 || text[end] == 0x202F))
    ++end;
  return end - at;
}

// Whether the word before a number is an article or one that makes "5 GB" an attribute.
bool IsAttribute(const SpokenCursor& cursor, std::size_t after_unit) {
  const std::u32string before = cursor.WordBefore();
  return (before == U"a" || before == U"an") && cursor.WordAfter(after_unit).end > 0;
}

// The number itself: in words where a Russian voice would miss its gender or case.
void SayCount(SpokenCursor& cursor, std::u32string_view written, const NumberToken& number,
              const Unit& unit, Kase kase) {
  if (!cursor.Russian() || !cursor.InWords() || !number.IsWhole()) return cursor.Say(written);
  const std::int64_t ten = number.whole % 10;
  const bool teen = number.whole % 100 > 10 && number.whole % 100 < 20;
  const bool gendered = !teen && ((ten == 1 && unit.gender != RussianGender::kMasculine) ||
                                  (ten == 2 && unit.gender == RussianGender::kFeminine));
  const bool oblique = kase != Kase::kNominative && kase != Kase::kAccusative;
  if (gendered || oblique) {
    cursor.Say(RussianCardinal(number.whole, unit.gender, kase));
  } else {
    cursor.Say(written);
  }
}

// The full stop of an abbreviated unit ("5 мин. назад"), unless it also ends the sentence.
std::size_t UnitStop(std::u32string_view rest) {
  const bool inside = rest.size() > 2 && rest[0] == U'.' &&
                      (IsSpace(rest[1]) ? !TrimSpace(rest.substr(1)).empty() : rest[1] == U',');
  return inside ? 1 : 0;
}

bool IsCyrillicWord(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) { return c >= 0x400 && c < 0x530; });
}

// "тыс. руб.": the magnitude's full stop goes, and what is counted follows in the genitive plural.
std::size_t SayAfterMagnitude(SpokenCursor& cursor, std::size_t offset) {
  const std::u32string_view rest = cursor.Rest().substr(offset);
  const std::size_t gap = SpacesAt(rest, 0);
  const UnitMatch counted = FindUnit(rest.substr(gap));
  if (counted.unit == nullptr || counted.unit->magnitude) return 0;
  cursor.Say(cursor.Russian() ? RussianUnitPlural(*counted.unit)
                              : std::u32string_view(counted.unit->english_many));
  const std::size_t end = gap + counted.size;
  const bool abbreviated = IsCyrillicWord(rest.substr(gap, counted.size));
  return end + (abbreviated ? UnitStop(rest.substr(end)) : 0);
}

// "$5/hour": English says "per"; returns how much of `rest` that takes.
std::size_t SayPer(SpokenCursor& cursor, std::u32string_view rest) {
  if (cursor.Russian() || rest.size() < 2 || rest[0] != U'/' || !IsLetter(rest[1])) return 0;
  cursor.Say(U"per");
  return 1;
}

Kase CaseBefore(const SpokenCursor& cursor) {
  return cursor.Russian() ? CaseAfter(cursor.WordBefore()) : Kase::kNominative;
}

bool SpeakUnit(SpokenCursor& cursor, const NumberToken& number) {
  const std::u32string_view rest = cursor.Rest();
  const std::size_t gap = SpacesAt(rest, number.size);
  if (gap > 1) return false;
  std::size_t end = number.size + gap;
  const UnitMatch match = FindUnit(rest.substr(end));
  if (match.unit == nullptr) return false;
  const std::u32string_view symbol = rest.substr(end, match.size);
  // A word of the other language, or one that is spelt out already, is no symbol to expand.
  if (gap == 1 && match.size == 1 && IsLetter(symbol[0]) &&
      cursor.Russian() != IsCyrillicWord(symbol)) {
    return false;
  }
  end += match.size;
  if (match.unit->russian[0] == symbol) return false;
  if (gap == 0 && symbol == U"s" && number.whole % 10 == 0) return false;  // The 1990s, her 30s.
  if (end < rest.size() && (rest[end] == U'-' || rest[end] == U'/') && IsLetter(symbol.back()))
    return false;
  const std::u32string_view written = rest.substr(0, number.size);
  if (IsCyrillicWord(symbol)) end += UnitStop(rest.substr(end));
  if (cursor.Russian()) {
    const Kase kase = CaseBefore(cursor);
    SayCount(cursor, written, number, *match.unit, kase);
    cursor.Say(RussianUnit(*match.unit, number, kase));
  } else {
    cursor.Say(written);
    cursor.Say(EnglishUnit(*match.unit, number, IsAttribute(cursor, end)));
  }
  if (match.unit->magnitude) end += SayAfterMagnitude(cursor, end);
  cursor.Skip(end);
  return true;
}

// "5–10 minutes", "2010-2015": English says "to".
bool SpeakEnglishRange(SpokenCursor& cursor, const NumberToken& number) {
  const std::u32string_view rest = cursor.Rest();
  const std::size_t dash = number.size;
  if (cursor.Russian() || !number.exact || dash + 1 >= rest.size() || !IsRangeDash(rest[dash]))
    return false;
  if (rest[dash + 1] < U'0' || rest[dash + 1] > U'9' || IsRangeDash(cursor.Before())) return false;
  const NumberToken upper = ReadNumber(rest.substr(dash + 1));
  const std::size_t end = dash + 1 + upper.size;
  if (!upper.exact || upper.whole <= number.whole || (end < rest.size() && IsRangeDash(rest[end])))
    return false;
  if (end < rest.size() && IsLetter(rest[end])) return false;
  const bool years = number.digits == 4 && upper.digits == 4;
  const bool small = number.digits <= 3 && upper.digits <= 3 && cursor.WordAfter(end).end > 0;
  if (rest[dash] == U'-' && !years && !(small && upper.digits - number.digits <= 1)) return false;
  cursor.Copy(number.size);
  cursor.Say(U"to ");
  cursor.at += 1;
  return true;
}

bool SpeakSimpleFraction(SpokenCursor& cursor, std::size_t size) {
  struct Name {
    std::u32string_view written, english, russian;
  };
  static constexpr Name kNames[] = {{U"1/2", U"one half", U"одна вторая"},
                                    {U"1/3", U"one third", U"одна третья"},
                                    {U"2/3", U"two thirds", U"две третьих"},
                                    {U"1/4", U"one quarter", U"одна четвёртая"},
                                    {U"3/4", U"three quarters", U"три четверти"}};
  if (cursor.WordAfter(size).end == 0) return false;
  for (const Name& name : kNames) {
    if (cursor.Rest().substr(0, size) != name.written) continue;
    cursor.Say(cursor.Russian() ? name.russian : name.english);
    cursor.Skip(size);
    return true;
  }
  return false;
}

}  // namespace

bool SpeakNumber(SpokenCursor& cursor) {
  if (!IsDigit(cursor.Peek()) || IsWordChar(cursor.Before()) || cursor.Before() == U'.')
    return false;
  const bool russian_words = cursor.Russian() && cursor.InWords();
  if (russian_words && (SpeakRussianDate(cursor) || SpeakRussianNumber(cursor))) return true;
  const NumberToken number = ReadNumber(cursor.Rest());
  if (number.exact && SpeakUnit(cursor, number)) return true;
  if (cursor.InWords() && SpeakEnglishRange(cursor, number)) return true;
  if (cursor.InWords() && SpeakSimpleFraction(cursor, number.size)) return true;
  cursor.Copy(number.size);
  return true;
}

// "$5", "€1.5 million", "$5M", "$5.99".
bool SpeakMoneyBefore(SpokenCursor& cursor) {
  static constexpr std::u32string_view kCurrencies = U"$€£¥₽₴₹₿₸";
  if (kCurrencies.find(cursor.Peek()) == std::u32string_view::npos) return false;
  const std::size_t gap = SpacesAt(cursor.Rest(), 1);
  if (gap > 1 || !IsDigit(cursor.Peek(1 + gap)) || IsWordChar(cursor.Before())) return false;
  const UnitMatch money = FindUnit(cursor.Rest().substr(0, 1));
  const NumberToken number = ReadNumber(cursor.Rest().substr(1 + gap));
  if (money.unit == nullptr || !number.exact) return false;
  std::size_t end = 1 + gap + number.size;
  std::u32string_view written = cursor.Rest().substr(1 + gap, number.size);
  struct Scale {
    std::u32string_view written, english, russian;
  };
  static constexpr Scale kScales[] = {
      {U"K", U"thousand", U"тыс"},         {U"k", U"thousand", U"тыс"},
      {U"M", U"million", U"млн"},          {U"B", U"billion", U"млрд"},
      {U" million", U"million", U"млн"},   {U" billion", U"billion", U"млрд"},
      {U" thousand", U"thousand", U"тыс"}, {U" trillion", U"trillion", U"трлн"},
      {U" млн", U"million", U"млн"},       {U" млрд", U"billion", U"млрд"},
      {U" тыс", U"thousand", U"тыс"},      {U" трлн", U"trillion", U"трлн"}};
  for (const Scale& scale : kScales) {
    const std::u32string_view rest = cursor.Rest().substr(end);
    if (!rest.starts_with(scale.written)) continue;
    if (rest.size() > scale.written.size() && IsWordChar(rest[scale.written.size()])) continue;
    cursor.Say(written);
    end += scale.written.size();
    if (cursor.Russian()) {
      end += UnitStop(cursor.Rest().substr(end));
      cursor.Say(RussianUnit(*FindUnit(scale.russian).unit, number, CaseBefore(cursor)));
      cursor.Say(RussianUnitPlural(*money.unit));
    } else {
      cursor.Say(scale.english);
      cursor.Say(IsAttribute(cursor, end) ? money.unit->english_one : money.unit->english_many);
    }
    cursor.Skip(end + SayPer(cursor, cursor.Rest().substr(end)));
    return true;
  }
  if (cursor.Russian()) {
    const Kase kase = CaseBefore(cursor);
    SayCount(cursor, written, number, *money.unit, kase);
    cursor.Say(RussianUnit(*money.unit, number, kase));
  } else if (number.fraction == 2 && money.unit->english_one == U"dollar") {
    const std::u32string_view cents = written.substr(written.size() - 2);
    cursor.Say(written.substr(0, written.size() - 3));
    cursor.Say(number.whole == 1 ? U"dollar" : U"dollars");
    if (cents != U"00") {
      cursor.Say(U"and");
      cursor.Say(cents[0] == U'0' ? cents.substr(1) : cents);
      cursor.Say(cents == U"01" ? U"cent" : U"cents");
    }
  } else {
    cursor.Say(written);
    cursor.Say(EnglishUnit(*money.unit, number, IsAttribute(cursor, end)));
  }
  cursor.Skip(end + SayPer(cursor, cursor.Rest().substr(end)));
  return true;
}

}  // namespace nexy
