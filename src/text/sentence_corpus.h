#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nexy {

// One reviewed line of tests/corpus/sentences_*.txt: a text and the sentences it should give.
struct SentenceCase {
  std::string kind;  // Its class; "ambiguous" where careful readers disagree.
  std::string language;
  std::string input;
  std::vector<std::string> sentences;
};

// The lines of tests/corpus/`name`; `language` is that of all of them, or empty where the class
// names it.
std::vector<SentenceCase> ReadSentenceCorpus(const std::string& name, std::string_view language);

// `part` as one sentence on the wire: without its marks of lists, headings and emphasis.
std::string SayablePart(std::string_view part);

}  // namespace nexy
