#pragma once

#include <string>
#include <string_view>

#include "text/language.h"

namespace nexy {

// What the embedded mind says itself. `{}` stands for what Say is given.
enum class OfflinePhrase {
  kOffline,
  kHelp,
  kHelpWithoutService,
  kHelpInstead,
  kNoScreen,
  kNoText,
  kNoTextThere,   // In the part that was asked for.
  kNoSuchLine,    // {}: how many there are.
  kNoSuchParagraph,
  kNothingAbout,  // {}: what was looked for.
  kSayMore,
  kNothingMore,
  kNothingToGoOnWith,
  kScreenChanged,
  kNothingToRepeat,
  kHasChanged,
  kNothingNew,  // The picture has changed, its text has not grown.
  kNothingBefore,  // No earlier picture to compare with.
  kTime,
  kTimeElsewhere,
  kDate,
  kTomorrow,
  kYesterday,
  kResult,
  kResultRounded,
  kDivisionByZero,
  kNegativeRoot,
  kTooBig,
  kFoundOne,      // {}: the text as it stands there; then the place.
  kFoundMany,     // {}: the text; then how many, then the first places.
  kNotFound,
  kPlaceAfter,    // {}: the neighbour's text.
  kPlaceBefore,
  kPlaceBelow,
  kPlaceAbove,
  kSpelled,       // {}: what the voice spells.
  kNothingToSpell,
  kPlaceInLine    // {}: the whole line.
};

std::string_view PhraseText(OfflinePhrase phrase, Language language);

// The phrase with its first `{}` replaced by `first`, the second by `second`.
std::string Say(OfflinePhrase phrase, Language language, std::string_view first = {},
                std::string_view second = {});

// Where a point is on the screen, in words: "at the top left", «слева вверху». Thirds, 0 to 2.
std::string_view PlaceText(int column, int row, Language language);

}  // namespace nexy
