#include "text/russian_words.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "text/number_speller.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

std::u32string Spell(std::int64_t number, const std::string& rules) {
  static auto* const speller = new NumberSpeller("ru");
  return speller->Spell(number, rules);
}

std::string CaseSuffix(RussianCase kase) {
  static constexpr std::array<const char*, 6> kNames = {
      "", "-genitive", "-dative", "-accusative", "-ablative", "-locative"};
  return kNames[static_cast<std::size_t>(kase)];
}

const char* GenderName(RussianGender gender) {
  static constexpr std::array<const char*, 4> kNames = {"masculine", "feminine", "neuter",
                                                        "plural"};
  return kNames[static_cast<std::size_t>(gender)];
}

void ReplaceAll(std::u32string& text, std::u32string_view from, std::u32string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

void MendLetters(std::u32string& words) {
  ReplaceAll(words, U"четверт", U"четвёрт");
  ReplaceAll(words, U"третьом", U"третьем");
  ReplaceAll(words, U"трех", U"трёх");
  ReplaceAll(words, U"четырех", U"четырёх");
  ReplaceAll(words, U"трем", U"трём");
  ReplaceAll(words, U"четырем", U"четырём");
  ReplaceAll(words, U"трёмя", U"тремя");
}

constexpr std::array<std::u32string_view, 12> kMonths = {
    U"января", U"февраля", U"марта",    U"апреля",  U"мая",    U"июня",
    U"июля",   U"августа", U"сентября", U"октября", U"ноября", U"декабря"};

constexpr std::array<std::u32string_view, 3> kCollective = {U"двое", U"трое", U"четверо"};

constexpr std::int64_t kOrdinalMax = 999'999;
constexpr std::int64_t kMillion = 1'000'000;

// The genitive as it stands in compounds: "двадцатипяти", with "сто" and "девяносто" unchanged.
std::u32string Joined(std::int64_t number) {
  std::u32string words = RussianCardinal(number, RussianGender::kMasculine, RussianCase::kGenitive);
  for (const std::u32string_view kept : {U"девяноста", U"ста "}) {
    for (std::size_t at = words.find(kept); at != words.npos; at = words.find(kept, at + 1)) {
      const bool word = at == 0 || words[at - 1] == U' ';
      if (word) words[at + kept.find_last_of(U'а')] = U'о';
    }
  }
  if (words == U"ста") words = U"сто";
  ReplaceAll(words, U"одного", U"одно");  // двадцатиодноэтажный
  ReplaceAll(words, U" ", U"");
  return words;
}

// 200th, 1 300th …: ICU 72 gives the cardinal.
std::u32string Hundredth(std::int64_t number, RussianGender gender, RussianCase kase) {
  std::u32string words;
  if (number >= 1000) {
    words =
        RussianCardinal(number / 1000 * 1000, RussianGender::kMasculine, RussianCase::kNominative) +
        U" ";
    if (number < 2000) words = U"тысяча ";
  }
  return words + Joined(number % 1000 / 100) + RussianOrdinal(100, gender, kase);
}

// 10 000th, 40 000th …: above some of them ICU 72 gives digits.
std::u32string Thousandth(std::int64_t number, RussianGender gender, RussianCase kase) {
  return Joined(number / 1000) + RussianOrdinal(1000, gender, kase);
}

}  // namespace

std::u32string RussianJoined(std::int64_t number) {
  if (number == 1) return U"одно";
  if (number == 1000) return U"тысяче";
  return Joined(number);
}

std::u32string RussianCardinal(std::int64_t number, RussianGender gender, RussianCase kase) {
  const bool plain = kase == RussianCase::kNominative || kase == RussianCase::kAccusative;
  if (gender == RussianGender::kPlural && plain) {
    if (number >= 2 && number <= 4) {
      return std::u32string(kCollective[static_cast<std::size_t>(number) - 2]);
    }
    const std::int64_t ten = number % 10;
    if (ten >= 2 && ten <= 4 && number % 100 / 10 != 1) return U"";
  }
  std::u32string words =
      Spell(number, std::string("%spellout-cardinal-") + GenderName(gender) + CaseSuffix(kase));
  MendLetters(words);
  if (kase == RussianCase::kPrepositional) {
    ReplaceAll(words, U"двадцать", U"двадцати");
    ReplaceAll(words, U"тридцать", U"тридцати");
  }
  return words;
}

