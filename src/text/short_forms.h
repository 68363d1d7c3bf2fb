#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "text/spoken_cursor.h"

namespace nexy {

// Where a short form is one; data/spoken_short.tsv describes each.
enum class ShortKind {
  kWord,
  kNumber,
  kLine,
  kLabel,
  kSmall,
  kOf,
  kRate,
  kYear,
  kName,
  kAfter,
  kMonth,
  kDay,
  kTitle,
  kAfterName,
  kBetween,
  kSlash,
  kDirection,
  kStreet,
  kWeekday,
  kWind,
  kPer,
  kAdjective
};

struct ShortForm {
  ShortKind kind = ShortKind::kWord;
  bool bare = false;  // Also without its full stop.
  std::vector<std::u32string>
      said;  // One, the six cases of a Russian noun, or an adjective's stem.
};

// A short form as it stands at the cursor: "т. е.", "e.g.", "рис."
struct WrittenShort {
  std::u32string key;   // Its parts in lower case, joined by stops.
  std::size_t end = 0;  // Where its last stop ends; 0 if there is none.
  bool bare = false;    // It has no stop.
};

// Whether a short form begins with the letters `word`, in lower case. Most words begin none.
bool BeginsShortForm(std::u32string_view word, Language language);

// The readings of a short form ("St." is Saint or Street), in the order of the table.
std::span<const ShortForm> FindShortForms(std::u32string_view key, Language language);

// Whether a label of a number stands before one that no unit counts: "p. 12", "vol. XII"; "5 min.
// 30" is counted.
bool LabelsNumber(const SpokenCursor& cursor, std::size_t end);
bool IsCounted(const SpokenCursor& cursor, std::size_t end);

// Whether the form is one in its place.
bool FitsEnglishShort(const SpokenCursor& cursor, const ShortForm& form, std::size_t end);
bool FitsRussianShort(const SpokenCursor& cursor, const ShortForm& form, std::size_t end);

// The key of the reading that the place of a Russian form asks for: "пр. Мира" is an avenue.
std::u32string RussianShortKey(const SpokenCursor& cursor, const WrittenShort& written);
// In the case and number that its place asks for.
std::u32string RussianShortInCase(const SpokenCursor& cursor, const ShortForm& form,
                                  const WrittenShort& written);
// "пн–пт", "Сб-Вс"
bool SayRussianWeekdays(SpokenCursor& cursor);

}  // namespace nexy
