#pragma once

#include <string_view>
#include <vector>

#include "llm/llm_provider.h"

namespace nexy {

// What a question wants of the picture of the screen.
enum class ScreenUse {
  kNone,     // It can be answered without: the time, arithmetic, help.
  kPerhaps,  // It does not say.
  kLook,     // It is about what is on the screen.
  kCompare,  // It asks what has changed since the last picture.
};

// Understands English and Russian, as UnderstandPrompt does. Takes any bytes.
ScreenUse UseOfScreen(std::string_view prompt);

// Whether the question asks for the text on the screen, word for word, and for nothing else ("read the
// screen", "read the last line", "more" after such an answer): that is found by OCR, never by a model.
bool WantsReadingAloud(std::string_view prompt, const std::vector<Exchange>& history);

}  // namespace nexy
