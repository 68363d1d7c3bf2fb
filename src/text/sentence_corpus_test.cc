// Reads the reviewed sentences of tests/corpus and prints how many of each class are cut right.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "text/sentence_segmenter.h"
#include "text/unicode.h"

namespace nexy {
namespace {

struct Case {
  std::string kind;
  std::string input;
  std::vector<std::string> sentences;
};

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// What is said of a part: its marks of lists, headings and emphasis are not on the wire.
std::string Sayable(std::string_view part) {
  std::string text;
  SentenceSegmenter segmenter({});
  for (const std::string& sentence : segmenter.Push(part)) text += sentence + " ";
  for (const std::string& sentence : segmenter.Finish()) text += sentence + " ";
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

std::vector<Case> ReadCorpus(const std::string& name, bool spaced = true) {
  std::ifstream file(std::string(NEXY_SOURCE_DIR) + "/tests/corpus/" + name);
  std::vector<Case> cases;
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    if (line.starts_with("#") || tab == line.npos) continue;
    Case one;
    one.kind = line.substr(0, tab);
    std::string text = line.substr(tab + 1);
    ReplaceAll(text, "\\n", "\n");
    const bool spaceless = one.kind == "zh" || one.kind == "ja";
    std::string rest = text;
    ReplaceAll(rest, " ¦ ", "\x01");
    ReplaceAll(rest, " ¦", "\x01");
    one.input = rest;
    ReplaceAll(one.input, "\n\x01", "\n");
    ReplaceAll(one.input, "\x01", spaceless || !spaced ? "" : " ");
    while (!rest.empty()) {
      const std::size_t end = rest.find('\x01');
      const std::string sayable = Sayable(rest.substr(0, end));
      if (!sayable.empty()) one.sentences.push_back(sayable);
      rest.erase(0, end == rest.npos ? rest.size() : end + 1);
    }
    cases.push_back(std::move(one));
  }
  return cases;
}

struct Cut {
  std::vector<std::string> sentences;
  double lag = 0;  // Characters between the ends of sentences and their decisions.
  int decided = 0;
};

Cut CutByCharacter(const std::string& input) {
  Cut cut;
  SentenceSegmenter segmenter({});
  const std::u32string characters = DecodeUtf8(input);
  for (std::size_t i = 0; i < characters.size(); ++i) {
    for (const std::string& sentence :
         segmenter.Push(EncodeUtf8(std::u32string_view(characters).substr(i, 1)))) {
      cut.sentences.push_back(sentence);
      const std::size_t end = input.find(sentence);
      if (end == input.npos) continue;
      const std::size_t at = DecodeUtf8(input.substr(0, end + sentence.size())).size();
      cut.lag += static_cast<double>(i + 1 - std::min(at, i + 1));
      ++cut.decided;
    }
  }
  for (const std::string& sentence : segmenter.Finish()) cut.sentences.push_back(sentence);
  return cut;
}

void CheckCorpus(const std::string& name, double at_least) {
  struct Score {
    int right = 0;
    int all = 0;
  };
  std::map<std::string, Score> scores;
  Score total;
  double lag = 0;
  int decided = 0;
  for (const Case& one : ReadCorpus(name)) {
    const Cut cut = CutByCharacter(one.input);
    const bool right = cut.sentences == one.sentences;
    scores[one.kind].right += right;
    ++scores[one.kind].all;
    total.right += right;
    ++total.all;
    lag += cut.lag;
    decided += cut.decided;
    if (right) continue;
    std::cout << name << " " << one.kind << ":";
    for (const std::string& sentence : cut.sentences) std::cout << " [" << sentence << "]";
    std::cout << "\n";
  }
  std::cout << name << ": " << total.right << "/" << total.all << " right, mean lag "
            << lag / std::max(decided, 1) << " characters;";
  for (const auto& [kind, score] : scores) {
    std::cout << " " << kind << " " << score.right << "/" << score.all;
  }
  std::cout << "\n";
  ASSERT_GT(total.all, 20);
  EXPECT_GE(total.right, at_least * total.all);
}

TEST(SentenceCorpus, EnglishIsCutAsReviewed) { CheckCorpus("sentences_en.txt", 0.98); }
TEST(SentenceCorpus, RussianIsCutAsReviewed) { CheckCorpus("sentences_ru.txt", 0.98); }
TEST(SentenceCorpus, OtherLanguagesAreCutAsReviewed) { CheckCorpus("sentences_other.txt", 0.98); }

}  // namespace
}  // namespace nexy