std::u32string RussianOrdinal(std::int64_t number, RussianGender gender, RussianCase kase) {
  const bool millions = number > kOrdinalMax && number < 1000 * kMillion && number % kMillion == 0;
  if (millions) {
    const std::u32string first = number == kMillion ? U"" : Joined(number / kMillion);
    return RussianAdjective(first + U"миллионн", gender, kase);
  }
  if (number < 1 || number > kOrdinalMax) return U"";
  if (number % 1000 >= 200 && number % 100 == 0) return Hundredth(number, gender, kase);
  if (number >= 10'000 && number % 1000 == 0) return Thousandth(number, gender, kase);
  std::u32string words =
      Spell(number, std::string("%spellout-ordinal-") + GenderName(gender) + CaseSuffix(kase));
  MendLetters(words);
  ReplaceAll(words, U"восемьдесято", U"восьмидесято");
  ReplaceAll(words, U"восемьдесяты", U"восьмидесяты");
  if (number >= 1000 && number < 2000) ReplaceAll(words, U"одна тысяча", U"тысяча");
  const bool masculine = gender == RussianGender::kMasculine || gender == RussianGender::kNeuter;
  if (kase == RussianCase::kPrepositional && masculine) {
    ReplaceAll(words, U"сороковой", U"сороковом");
  }
  if (kase == RussianCase::kInstrumental && gender == RussianGender::kPlural) {
    ReplaceAll(words, U"сороковой", U"сороковыми");
  }
  return words;
}

std::u32string RussianAdjective(std::u32string_view stem, RussianGender gender, RussianCase kase) {
  static constexpr std::u32string_view kEndings[4][6] = {
      {U"ый", U"ого", U"ому", U"ый", U"ым", U"ом"},
      {U"ая", U"ой", U"ой", U"ую", U"ой", U"ой"},
      {U"ое", U"ого", U"ому", U"ое", U"ым", U"ом"},
      {U"ые", U"ых", U"ым", U"ые", U"ыми", U"ых"}};
  std::u32string ending(kEndings[static_cast<std::size_t>(gender)][static_cast<std::size_t>(kase)]);
  const bool soft = stem.back() == U'ь';
  if (soft) {
    stem.remove_suffix(1);
    if (ending == U"ая") ending = U"яя";
    if (ending == U"ую") ending = U"юю";
    if (ending.front() == U'о') ending.front() = U'е';
  }
  if (soft || stem.back() == U'к') std::replace(ending.begin(), ending.end(), U'ы', U'и');
  return std::u32string(stem) + ending;
}

RussianCase CaseAfter(std::u32string_view word) {
  struct Governed {
    WordClass words;
    RussianCase kase;
  };
  static constexpr Governed kGoverned[] = {
      {WordClass::kBeforeGenitive, RussianCase::kGenitive},
      {WordClass::kBeforeDative, RussianCase::kDative},
      {WordClass::kBeforeAccusative, RussianCase::kAccusative},
      {WordClass::kBeforeInstrumental, RussianCase::kInstrumental},
      {WordClass::kBeforePrepositional, RussianCase::kPrepositional}};
  for (const Governed& one : kGoverned) {
    if (IsWordOf(one.words, word)) return one.kase;
  }
  return RussianCase::kNominative;
}

int RussianMonth(std::u32string_view word) {
  const auto found = std::find(kMonths.begin(), kMonths.end(), word);
  return found == kMonths.end() ? 0 : static_cast<int>(std::distance(kMonths.begin(), found)) + 1;
}

std::u32string_view RussianMonthName(int month) {
  return kMonths[static_cast<std::size_t>(month - 1)];
}

}  // namespace nexy
