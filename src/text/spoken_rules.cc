#include "text/spoken_rules.h"

#include <array>

namespace nexy {

std::span<const SpokenRule> DigitRules() {
  static constexpr std::array kRules = {
      SpokenRule{"spelling", SpeakSpelled},
      SpokenRule{"pronunciation", SpeakPronunciation},
      SpokenRule{"symbol", SpeakSymbol},
      SpokenRule{"code", SpeakCode},
      SpokenRule{"internet address", SpeakInternetAddress},
      SpokenRule{"address", SpeakAddress},
      SpokenRule{"phone", SpeakPhone},
      SpokenRule{"date", SpeakIsoDate},
      SpokenRule{"date", SpeakEnglishDayOfYear},
      SpokenRule{"date", SpeakEnglishMonthOfYear},
      SpokenRule{"date", SpeakRussianShortDate},
      SpokenRule{"time", SpeakTime},
      SpokenRule{"time", SpeakHour},
      SpokenRule{"score", SpeakScore},
      SpokenRule{"pair", SpeakPair},
      SpokenRule{"duration", SpeakDuration},
      SpokenRule{"number", SpeakTimes},
      SpokenRule{"number", SpeakScientific},
      SpokenRule{"number", SpeakScaledCount},
      SpokenRule{"date", SpeakEnglishDate},
      SpokenRule{"date", SpeakRussianDate},
      SpokenRule{"year", SpeakRussianYear},
      SpokenRule{"century", SpeakCentury},
      SpokenRule{"version", SpeakVersion},
      SpokenRule{"coordinate", SpeakCoordinate},
      SpokenRule{"compound", SpeakRussianCompound},
      SpokenRule{"range", SpeakRange},
      SpokenRule{"range", SpeakSignedRange},
      SpokenRule{"fraction", SpeakFraction},
      SpokenRule{"percent", SpeakRussianPercentAdjective},
      SpokenRule{"unit", SpeakUnit},
      SpokenRule{"ordinal", SpeakEnglishOrdinal},
      SpokenRule{"ordinal", SpeakRussianOrdinal},
      SpokenRule{"ordinal", SpeakRussianNumbered},
      SpokenRule{"count", SpeakRussianCount},
      SpokenRule{"number", SpeakRussianNumber},
      SpokenRule{"digits", SpeakLeadingZeros},
      SpokenRule{"number", SpeakEnglishNumber},
  };
  return kRules;
}

std::span<const SpokenRule> WordRules() {
  static constexpr std::array kRules = {
      SpokenRule{"spelling", SpeakSpelled},  SpokenRule{"pronunciation", SpeakPronunciation},
      SpokenRule{"code", SpeakCode},         SpokenRule{"money", SpeakMoneyBefore},
      SpokenRule{"shortcut", SpeakShortcut}, SpokenRule{"address", SpeakAddress},
      SpokenRule{"date", SpeakEnglishDate},  SpokenRule{"version", SpeakVersion},
      SpokenRule{"roman", SpeakRoman},       SpokenRule{"abbreviation", SpeakAbbreviation},
      SpokenRule{"acronym", SpeakAcronym},   SpokenRule{"dimension", SpeakDimensions},
      SpokenRule{"script", SpeakScript},     SpokenRule{"sign", SpeakOperator},
      SpokenRule{"symbol", SpeakSymbol},
  };
  return kRules;
}

std::span<const SpokenRule> SignRules() {
  static constexpr std::array kRules = {
      SpokenRule{"spelling", SpeakSpelled},
      SpokenRule{"pronunciation", SpeakPronunciation},
      SpokenRule{"named sign", SpeakNamedSign},
      SpokenRule{"smiley", SpeakSmiley},
      SpokenRule{"code", SpeakCode},
      SpokenRule{"tag", SpeakTag},
      SpokenRule{"range", SpeakSignedRange},
      SpokenRule{"formula", SpeakFormula},
      SpokenRule{"money", SpeakMoneyBefore},
      SpokenRule{"phone", SpeakPhone},
      SpokenRule{"shortcut", SpeakShortcut},
      SpokenRule{"address", SpeakAddress},
      SpokenRule{"fraction", SpeakFraction},
      SpokenRule{"pair", SpeakOfAll},
      SpokenRule{"range", SpeakSpan},
      SpokenRule{"mark", SpeakMark},
      SpokenRule{"dimension", SpeakDimensions},
      SpokenRule{"script", SpeakScript},
      SpokenRule{"sign", SpeakOperator},
      SpokenRule{"sign", SpeakSign},
      SpokenRule{"symbol", SpeakSymbol},
      SpokenRule{"silent sign", SpeakSilentSign},
  };
  return kRules;
}

}  // namespace nexy
