#pragma once

namespace nexy {

// Where a line of code stands in its block; a sentence of text is none of these.
enum class CodePlace { kNone, kFirst, kMiddle, kLast, kOnly };

}  // namespace nexy
