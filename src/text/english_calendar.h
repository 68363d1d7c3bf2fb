#pragma once

#include "text/spoken_cursor.h"

namespace nexy {

// Says the short name of an English day or month at the cursor ("Mon–Fri", "Tue, Jan 5", "Jan–Mar")
// where what stands beside it, or another such name in the sentence, shows that it is one.
bool SayCalendarName(SpokenCursor& cursor);

}  // namespace nexy
