#pragma once

#include <string_view>

#include "text/boundary_candidate.h"

namespace nexy {

// Whether a quote or bracket that closed after a terminator also ended the sentence around it:
// "Go!" Tom said. is one sentence, "Go!" Tom left. are two.

// A Japanese quote that stands among words is open: 彼は「来ます。待って。」と言った.
bool IsInQuotedWords(std::u32string_view text);

// A short quote is open that is a part of the sentence: They sang "Hey! Ho!" again.
bool IsInQuotedName(std::u32string_view text);

// The title of a work is open: 《摔跤吧！爸爸》.
bool IsInTitleMarks(std::u32string_view text);

// From the first character after it. kNeedWord: only the next words tell.
Ruling JudgeAfterClosing(std::u32string_view text, const BoundaryCandidate& candidate,
                         char32_t next);

// From the next word, or the two next words.
Ruling JudgeSpeechTag(const NextWords& next);

// "роман «Кто виноват?» Герцена": `next` (lower case) names in the genitive who wrote it.
bool IsAuthorOfTitle(std::u32string_view text, std::u32string_view next);

}  // namespace nexy
