#pragma once

#include <cstdint>
#include <string>

namespace nexy {

struct SpokenCursor;

// "twenty-first", by ICU's rules for English. Thread-safe.
std::u32string EnglishOrdinal(std::int64_t number);

// "May third, 2024", or "the third of May 2024" where the day was written first.
void SayEnglishDate(SpokenCursor& cursor, int day, int month, int year, bool day_first);

}  // namespace nexy
