#pragma once

#include "text/spoken_cursor.h"

namespace nexy {

// Says the short name of an English day or month at the cursor ("Mon–Fri", "Tue, Jan 5", "Jan–Mar")
// where what stands beside it, or another such name in the sentence, shows that it is one.
bool SayCalendarName(SpokenCursor& cursor);

// The size of the short name of a day at the beginning of `text`, with what sets it off from the
// date after it ("Sun ", "Fri., "); 0 if there is none.
std::size_t WeekdaySize(std::u32string_view text);

}  // namespace nexy
