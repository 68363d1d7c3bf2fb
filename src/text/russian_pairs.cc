// Two numbers with a slash in Russian sentences.
#include <string>

#include "text/russian_lexicon.h"
#include "text/russian_quantity.h"
#include "text/russian_words.h"
#include "text/spoken_pairs.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/units.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

using Gender = RussianGender;
using Kase = RussianCase;

void SayNumber(SpokenCursor& cursor, const NumberToken& number, Kase kase) {
  cursor.Say(RussianQuantity(number, Gender::kMasculine, kase));
}

// "рейтинг 4,5/5"
bool SayMark(SpokenCursor& cursor, const Pair& pair) {
  if (!cursor.HasBefore(3, WordClass::kRated)) return false;
  SayNumber(cursor, pair.lower, Kase::kNominative);
  cursor.Say(U"из");
  SayNumber(cursor, pair.upper, Kase::kGenitive);
  cursor.Skip(pair.end);
  return true;
}

// "дом 12/3", "ул. Садовая, 1/2", "договор № 18/24"
bool SayNumberOfTwoParts(SpokenCursor& cursor, const Pair& pair) {
  const std::u32string_view before = TrimSpace(cursor.in.substr(0, cursor.at));
  // "ул. Садовая, 1/2": after the street's name.
  const SpokenCursor last = cursor.From(before.size() - (before.ends_with(U',') ? 1 : 0));
  const std::u32string label =
      last.at == before.size() ? cursor.WordBefore() : last.BeforeWord().WordBefore();
  const bool named = before.ends_with(U'№') || IsWordOf(WordClass::kHouse, label);
  if (!named || !pair.lower.IsWhole() || !pair.upper.IsWhole()) return false;
  if (IsWordChar(cursor.Peek(pair.end))) return false;
  cursor.Say(cursor.Rest().substr(0, pair.lower.size));
  cursor.Say(U"дробь");
  return cursor.SayFor(pair.end, cursor.Rest().substr(pair.from, pair.upper.size));
}

// "этаж 7/9", "на 7/9 эт.": the floor and how many there are.
bool SayFloor(SpokenCursor& cursor, const Pair& pair) {
  const std::u32string before = cursor.WordBefore();
  const SpokenCursor::Word floor = cursor.WordAfter(pair.end);
  const bool labelled = before.starts_with(U"этаж") || before == U"эт.";
  const bool written = floor.text == U"эт" || floor.text == U"этаж" || floor.text == U"этаже";
  if (!pair.grows || !pair.upper.IsWhole() || (!labelled && !written)) return false;
  if (labelled) {
    cursor.Say(cursor.Rest().substr(0, pair.lower.size));
  } else {
    const Kase kase = before == U"на" ? Kase::kPrepositional : Kase::kNominative;
    cursor.Say(RussianOrdinal(pair.lower.whole, Gender::kMasculine, kase));
    cursor.Say(kase == Kase::kNominative ? U"этаж" : U"этаже");
  }
  cursor.Say(U"из");
  SayNumber(cursor, pair.upper, Kase::kGenitive);
  if (labelled) {
    cursor.Skip(pair.end);
  } else {
    cursor.Skip(floor.end + UnitStop(cursor.Rest().substr(floor.end)));
  }
  return true;
}

// "6,1/8 ГБ", "3 400/5 000": a part of what there is.
bool SayShare(SpokenCursor& cursor, const Pair& pair) {
  const UnitAfter unit = FindUnitAfter(cursor, pair.upper, pair.end);
  const bool bytes = unit.unit != nullptr && unit.unit->english_one.ends_with(U"byte");
  const bool grouped = pair.upper.group == U' ' && unit.unit == nullptr;
  if (!pair.grows || (!bytes && !grouped)) return false;
  SayNumber(cursor, pair.lower, Kase::kNominative);
  cursor.Say(U"из");
  SayNumber(cursor, pair.upper, Kase::kGenitive);
  if (!bytes) {
    cursor.Skip(pair.end);
    return true;
  }
  return cursor.SayFor(unit.end, RussianUnit(*unit.unit, pair.upper, Kase::kGenitive));
}

// "Прочитано 3/10 глав", "Прогресс: 3/10"; "прочитано 3/4 главы" is a fraction.
bool SayDone(SpokenCursor& cursor, const Pair& pair) {
  if (!pair.grows || !pair.lower.IsWhole() || !pair.upper.IsWhole() || cursor.Peek() == U'0') {
    return false;
  }
  const SpokenCursor::Word next = cursor.WordAfter(pair.end);
  Gender gender = Gender::kMasculine;
  bool counted = pair.upper.whole > 4 && next.end == 0;
  for (const RussianNoun& one : ReadRussianWord(next.text).nouns) {
    if (!one.plural || one.kase != Kase::kGenitive) continue;
    counted = true;
    gender = one.gender;
  }
  if (!counted || !cursor.HasBefore(1, WordClass::kAchieved)) return false;
  cursor.Say(RussianQuantity(pair.lower, gender, Kase::kNominative));
  cursor.Say(U"из");
  SayNumber(cursor, pair.upper, Kase::kGenitive);
  cursor.Skip(pair.end);
  return true;
}

// "график 5/2", "24/7"
bool SaySchedule(SpokenCursor& cursor, const Pair& pair) {
  const bool always = cursor.Rest().substr(0, pair.end) == U"24/7";
  const bool shifts = cursor.HasBefore(2, [](std::u32string_view word) {
    return word.starts_with(U"график") || word.starts_with(U"режим") || word.starts_with(U"смен");
  });
  if (!always && !shifts) return false;
  SayNumber(cursor, pair.lower, Kase::kNominative);
  cursor.Say(U"на");
  SayNumber(cursor, pair.upper, Kase::kNominative);
  cursor.Skip(pair.end);
  return true;
}

}  // namespace

bool SayRussianPair(SpokenCursor& cursor, const Pair& pair, bool may_be_mark) {
  return (may_be_mark && SayMark(cursor, pair)) || SayNumberOfTwoParts(cursor, pair) ||
         SayFloor(cursor, pair) || SayDone(cursor, pair) || SayShare(cursor, pair) ||
         SaySchedule(cursor, pair);
}

}  // namespace nexy
