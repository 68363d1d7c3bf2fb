#include "screen/look_by_words.h"

#include <algorithm>

#include "screen/lock_words.h"

namespace nexy {
namespace {

constexpr float kSure = 60;       // Of what OCR finds in photographs and mouse pointers, little is.
constexpr std::size_t kWord = 2;  // Bytes.
constexpr std::size_t kTitle = 60;  // Bytes of a window's title, about.
constexpr int kBarPart = 25;        // A menu or task bar is one in so many of the screen's height.

bool IsWord(const ScreenLine& line) {
  return line.confidence >= kSure && line.text.size() >= kWord;
}

// Beside nothing else, a prompt in an odd font is worth more doubt than the letter that a mouse
// pointer is taken for.
bool IsPerhapsWord(const ScreenLine& line) {
  constexpr float kDoubtful = 40;
  constexpr std::size_t kLong = 4;
  return IsWord(line) || (line.confidence >= kDoubtful && line.text.size() >= kLong);
}

bool IsInBar(const ScreenLine& line, int height) {
  return (line.top + line.height) * kBarPart <= height * 2 ||
         line.top * kBarPart >= height * (kBarPart - 2);
}

// No words but those of a title and of menu and task bars.
bool IsEmptyWindow(const ScreenText& text, int height) {
  std::size_t lines = 0;
  std::size_t bytes = 0;
  for (const ScreenLine& line : text.lines) {
    if (!IsWord(line) || IsInBar(line, height)) continue;
    ++lines;
    bytes += line.text.size();
  }
  return lines <= 1 && bytes <= kTitle;
}

}  // namespace

bool IsUndecided(ScreenLook look) {
  return look == ScreenLook::kPerhapsBlack || look == ScreenLook::kPerhapsBlank ||
         look == ScreenLook::kPerhapsEmpty || look == ScreenLook::kPerhapsLocked;
}

ScreenLook LookByWords(const Screenshot& screenshot, const ScreenText& text) {
  const bool words = std::ranges::any_of(text.lines, IsPerhapsWord);
  switch (screenshot.look()) {
    case ScreenLook::kPerhapsBlack:
      return words ? ScreenLook::kOrdinary : ScreenLook::kBlack;
    case ScreenLook::kPerhapsBlank:
      return words ? ScreenLook::kOrdinary : ScreenLook::kBlank;
    case ScreenLook::kPerhapsEmpty:
      return IsEmptyWindow(text, screenshot.height()) ? ScreenLook::kEmpty : ScreenLook::kOrdinary;
    case ScreenLook::kPerhapsLocked:
      return LooksLocked(text, {screenshot.width(), screenshot.height()}) ? ScreenLook::kLocked
                                                                          : ScreenLook::kOrdinary;
    default:
      return screenshot.look();
  }
}

}  // namespace nexy
