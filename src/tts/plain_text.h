#pragma once

#include <string>
#include <string_view>

namespace nexy {

// `text` as valid UTF-8 without control characters: each byte that is neither becomes a space. For
// espeak-ng a control character is the start of a command.
std::string CleanUtf8(std::string_view text);

// The letters and digits of `text` and its plain punctuation (. , ! ? ; : - '); each other
// character becomes a space. For a text that a synthesiser could not take. Letters are ASCII's, and
// everything from U+00AA to U+FDFF that is not in a symbol or punctuation block of Unicode.
std::string LettersAndDigits(std::string_view text);

// True if there is something in `text` besides white space.
bool HasContent(std::string_view text);

}  // namespace nexy
