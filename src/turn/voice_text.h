#pragma once

#include <string>
#include <string_view>

#include "text/language.h"
#include "text/spoken_text.h"
#include "turn/turn.h"

namespace nexy {

// How this server says a sentence of `language`: its setting for emoji, the person's dictionary.
SpokenOptions SpokenOptionsOf(const TurnParts& parts, Language language);

// What a voice is given of a whole text (a welcome): cut into sentences, without markup, each as a
// sentence of an answer. What it cannot say is counted.
std::string TextForVoice(const TurnParts& parts, std::string_view text, Language language);

}  // namespace nexy
