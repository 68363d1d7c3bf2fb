// Russian short forms in the case that their place asks for: "в п. 2 ст. 15", "Невский пр.", "с.
// 45–50".
#include <algorithm>
#include <optional>

#include "text/russian_agreement.h"
#include "text/russian_lexicon.h"
#include "text/russian_words.h"
#include "text/short_forms.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// The adjective with a capital before the cursor: "Невский пр."
std::optional<RussianNoun> AdjectiveBefore(const SpokenCursor& cursor) {
  const std::u32string before = cursor.WordBefore();
  std::size_t end = cursor.at;
  while (end > 0 && IsSpace(cursor.in[end - 1])) --end;
  if (before.empty() || end < before.size() || !IsUpper(cursor.in[end - before.size()])) return {};
  return ReadRussianAdjective(before);
}

// "пн–пт", "сб, вс", "в ср", "Пн 9:00"; "ср. с" compares.
bool FitsWeekday(const SpokenCursor& cursor, std::size_t end, char32_t next) {
  static constexpr std::u32string_view kBefore[] = {U"в",  U"во", U"с",  U"по",
                                                    U"до", U"к",  U"на", U"и"};
  if (IsUpper(cursor.Peek(1)) || cursor.Peek(end) == U'-') return false;
  if (cursor.Before() == U'(' && cursor.Peek(end) == U')') return true;  // "7 ноября (пт)"
  return IsOneOfChars(next, U",:|—") || IsAsciiDigit(next) ||
         IsAnyOf(kBefore, cursor.WordBefore()) ||
         (cursor.Peek(end - 1) == U'.' && ToLower(cursor.Peek()) != U'с');
}

// From the smallest part of a document to the largest.
std::ptrdiff_t SizeOfPart(std::u32string_view part) {
  static constexpr std::u32string_view kParts[] = {U"абзац",  U"подпункт", U"пункт", U"часть",
                                                   U"статья", U"глава",    U"раздел"};
  return std::find(std::begin(kParts), std::end(kParts), part) - std::begin(kParts);
}

// "п. 2 ст. 15": the part whose number stands before the cursor, "пункт"; empty if there is none.
std::u32string_view PartBefore(const SpokenCursor& cursor) {
  const std::u32string_view before = TrimSpace(cursor.in.substr(0, cursor.at));
  SpokenCursor number = cursor.BeforeWord();
  if (before.size() > 3 && before.ends_with(U'»') && before[before.size() - 3] == U'«') {
    number.at = before.size() - 3;  // "подп. «а» п. 6"
  } else {
    const std::u32string digits = cursor.WordBefore();
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), IsDigit)) return {};
    if (number.WordBefore() == U"и") number = number.BeforeWord().BeforeWord();  // "пп. 2 и 3 п. 1"
    if (IsRangeDash(number.Before())) number = number.From(number.at - 1).BeforeWord();  // "1–3"
  }
  std::u32string part = number.WordBefore();
  if (!IsWordOf(WordClass::kLawPart, part)) return {};
  part.pop_back();  // The stop.
  const std::span<const ShortForm> forms = FindShortForms(part, Language::kRussian);
  return forms.empty() ? std::u32string_view() : forms.front().said.front();
}

// "требования п. 5 и ст. 12": a noun right before parts of a document governs them.
bool IsGoverned(const SpokenCursor& cursor, const ShortForm& form) {
  const std::u32string before = cursor.WordBefore();
  const std::vector<RussianNoun> nouns = ReadRussianWord(before).nouns;
  if (before.size() <= 3 || before.ends_with(U'.') || nouns.empty()) return false;
  if (IsWordOf(WordClass::kRussianPart, form.said.front())) return true;
  // "по словам зам. министра", but "это Петров, зам. министра"
  return form.kind == ShortKind::kWord &&
         std::none_of(nouns.begin(), nouns.end(),
                      [](const RussianNoun& one) { return one.kase == RussianCase::kNominative; });
}

