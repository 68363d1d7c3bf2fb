#pragma once

#include <string_view>

namespace nexy {

// What a picture of a screen is at first sight, before anybody is asked to describe it.
enum class ScreenLook {
  kOrdinary,     // There is something to see.
  kTooSmall,     // Smaller than any window.
  kBlack,        // Black all over: a screen curtain, a display that sleeps.
  kBlank,        // Another single colour.
  kEmpty,        // A wallpaper or a window with nothing in it.
  // Words decide (LookByWords):
  kPerhapsBlack,   // Black but for something small: a word, a big mouse pointer.
  kPerhapsBlank,   // The same in another colour.
  kPerhapsEmpty,   // An empty window in front of a photograph.
  kPerhapsLocked,  // May be a lock or login screen.
  kLocked,
};

// "ordinary", "too_small", …: the metric label.
std::string_view ScreenLookToken(ScreenLook look);

}  // namespace nexy
