#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "llm/offline_intent.h"

namespace nexy {

// Where a reading of the screen stopped, as it is kept between two questions (LlmNote).
struct ReadingNote {
  Intent intent;         // What was being read.
  std::size_t next = 0;  // The byte of the spoken text where the next portion begins.
  std::string before;    // The last bytes before it, by which the place is found again.
  bool complete = false;  // There was nothing more.
};

// At most 1 KiB.
std::string WriteNote(const ReadingNote& note);
// nullopt when `text` is not such a note.
std::optional<ReadingNote> ParseNote(std::string_view text);

}  // namespace nexy
