#pragma once

#include <string>
#include <string_view>

namespace nexy {

// What a person wants of the embedded mind.
enum class Want {
  kRead,
  kMore,
  kFind,
  kSpell,  // `argument`: what; empty: what was said last.
  kTime,
  kTimeElsewhere,
  kDate,
  kTimeAndDate,
  kArithmetic,
  kHelp,
  kRepeat,
  kChanged,  // What is new on the screen.
  kUnknown
};

// Which part of the screen is to be read.
enum class Part {
  kAll,
  kTop,
  kBottom,
  kLeft,
  kRight,
  kMiddle,
  kTitle,
  kButtons,
  kParagraphAbout,  // `argument` says about what.
  kLine,            // `number`: 1 is the first, -1 the last.
  kParagraph        // The same.
};

struct Intent {
  Want want = Want::kUnknown;
  Part part = Part::kAll;
  int number = 0;        // Of a line or paragraph; of kDate: days from today.
  std::string argument;  // As the person wrote it: what to find; the expression to work out.
};

// Understands English and Russian, also mixed. Takes any bytes.
Intent UnderstandPrompt(std::string_view prompt);

}  // namespace nexy
