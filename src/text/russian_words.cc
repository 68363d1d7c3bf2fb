#include "text/russian_words.h"

#include <unicode/fieldpos.h>
#include <unicode/rbnf.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/mutex.h"
#include "text/unicode.h"

namespace nexy {

namespace {

// ICU does not promise that one formatter may be used by two threads at once.
class Speller {
 public:
  Speller() : format_(icu::URBNF_SPELLOUT, icu::Locale("ru"), status_) {}

  std::u32string Spell(std::int64_t number, const std::string& rules) {
    MutexLock lock(mutex_);
    if (U_FAILURE(status_)) return Digits(number);
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString words;
    icu::FieldPosition position;
    format_.format(number, icu::UnicodeString::fromUTF8(rules), words, position, status);
    if (U_FAILURE(status)) return Digits(number);
    std::string utf8;
    words.toUTF8String(utf8);
    return DecodeUtf8(utf8);
  }

 private:
  static std::u32string Digits(std::int64_t number) { return DecodeUtf8(std::to_string(number)); }

  Mutex mutex_;
  UErrorCode status_ = U_ZERO_ERROR;
  icu::RuleBasedNumberFormat format_ ABSL_GUARDED_BY(mutex_);
};

std::u32string Spell(std::int64_t number, const std::string& rules) {
  static auto* const speller = new Speller;
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
  ReplaceAll(words, U"трех", U"трёх");
  ReplaceAll(words, U"четырех", U"четырёх");
  ReplaceAll(words, U"трем", U"трём");
  ReplaceAll(words, U"четырем", U"четырём");
  ReplaceAll(words, U"трёмя", U"тремя");
}

template <std::size_t kSize>
bool IsOneOf(const std::array<std::u32string_view, kSize>& words, std::u32string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::u32string_view, 12> kMonths = {
    U"января", U"февраля", U"марта",    U"апреля",  U"мая",    U"июня",
    U"июля",   U"августа", U"сентября", U"октября", U"ноября", U"декабря"};

}  // namespace

std::u32string RussianCardinal(std::int64_t number, RussianGender gender, RussianCase kase) {
  std::u32string words =
      Spell(number, std::string("%spellout-cardinal-") + GenderName(gender) + CaseSuffix(kase));
  MendLetters(words);
  if (kase == RussianCase::kPrepositional) ReplaceAll(words, U"двадцать од", U"двадцати од");
  return words;
}

std::u32string RussianOrdinal(std::int64_t number, RussianGender gender, RussianCase kase) {
  std::u32string words =
      Spell(number, std::string("%spellout-ordinal-") + GenderName(gender) + CaseSuffix(kase));
  MendLetters(words);
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

RussianCase CaseAfter(std::u32string_view word) {
  static constexpr std::array<std::u32string_view, 27> kGenitive = {
      U"от",     U"до",     U"из",      U"без",   U"около",  U"более",   U"менее",
      U"больше", U"меньше", U"свыше",   U"после", U"для",    U"порядка", U"кроме",
      U"против", U"из-за",  U"выше",    U"ниже",  U"дольше", U"дороже",  U"дешевле",
      U"старше", U"младше", U"течение", U"ото",   U"вместо", U"среди"};
  static constexpr std::array<std::u32string_view, 8> kDative = {
      U"к", U"ко", U"равно", U"равен", U"равна", U"равны", U"равняется", U"благодаря"};
  static constexpr std::array<std::u32string_view, 6> kAccusative = {U"через", U"за",     U"на",
                                                                     U"про",   U"спустя", U"в"};
  static constexpr std::array<std::u32string_view, 3> kInstrumental = {U"между", U"над", U"перед"};
  static constexpr std::array<std::u32string_view, 4> kPrepositional = {U"о", U"об", U"при",
                                                                        U"обо"};
  if (IsOneOf(kGenitive, word)) return RussianCase::kGenitive;
  if (IsOneOf(kDative, word)) return RussianCase::kDative;
  if (IsOneOf(kAccusative, word)) return RussianCase::kAccusative;
  if (IsOneOf(kInstrumental, word)) return RussianCase::kInstrumental;
  if (IsOneOf(kPrepositional, word)) return RussianCase::kPrepositional;
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
