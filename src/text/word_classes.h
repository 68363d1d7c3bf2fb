#pragma once

#include <string_view>

namespace nexy {

// A closed list of words in data/word_classes.tsv or data/sentence_words.tsv.
enum class WordClass {
  // Where a sentence ends; data/sentence_words.tsv explains them.
  kStarter,
  kClosed,
  kSmallStarter,
  kNegated,
  kSpeech,
  kExclaiming,
  kHonorific,
  kNameParticle,
  kFronting,
  kTimeWord,
  kBeforeTitle,
  kZone,
  kClock,
  kAfterSuffix,
  kGermanMonth,
  kSharedMonth,
  kTakesNumber,
  kBeforeLetter,
  kNumbering,
  kGoesOn,
  kHesitation,
  kWork,
  kTransfer,
  kBeforeOrdinal,
  kJoinsLetters,
  kBeforeCardinal,
  kTimesTaken,
  kRussianPlace,
  // How it is said.
  kExtension,       // Of file names.
  kShortExtension,  // The same, of one letter: not after a single letter ("p.m").
  kDomain,          // The last part of an internet name.
  kVersioned,       // A version may follow.
  kPhone,           // A telephone number may follow.
  kCodeLabel,       // A code may follow that is said digit by digit.
  kRatio,
  kNoRatio,  // Before "12:5" that is a place.
  kScore,
  kWon,         // The numbers are a score.
  kVoted,       // "a 5-4 decision"
  kAfterScore,  // Goes on after it: "won 3-2 against".
  kRomanLabel,  // What Roman numbers number.
  kLettered,    // The same, but letters name it too: "type C".
  kAfterKing,   // Goes on after a king's "I".
  kEnglishKing,
  kRomanCentury,
  kScripture,      // "Genesis 1:1": a chapter and a verse.
  kNumberedPaper,  // "Directive 05/2019" is no date.
  kNumbered,       // "page 3/10": the third of ten.
  kStep,           // The same, where "2/3" is no fraction.
  kAchieved,       // "3/10 tests passed".
  kMeasured,       // What a fraction is of.
  kPer,            // What stands after the slash of a rate.
  kRated,          // "rated 8/10"
  kBeforeDate,     // "Tue 9/16", "due 4/30"
  kBeforeDay,      // "this Sat"
  kHours,          // "open 9-5"
  kStreet,         // "Main St"
  kUsState,        // In letters of the post: "CA 95051".
  kEnglishDay,     // Of the week, also short.
  kDunder,         // Names between two underscores on each side: __init__.
  kAfterDate,      // Goes on after "May 5"; others are counted: "May 5 people".
  kBeforeMonth,    // "in Nov."
  kBeforeMinutes,  // "every 5m"
  kAfterDuration,  // "5m ago"
  kAfterInches,    // "27 in wide"
  kAfterPoints,    // "12 pt font"
  kAfterTimes,     // "3x faster"
  kHasSize,        // "a box of 5 x 3"
  kThermal,        // "200 C" are degrees near them.
  kBeforeTime,     // "the match is at 19:45"
  kOfYear,         // "May 5 of this year"
  kAtmospheric,    // "1016 mb" are millibars near them.
  kInterest,       // "25 bps" are basis points near them.
  kPlural,         // Without an ending.
  kInMillions,     // "5m users"
  kMusical,        // "in a 3/4 rhythm"
  kNamedByCode,    // "room 3-14" is no range.
  kNoTimes,        // "2x monitors" counts them.
  kCurrencyCode,   // In capitals.
  kModifierKey,
  kCommand,           // A program after a pipe.
  kBeforeSign,        // "press a }": the sign is spoken of.
  kSignNoun,          // The same beside a sign that may join its neighbours: "the & sign".
  kLoved,             // Before "<3".
  kElement,           // Of HTML.
  kInlineElement,     // Marks words of a line.
  kContainerElement,  // Holds nothing but other elements, or what opens and closes.
  kTagWord,           // "the <b> tag".
  // Russian.
  kNotCounted,  // May follow a number without being counted by it.
  kIndeclinable,
  kMasculineInA,
  kFeminineInSoftSign,
  kUnchangedPlural,  // Masculine, without an ending in the genitive plural: пять раз.
  kRussianNumbered,  // Lemmas of what is numbered rather than counted: этаж, глава.
  kRussianPart,      // Of a document.
  kRank,             // Numbered after what has the rank: студент 2 курса.
  kHead,             // What things have only one of: план 3 этажа.
  kRomanNumbered,    // Lemmas of what Roman numbers number.
  kRomanAdjective,   // The first letters of adjectives before such a noun.
  kPaired,           // Without a singular: двое суток.
  kAged,             // In "дети 3 лет" the age is a genitive.
  kPartOfTime,       // Of a century or year.
  kMonthOrSeason,    // A year may follow.
  kBeforeGenitive,   // Prepositions, comparatives and verbs that ask a case of a number.
  kBeforeDative,
  kBeforeAccusative,
  kBeforeInstrumental,
  kBeforePrepositional,
  kPercentDescribes,  // The first letters of nouns: "50 % скидка".
  kTakesPlace,        // Verbs: "занял 1 место" is the first one.
  kInGlasses,         // Lemmas: "2 ст. муки".
  kSurnameEnding,
  kPartOfAmount,     // Lemmas: "1 рубль 50 копеек".
  kEntered,          // Lemmas: "на 1 курс" is the first one.
  kTaken,            // "налог с 5000 ₽".
  kPronoun,          // May stand between a number and its noun: "3 ваших документа".
  kNumberedInIya,    // Lemmas: "на 3 линии" is the third, "на 3 порции" are three.
  kActing,           // Lemmas: "загрузка 5 файлов" is of five files.
  kTime,             // Lemmas: "загрузка 5 минут" lasts.
  kMenu,             // Begins a path through menus.
  kDateNoun,         // Lemmas: of "срок — 3 мая" the date is the subject.
  kKind,             // Lemmas: "карандаши 12 цветов" are of twelve.
  kMeasure,          // Lemmas: what a measure counts beside units.
  kNoActing,         // Lemmas in -ение and the like that are things.
  kPersonAdjective,  // In the genitive plural: "вижу 2 рабочих".
  kLabel,            // Before a number that names and does not count.
  kNoLabel,          // Short forms that name no number: "ок. 5", "и др. 5".
  kAlwaysCounted,    // Even after a name: "нажмите Delete 2 раза".
  kNoDate,           // Before "09.10" that is no date.
  kLawPart,          // Short forms of parts of a law.
  kElectric,         // "16 А" are ampere near them.
  kSee,              // Asks to look something up.
  kAway,             // After a distance.
  kHouse,            // Before a number of two parts: "дом 12/3".
  kHotel,            // Has stars, also written as "5*".
  kTypeface,         // Before points: "шрифт 12 пт".
  kPointing          // Beginnings of words: "ссылка на п. 2" asks where to.
};

// Whether `word` (lower case) is in the list.
bool IsWordOf(WordClass list, std::u32string_view word);

// Whether it begins, or ends, with a word of the list.
bool BeginsWithWordOf(WordClass list, std::u32string_view word);
bool EndsWithWordOf(WordClass list, std::u32string_view word);

}  // namespace nexy