// Of a street after its adjective: "на Садовой ул." rather than "до Садовой ул."
RussianCase CaseOfStreet(const SpokenCursor& cursor) {
  const std::optional<RussianNoun> adjective = AdjectiveBefore(cursor);
  if (!adjective) return RussianCase::kNominative;
  const bool open =
      adjective->gender == RussianGender::kFeminine && adjective->kase == RussianCase::kGenitive;
  return open ? RussianCase::kPrepositional : adjective->kase;
}

// "по ст. 5 и ст. 6": the first label, whose case the others have.
SpokenCursor FirstLabel(const SpokenCursor& cursor) {
  SpokenCursor first = cursor;
  constexpr int kLabelsMax = 4;
  for (int labels = 1; labels < kLabelsMax && first.WordBefore() == U"и"; ++labels) {
    const SpokenCursor number = first.BeforeWord().BeforeWord();
    if (!IsAsciiDigit(number.Peek()) || !number.WordBefore().ends_with(U'.')) break;
    first = number.BeforeWord();
  }
  return first;
}

RussianCase CaseOf(const SpokenCursor& cursor, const ShortForm& form) {
  const std::u32string before = cursor.WordBefore();
  static constexpr std::u32string_view kIn[] = {U"в", U"во", U"на", U"о", U"об", U"при"};
  const bool in = IsAnyOf(kIn, before);
  const bool day = form.kind == ShortKind::kWeekday && RussianMonth(form.said[1]) == 0;
  if (day && (in || before == U"по")) return RussianCase::kAccusative;
  if (before == U"по" || before == U"согласно") return RussianCase::kDative;
  if (before == U"с" || before == U"со") {  // "с п. 3 по п. 5", "сравни с рис. 3"
    const bool from = cursor.Rest().find(U" по ") != cursor.in.npos ||
                      cursor.Rest().find(U" до ") != cursor.in.npos;
    return from || form.kind == ShortKind::kWeekday ? RussianCase::kGenitive
                                                    : RussianCase::kInstrumental;
  }
  if (IsWordOf(WordClass::kSee, before)) return RussianCase::kAccusative;
  if (form.kind == ShortKind::kStreet) return CaseOfStreet(cursor);
  if (const std::u32string_view part = PartBefore(cursor); !part.empty()) {
    const bool of_it = SizeOfPart(part) <= SizeOfPart(form.said.front());  // No "ст. 228 ч. 2".
    return of_it ? RussianCase::kGenitive : RussianCase::kNominative;
  }
  if (IsGoverned(cursor, form)) return RussianCase::kGenitive;
  const bool towards =
      before == U"на" && BeginsWithWordOf(WordClass::kPointing, cursor.BeforeWord().WordBefore());
  if (towards || (before == U"на" && form.kind == ShortKind::kWord)) {
    return RussianCase::kAccusative;  // "ссылка на п. 2", "на тел. 112"
  }
  return in ? RussianCase::kPrepositional : CaseAfter(before);
}

// "Г. Иванов", "Дж. Р. Р. Толкин", but "Р. Волга" as a sentence's beginning.
bool IsInitial(const SpokenCursor& cursor, std::size_t end) {
  const std::u32string name = cursor.WordAfter(end).text;
  return name.size() < 3 || !TrimSpace(cursor.in.substr(0, cursor.at)).empty() ||
         cursor.Peek() == U'С' || EndsWithWordOf(WordClass::kSurnameEnding, name);
}

