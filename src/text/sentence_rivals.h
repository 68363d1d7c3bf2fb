#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nexy {

// How others cut a finished text, for the comparison in the corpus test. Written from the
// description of their rules; none of it runs in the product.

// ICU's sentence BreakIterator with CLDR's suppressions ("en@ss=standard").
std::vector<std::string> IcuSentences(const std::string& text, std::string_view language);

// Home Assistant's streaming rule (sentence-stream 1.x): terminators and closing quotes before
// white space and a capital letter, unless a capital with up to two letters stands before a stop.
std::vector<std::string> HomeAssistantSentences(const std::string& text);

// LiveKit Agents' basic tokenizer: a list of replacements, then a cut at every stop that is left.
// Its minimum length of 20 characters, which joins short sentences, is a parameter here.
std::vector<std::string> LiveKitSentences(const std::string& text, std::size_t min_chars);

}  // namespace nexy
