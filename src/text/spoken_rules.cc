#include "text/spoken_rules.h"

#include <set>

namespace nexy {

namespace {

constexpr std::u32string_view kAsciiSigns = U"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
constexpr std::u32string_view kCurrencies =
    U"-−$€£¥₽₴₹₿₸₺₩₪₾₼₫฿₱₦";
constexpr std::u32string_view kVulgarFractions = U"½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞";
constexpr std::u32string_view kMarks = U"★⭐|\\!:§/~¶#⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
constexpr std::u32string_view kScripts = U"⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓₐₑₕⁿⁱ";

// In the order in which they are tried: name, rule, in which sentences, at which words and numbers,
// at which signs.
constexpr SpokenRule kRules[] = {
    {"spelling", SpeakSpelled, kAlways, kAnything},
    {"pronunciation", SpeakPronunciation, kAlways, kAnything},
    {"symbol", SpeakKeycap, kAlways, kDigit},
    {"named sign", SpeakNamedSign, kAlways, kNowhere, kAsciiSigns},
    {"smiley", SpeakSmiley, kAlways, kNowhere, U":;=<¯"},
    {"mask", SpeakMasked, kAlways, kDigit, U"+(*•●·"},
    {"code", SpeakCode, kAlways, kDigit | kJoined, U"#*"},
    {"internet address", SpeakInternetAddress, kAlways, kDigit},
    {"tag", SpeakTag, kAlways, kNowhere, U"<&-"},
    {"formula", SpeakFormula, kAlways, kNowhere, U"\\$^"},
    {"money", SpeakMoneyBefore, kAlways, kCounted | kJoined, kCurrencies},
    {"shortcut", SpeakShortcut, kAlways, kJoined, U"⌘⇧⌥⌃⎋⏎⌫⌦⇥⇪␣"},
    {"address", SpeakAddress, kAlways, kDigit | kJoined, U"./\\~_*?&-+%"},
    {"phone", SpeakPhone, kAlways, kDigit, U"+("},
    {"date", SpeakIsoDate, kInWords, kDigit},
    {"date", SpeakEnglishDayOfYear, kEnglish | kInWords, kDigit},
    {"date", SpeakEnglishMonthOfYear, kEnglish | kInWords, kDigit},
    {"date", SpeakRussianShortDate, kRussian | kInWords, kDigit},
    {"time", SpeakTime, kInWords, kDigit},
    {"time", SpeakHour, kInWords, kDigit},
    {"score", SpeakScore, kInWords, kDigit},
    {"pair", SpeakPair, kInWords, kDigit},
    {"duration", SpeakDuration, kInWords, kDigit},
    {"number", SpeakTimes, kEnglish | kInWords, kDigit},
    {"number", SpeakRussianTimes, kRussian | kInWords, kDigit},
    {"number", SpeakScientific, kInWords, kDigit},
    {"number", SpeakScaledCount, kEnglish | kInWords, kDigit},
    {"date", SpeakEnglishDate, kEnglish | kInWords, kDigit | kCounted | kJoined},
    {"date", SpeakRussianDate, kRussian | kInWords, kDigit},
    {"year", SpeakRussianYear, kRussian | kInWords, kDigit},
    {"century", SpeakCentury, kRussian | kInWords, kDigit},
    {"version", SpeakVersion, kAlways, kDigit | kJoined},
    {"coordinate", SpeakCoordinate, kAlways, kDigit},
    {"compound", SpeakRussianCompound, kRussian | kInWords, kDigit},
    {"range", SpeakRange, kInWords, kDigit},
    {"range", SpeakSignedRange, kInWords, kDigit, U"-−–+"},
    {"fraction", SpeakFraction, kInWords, kDigit, kVulgarFractions},
    {"percent", SpeakRussianPercentAdjective, kRussian | kInWords, kDigit},
    {"unit", SpeakUnit, kAlways, kDigit},
    {"ordinal", SpeakEnglishOrdinal, kEnglish | kInWords, kDigit},
    {"ordinal", SpeakRussianOrdinal, kRussian | kInWords, kDigit},
    {"ordinal", SpeakRussianNumbered, kRussian | kInWords, kDigit},
    {"count", SpeakRussianCount, kRussian | kInWords, kDigit},
    {"number", SpeakRussianNumber, kRussian | kInWords, kDigit},
    {"digits", SpeakLeadingZeros, kAlways, kDigit},
    {"number", SpeakEnglishNumber, kEnglish | kInWords, kDigit},
    {"roman", SpeakRoman, kInWords, kCapital},
    {"abbreviation", SpeakAbbreviation, kAlways, kShort},
    {"acronym", SpeakAcronym, kAlways, kCapital},
    {"pair", SpeakOfAll, kEnglish | kInWords, kNowhere, U"/"},
    {"range", SpeakSpan, kEnglish | kInWords, kNowhere, U"…:-–—"},
    {"mark", SpeakMark, kAlways, kNowhere, kMarks},
    {"dimension", SpeakDimensions, kAlways, kLetter, U"×"},
    {"script", SpeakScript, kAlways, kNowhere, kScripts},
    {"sign", SpeakOperator, kAlways, kLetter, U"=!<>&|-+*./:·−^%›»"},
    {"sign", SpeakSign, kAlways, kNowhere, U"[#№§∞-&@_|\\~"},
    {"symbol", SpeakSymbol, kAlways, kForeign | kSymbol, U"*+=<>^~#%$"},
    {"silent sign", SpeakSilentSign, kAlways, kNowhere, U".{}`_?"},
};

unsigned ConditionsOf(const SpokenOptions& options) {
  const unsigned language = options.language == Language::kRussian ? kRussian : kEnglish;
  return language | (options.numbers == NumberReading::kSpoken ? kInWords : kAlways);
}

// Every sign at which a rule begins, once.
std::set<char32_t> AllSigns() {
  std::set<char32_t> signs;
  for (const SpokenRule& rule : kRules) signs.insert(rule.signs.begin(), rule.signs.end());
  return signs;
}

bool BeginsAt(const SpokenRule& rule, char32_t sign) {
  return rule.at == kAnything || (sign >= 0x80 && (rule.at & kSymbol) != 0) ||
         rule.signs.find(sign) != rule.signs.npos;
}

}  // namespace

SpokenRules::SpokenRules(unsigned conditions) {
  const std::set<char32_t> signs = AllSigns();
  for (const SpokenRule& rule : kRules) {
    if ((rule.only & ~conditions) != 0) continue;
    if ((rule.at & kDigit) != 0) digit_.push_back(&rule);
    if ((rule.at & kSymbol) != 0) symbol_.push_back(&rule);
    for (unsigned beginning = 0; beginning <= kAnyWord; ++beginning) {
      if ((rule.at & beginning) != 0) word_[beginning].push_back(&rule);
    }
    for (const char32_t sign : signs) {
      if (BeginsAt(rule, sign)) sign_[sign].push_back(&rule);
    }
  }
}

const SpokenRules& SpokenRules::For(const SpokenOptions& options) {
  constexpr unsigned kConditions = kEnglish + kRussian + kInWords + 1;
  static const auto* const all = [] {
    auto* made = new std::vector<SpokenRules>;
    for (unsigned conditions = 0; conditions < kConditions; ++conditions) {
      made->push_back(SpokenRules(conditions));
    }
    return made;
  }();
  return (*all)[ConditionsOf(options)];
}

const SpokenRules::List& SpokenRules::AtSign(char32_t sign) const {
  const auto found = sign_.find(sign);
  return found == sign_.end() ? symbol_ : found->second;
}

}  // namespace nexy