// "гос. органа", "ген. директор": the gender and case of the noun after it.
std::optional<RussianAgreement> Described(const SpokenCursor& cursor, std::size_t end) {
  const std::u32string before = cursor.WordBefore();
  const bool counted = !before.empty() && IsDigit(before.front());  // "на 89-й мин. матча"
  if (counted || !IsLower(cursor.Peek(end + BlanksAt(cursor.Rest(), end)))) return std::nullopt;
  const SpokenCursor::Word noun = cursor.WordAfter(end);
  const bool shortened =
      cursor.Peek(noun.end) == U'.' && !FindShortForms(noun.text, Language::kRussian).empty();
  if (shortened) return std::nullopt;  // "Ср. стр. 10"
  if (auto one = AgreeWithNoun(cursor, end, 1)) {
    const bool of_several =
        one->kase == RussianCase::kNominative && CaseAfter(before) == RussianCase::kGenitive;
    if (of_several) return RussianAgreement{RussianGender::kPlural, RussianCase::kGenitive};
    const bool oblique =
        one->kase == RussianCase::kGenitive || one->kase == RussianCase::kAccusative;
    return oblique && before.empty() ? std::nullopt : one;  // "Мин. обороны", "Ср. статью 5"
  }
  const std::vector<RussianNoun> nouns = ReadRussianWord(cursor.WordAfter(end).text).nouns;
  if (nouns.empty() || !nouns.front().plural) return std::nullopt;
  return RussianAgreement{RussianGender::kPlural, nouns.front().kase};
}

// Whether a label that ends at `end` has several numbers: "с. 45–50", "п. 3 и 4", "рис. 2, 3 и 5".
bool LabelsSeveral(const SpokenCursor& cursor, std::size_t end) {
  const std::size_t first = end + BlanksAt(cursor.Rest(), end);
  const std::size_t next = first + DigitsAt(cursor.Rest(), first);
  if (next == first) return false;
  if (IsRangeDash(cursor.Peek(next))) return IsAsciiDigit(cursor.Peek(next + 1));
  SpokenCursor second = cursor.From(cursor.at + next);
  if (cursor.Peek(next) == U',' && IsAsciiDigit(cursor.Peek(next + 2))) {
    second.at += 2 + DigitsAt(cursor.Rest(), next + 2);
  }
  if (second.WordAfter(0).text != U"и" || !IsAsciiDigit(second.Peek(3))) return false;
  const NumberToken number = second.NumberAt(3);
  const SpokenCursor::Word after = second.WordAfter(3 + number.size);
  const bool shortened = second.Peek(after.end) == U'.' && after.end > 0 &&
                         !FindShortForms(after.text, Language::kRussian).empty();
  return FindUnitAfter(second, number, 3 + number.size).unit == nullptr &&
         (!shortened || IsWordOf(WordClass::kLawPart, after.text + U"."));  // No "ч. 5 и 5 ч."
}

// "ул. Ленина, д. 5, стр. 1": a building, no page.
bool IsInAddress(const SpokenCursor& cursor) {
  const std::u32string before = ToLower(cursor.in.substr(0, cursor.at));
  for (const std::u32string_view sign :
       {U"ул.", U"пер.", U"просп.", U"пр-т", U"наб.", U" ш.", U"пр. ", U"улица", U"пл."}) {
    if (before.find(sign) != before.npos) return true;
  }
  return false;
}

// The day of the week of two letters at `at`, or null.
const ShortForm* WeekdayAt(const SpokenCursor& cursor, std::size_t at) {
  const bool day =
      IsLetter(cursor.Peek(at)) && IsLower(cursor.Peek(at + 1)) && !IsWordChar(cursor.Peek(at + 2));
  if (!day) return nullptr;
  for (const ShortForm& form :
       FindShortForms(ToLower(cursor.Rest().substr(at, 2)), Language::kRussian)) {
    if (form.kind == ShortKind::kWeekday) return &form;
  }
  return nullptr;
}

// "ул. 8 Марта"
bool IsNumberedName(const SpokenCursor& cursor, std::size_t end) {
  const std::size_t number = end + BlanksAt(cursor.Rest(), end);
  const std::size_t name = number + DigitsAt(cursor.Rest(), number);
  return end > 2 && name > number && IsUpper(cursor.Peek(name + BlanksAt(cursor.Rest(), name)));
}

// "м. «Сокол»", but "пл. «Чайка»" may be a platform.
bool NamesInQuotes(const ShortForm& form) {
  static constexpr std::u32string_view kNamed[] = {U"метро", U"станция метро", U"имени"};
  return IsAnyOf(kNamed, form.said.front());
}

