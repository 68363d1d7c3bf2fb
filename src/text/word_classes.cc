#include "text/word_classes.h"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/unicode.h"

namespace nexy {

namespace {

WordClass ClassOf(std::string_view name) {
  static const std::unordered_map<std::string_view, WordClass> classes = {
      {"starter", WordClass::kStarter},
      {"closed", WordClass::kClosed},
      {"small_starter", WordClass::kSmallStarter},
      {"negated", WordClass::kNegated},
      {"speech", WordClass::kSpeech},
      {"exclaiming", WordClass::kExclaiming},
      {"honorific", WordClass::kHonorific},
      {"name_particle", WordClass::kNameParticle},
      {"fronting", WordClass::kFronting},
      {"time_word", WordClass::kTimeWord},
      {"before_title", WordClass::kBeforeTitle},
      {"zone", WordClass::kZone},
      {"clock", WordClass::kClock},
      {"after_suffix", WordClass::kAfterSuffix},
      {"german_month", WordClass::kGermanMonth},
      {"shared_month", WordClass::kSharedMonth},
      {"takes_number", WordClass::kTakesNumber},
      {"before_letter", WordClass::kBeforeLetter},
      {"numbering", WordClass::kNumbering},
      {"goes_on", WordClass::kGoesOn},
      {"hesitation", WordClass::kHesitation},
      {"work", WordClass::kWork},
      {"transfer", WordClass::kTransfer},
      {"before_ordinal", WordClass::kBeforeOrdinal},
      {"joins_letters", WordClass::kJoinsLetters},
      {"before_cardinal", WordClass::kBeforeCardinal},
      {"times_taken", WordClass::kTimesTaken},
      {"russian_place", WordClass::kRussianPlace},
      {"extension", WordClass::kExtension},
      {"short_extension", WordClass::kShortExtension},
      {"domain", WordClass::kDomain},
      {"versioned", WordClass::kVersioned},
      {"phone", WordClass::kPhone},
      {"code_label", WordClass::kCodeLabel},
      {"ratio", WordClass::kRatio},
      {"no_ratio", WordClass::kNoRatio},
      {"score", WordClass::kScore},
      {"won", WordClass::kWon},
      {"voted", WordClass::kVoted},
      {"after_score", WordClass::kAfterScore},
      {"roman_label", WordClass::kRomanLabel},
      {"lettered", WordClass::kLettered},
      {"after_king", WordClass::kAfterKing},
      {"english_king", WordClass::kEnglishKing},
      {"roman_century", WordClass::kRomanCentury},
      {"scripture", WordClass::kScripture},
      {"numbered_paper", WordClass::kNumberedPaper},
      {"numbered", WordClass::kNumbered},
      {"step", WordClass::kStep},
      {"achieved", WordClass::kAchieved},
      {"measured", WordClass::kMeasured},
      {"per", WordClass::kPer},
      {"rated", WordClass::kRated},
      {"before_date", WordClass::kBeforeDate},
      {"before_day", WordClass::kBeforeDay},
      {"hours", WordClass::kHours},
      {"street", WordClass::kStreet},
      {"us_state", WordClass::kUsState},
      {"english_day", WordClass::kEnglishDay},
      {"dunder", WordClass::kDunder},
      {"after_date", WordClass::kAfterDate},
      {"before_month", WordClass::kBeforeMonth},
      {"before_minutes", WordClass::kBeforeMinutes},
      {"after_duration", WordClass::kAfterDuration},
      {"after_inches", WordClass::kAfterInches},
      {"after_points", WordClass::kAfterPoints},
      {"after_times", WordClass::kAfterTimes},
      {"plural", WordClass::kPlural},
      {"before_time", WordClass::kBeforeTime},
      {"of_year", WordClass::kOfYear},
      {"atmospheric", WordClass::kAtmospheric},
      {"interest", WordClass::kInterest},
      {"thermal", WordClass::kThermal},
      {"has_size", WordClass::kHasSize},
      {"in_millions", WordClass::kInMillions},
      {"musical", WordClass::kMusical},
      {"named_by_code", WordClass::kNamedByCode},
      {"no_times", WordClass::kNoTimes},
      {"currency_code", WordClass::kCurrencyCode},
      {"modifier_key", WordClass::kModifierKey},
      {"command", WordClass::kCommand},
      {"before_sign", WordClass::kBeforeSign},
      {"sign_noun", WordClass::kSignNoun},
      {"loved", WordClass::kLoved},
      {"element", WordClass::kElement},
      {"inline_element", WordClass::kInlineElement},
      {"container_element", WordClass::kContainerElement},
      {"tag_word", WordClass::kTagWord},
      {"not_counted", WordClass::kNotCounted},
      {"indeclinable", WordClass::kIndeclinable},
      {"masculine_in_a", WordClass::kMasculineInA},
      {"feminine_in_soft_sign", WordClass::kFeminineInSoftSign},
      {"unchanged_plural", WordClass::kUnchangedPlural},
      {"russian_numbered", WordClass::kRussianNumbered},
      {"russian_part", WordClass::kRussianPart},
      {"rank", WordClass::kRank},
      {"head", WordClass::kHead},
      {"roman_numbered", WordClass::kRomanNumbered},
      {"roman_adjective", WordClass::kRomanAdjective},
      {"paired", WordClass::kPaired},
      {"aged", WordClass::kAged},
      {"part_of_time", WordClass::kPartOfTime},
      {"month_or_season", WordClass::kMonthOrSeason},
      {"before_genitive", WordClass::kBeforeGenitive},
      {"before_dative", WordClass::kBeforeDative},
      {"before_accusative", WordClass::kBeforeAccusative},
      {"before_instrumental", WordClass::kBeforeInstrumental},
      {"before_prepositional", WordClass::kBeforePrepositional},
      {"percent_describes", WordClass::kPercentDescribes},
      {"takes_place", WordClass::kTakesPlace},
      {"in_glasses", WordClass::kInGlasses},
      {"surname_ending", WordClass::kSurnameEnding},
      {"part_of_amount", WordClass::kPartOfAmount},
      {"entered", WordClass::kEntered},
      {"taken", WordClass::kTaken},
      {"pronoun", WordClass::kPronoun},
      {"numbered_in_iya", WordClass::kNumberedInIya},
      {"acting", WordClass::kActing},
      {"time", WordClass::kTime},
      {"date_noun", WordClass::kDateNoun},
      {"kind", WordClass::kKind},
      {"measure", WordClass::kMeasure},
      {"no_acting", WordClass::kNoActing},
      {"person_adjective", WordClass::kPersonAdjective},
      {"menu", WordClass::kMenu},
      {"label", WordClass::kLabel},
      {"no_label", WordClass::kNoLabel},
      {"always_counted", WordClass::kAlwaysCounted},
      {"no_date", WordClass::kNoDate},
      {"law_part", WordClass::kLawPart},
      {"electric", WordClass::kElectric},
      {"see", WordClass::kSee},
      {"away", WordClass::kAway},
      {"house", WordClass::kHouse},
      {"hotel", WordClass::kHotel},
      {"typeface", WordClass::kTypeface},
      {"pointing", WordClass::kPointing}};
  return classes.at(name);
}

using Words = std::unordered_set<std::u32string, WordHash, std::equal_to<>>;
using Lists = std::vector<Words>;  // By their class.

const Lists& AllLists() {
  static const Lists* const lists = [] {
    auto* made = new Lists;
    for (const std::string_view table : {kSentenceWordsTable, kWordClassesTable}) {
      ForEachRow(table, [made](const DataRow& row) {
        const auto index = static_cast<std::size_t>(ClassOf(row.at(0)));
        if (made->size() <= index) made->resize(index + 1);
        Words& list = (*made)[index];
        ForEachWord(row.at(1), [&list](std::string_view word) { list.insert(DecodeUtf8(word)); });
      });
    }
    return made;
  }();
  return *lists;
}

}  // namespace

bool IsWordOf(WordClass list, std::u32string_view word) {
  return AllLists()[static_cast<std::size_t>(list)].contains(word);
}

bool EndsWithWordOf(WordClass list, std::u32string_view word) {
  for (std::size_t from = 0; from < word.size(); ++from) {
    if (IsWordOf(list, word.substr(from))) return true;
  }
  return false;
}

bool BeginsWithWordOf(WordClass list, std::u32string_view word) {
  for (std::size_t size = word.size(); size > 1; --size) {
    if (IsWordOf(list, word.substr(0, size))) return true;
  }
  return false;
}

}  // namespace nexy
