// Reads the reviewed spoken forms of tests/corpus and prints how many of each class are right.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "text/sentence_segmenter.h"
#include "text/spoken_text.h"

namespace nexy {
namespace {

constexpr const char* kFolder = NEXY_SOURCE_DIR "/tests/corpus";

struct Score {
  int right = 0;
  int all = 0;
};

// The sentence as it stands, or an answer in Markdown on its whole way to the voice.
enum class Input { kSentence, kAnswer };

std::string Say(std::string text, Language language, Input input) {
  if (input == Input::kSentence) return SpokenText(text, {.language = language});
  const std::size_t drive = text.find(":\\");  // C:\notes
  const bool path = drive != text.npos && drive > 0 && std::isupper(text[drive - 1]) != 0;
  for (std::size_t at = text.find("\\n"); at != text.npos && !path; at = text.find("\\n", at)) {
    text.replace(at, 2, "\n");
  }
  SentenceSegmenter segmenter({});
  std::vector<CutSentence> cut = segmenter.Cut(text);
  for (CutSentence& last : segmenter.CutLast()) cut.push_back(std::move(last));
  std::string said;
  for (const CutSentence& sentence : cut) {
    if (!said.empty()) said += ' ';
    said += SpokenText(sentence.text, {.language = language, .code = sentence.code});
  }
  return said;
}

// A part of the corpus, all of whose lines have to be right.
struct Part {
  const char* name;
  Language language;
  Input input;
  int lines;  // At least.
};

constexpr auto kEnglish = Language::kEnglish;
constexpr auto kRussian = Language::kRussian;
constexpr Part kParts[] = {
    {"spoken_en.txt", kEnglish, Input::kSentence, 600},
    {"spoken_ru.txt", kRussian, Input::kSentence, 600},
    {"spoken_en_second.txt", kEnglish, Input::kSentence, 150},
    {"spoken_en_third.txt", kEnglish, Input::kAnswer, 190},
    {"spoken_en_fourth.txt", kEnglish, Input::kAnswer, 400},
    {"spoken_en_fifth.txt", kEnglish, Input::kAnswer, 500},
    {"spoken_en_sixth.txt", kEnglish, Input::kAnswer, 1100},
    {"spoken_en_markup.txt", kEnglish, Input::kAnswer, 200},
    {"spoken_ru_markup.txt", kRussian, Input::kAnswer, 100},
    {"spoken_en_markup_second.txt", kEnglish, Input::kAnswer, 330},
    {"spoken_ru_markup_second.txt", kRussian, Input::kAnswer, 180},
    {"spoken_ru_second.txt", kRussian, Input::kSentence, 150},
    {"spoken_ru_third.txt", kRussian, Input::kAnswer, 160},
    {"spoken_ru_fourth.txt", kRussian, Input::kAnswer, 180},
    {"spoken_ru_fifth.txt", kRussian, Input::kAnswer, 160},
    {"spoken_ru_sixth.txt", kRussian, Input::kAnswer, 145},
    {"spoken_ru_seventh.txt", kRussian, Input::kAnswer, 100},
    {"spoken_ru_eighth.txt", kRussian, Input::kAnswer, 540},
    {"spoken_ru_ninth.txt", kRussian, Input::kAnswer, 700},
    {"spoken_ru_tenth.txt", kRussian, Input::kAnswer, 1100},
};

void CheckPart(const Part& part) {
  std::ifstream file(std::string(kFolder) + "/" + part.name);
  std::map<std::string, Score> scores;
  Score total;
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (line.starts_with("# ") || second == line.npos) continue;
    const std::string sentence = line.substr(first + 1, second - first - 1);
    const std::string spoken = Say(sentence, part.language, part.input);
    const bool right = spoken == line.substr(second + 1);
    if (!right) std::cout << "  \"" << sentence << "\" is said as \"" << spoken << "\"\n";
    Score& score = scores[line.substr(0, first)];
    score.right += right;
    total.right += right;
    ++score.all;
    ++total.all;
  }
  std::cout << part.name << ": " << total.right << "/" << total.all << " right;";
  for (const auto& [kind, score] : scores) {
    std::cout << " " << kind << " " << score.right << "/" << score.all;
  }
  std::cout << "\n";
  EXPECT_GE(total.all, part.lines) << part.name;
  EXPECT_EQ(total.right, total.all) << part.name;
}

TEST(SpokenCorpus, EveryPartIsSaidAsReviewed) {
  for (const Part& part : kParts) CheckPart(part);
}

TEST(SpokenCorpus, EveryFileIsAPart) {
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string name = entry.path().filename();
    const auto is_it = [&name](const Part& part) { return name == part.name; };
    EXPECT_TRUE(!name.starts_with("spoken_") || std::ranges::any_of(kParts, is_it)) << name;
  }
}

}  // namespace
}  // namespace nexy
