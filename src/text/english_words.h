#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nexy {

struct SpokenCursor;

// "twenty-first", by ICU's rules for English. Thread-safe.
std::u32string EnglishOrdinal(std::int64_t number);

struct EnglishMonth {
  std::size_t number = 0;  // From 1; 0 if there is none.
  std::size_t size = 0;    // With the full stop of an abbreviation.
};
// A month that `text` begins with: "May", "Sept.", "DEC"; in small letters only a whole name that is
// no other word ("january", not "march").
EnglishMonth ReadEnglishMonth(std::u32string_view text);
std::u32string_view EnglishMonthName(std::size_t number);

// "st" of "21st".
std::u32string_view EnglishOrdinalSuffix(std::int64_t number);

// "May third, 2024", or "the third of May 2024" where the day was written first.
void SayEnglishDate(SpokenCursor& cursor, int day, int month, std::u32string_view year,
                    bool day_first);

}  // namespace nexy