// "в ср. 3 ч. в день", "в ср. 15 %": an amount follows, no date.
bool IsAverage(const SpokenCursor& cursor, std::size_t end) {
  const std::size_t number = end + BlanksAt(cursor.Rest(), end);
  if (cursor.WordBefore() != U"в" || !IsAsciiDigit(cursor.Peek(number))) return false;
  const NumberToken amount = cursor.NumberAt(number);
  return FindUnitAfter(cursor, amount, number + amount.size).unit != nullptr;
}

}  // namespace

bool FitsRussianShort(const SpokenCursor& cursor, const ShortForm& form, std::size_t end) {
  const char32_t next = cursor.Peek(end + BlanksAt(cursor.Rest(), end));
  const std::u32string before = cursor.WordBefore();
  switch (form.kind) {
    case ShortKind::kWord:
      return true;
    case ShortKind::kRate:
      return IsLower(cursor.Peek());
    case ShortKind::kNumber:
      return LabelsNumber(cursor, end) && (!IsCounted(cursor, end) || !PartBefore(cursor).empty());
    case ShortKind::kAdjective:
      return Described(cursor, end).has_value();
    case ShortKind::kName:
      if (end == 2 && IsUpper(cursor.Peek()) && IsInitial(cursor, end)) return false;
      return (IsUpper(next) || (next == U'«' && NamesInQuotes(form)) ||
              IsNumberedName(cursor, end)) &&
             (before.empty() || !IsDigit(before.back()));
    case ShortKind::kAfter:
      return !before.empty();
    case ShortKind::kStreet:
      return AdjectiveBefore(cursor).has_value();
    case ShortKind::kPer:
      return before == U"за";
    case ShortKind::kWind:
      return IsUpper(cursor.Peek()) && cursor.WordBefore() == U"ветер";
    case ShortKind::kWeekday:
      return FitsWeekday(cursor, end, next);
    default:
      return false;
  }
}

std::u32string RussianShortKey(const SpokenCursor& cursor, const WrittenShort& written) {
  // "пр. Мира" is an avenue, "и пр." ends a list.
  const bool avenue = written.key == U"пр" && cursor.WordBefore() != U"и" &&
                      IsUpper(cursor.Peek(written.end + BlanksAt(cursor.Rest(), written.end)));
  if (avenue) return U"просп";
  if (written.key == U"ср" && !written.bare && IsAverage(cursor, written.end)) return U"вср";
  constexpr std::size_t kNumbersMax = 20;
  const std::u32string_view numbers = cursor.Rest().substr(written.end, kNumbersMax);
  if (written.key == U"пп" && numbers.find(U" п. ") != numbers.npos) return U"подп";
  return written.key == U"стр" && IsInAddress(cursor) ? U"строение" : written.key;
}

std::u32string RussianShortInCase(const SpokenCursor& cursor, const ShortForm& form,
                                  const WrittenShort& written) {
  if (form.kind == ShortKind::kAdjective) {
    const RussianAgreement noun = *Described(cursor, written.end);
    return RussianAdjective(form.said.front(), noun.gender, noun.kase);
  }
  if (form.said.size() == 1) return form.said.front();
  auto place = static_cast<std::size_t>(CaseOf(FirstLabel(cursor), form));
  constexpr std::size_t kCases = 6;
  if (form.said.size() > kCases && LabelsSeveral(cursor, written.end)) {
    constexpr std::size_t kPlural[kCases] = {6, 7, 8, 6, 9, 10};
    place = kPlural[place];
  }
  return form.said[place];
}

bool SayRussianWeekdays(SpokenCursor& cursor) {
  const ShortForm* const first = WeekdayAt(cursor, 0);
  const std::size_t dash = cursor.Peek(2) == U'.' ? 3 : 2;
  if (first == nullptr || !IsRangeDash(cursor.Peek(dash))) return false;
  const ShortForm* const last = WeekdayAt(cursor, dash + 1);
  if (last == nullptr) return false;
  cursor.Say(first->said.front());
  cursor.Say(U"—");
  const std::size_t end = dash + 3;
  return cursor.SayFor(end + (dash == 3 && cursor.Peek(end) == U'.' ? 1 : 0), last->said.front());
}

}  // namespace nexy
