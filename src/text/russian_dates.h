#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/number_token.h"
#include "text/russian_words.h"
#include "text/spoken_cursor.h"

namespace nexy {

// The word that governs a date or year at the cursor; after "по сравнению с" two of its words.
std::u32string WordBeforeDate(const SpokenCursor& cursor);
// The case of a date or year after the word `before`; `otherwise` where that asks for none.
RussianCase RussianDateCase(std::u32string_view before, RussianCase otherwise);

// The case of a date at the cursor that ends `end` characters later.
RussianCase RussianDateCaseHere(const SpokenCursor& cursor, std::size_t end);

// The case of a time of the clock: the genitive after "с" and "до", the nominative after "в".
RussianCase RussianTimeCase(std::u32string_view before);
// Whether a time of the clock may follow the word: "в", "около".
bool IsRussianTimePreposition(std::u32string_view word);
void SayRussianTime(SpokenCursor& cursor, int hour, int minute, RussianCase kase);
struct HourMinute {
  int hour, minute;
};
// Two times with a dash between them: с … до; the word `before` them may say that already, or want
// both in its case.
void SayRussianTimes(SpokenCursor& cursor, HourMinute from, HourMinute until,
                     std::u32string_view before);

// Whether " мин" stands `end` characters after the cursor: what looks like a time is a duration.
bool IsMinutesWritten(const SpokenCursor& cursor, std::size_t end);

// Whether "до н. э." or "н. э." follows a year's word, whose full stop may stand at the beginning.
bool IsBeforeEra(std::u32string_view rest);

// Whether a number looks like a year: four digits, 1000 to 2100.
bool IsRussianYear(const NumberToken& number);

}  // namespace nexy
