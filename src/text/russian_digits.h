#pragma once

#include <string>
#include <string_view>

namespace nexy {

// `text` with its whole numbers in words, for a voice that says digits badly: the Russian espeak-ng
// makes "ойдин" of 1 and "нойль" of 0. Numbers that are a part of something (4.9, 12:30, A5, 007)
// stay.
std::string RussianDigitsInWords(std::string_view text);

}  // namespace nexy
