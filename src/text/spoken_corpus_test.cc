// Reads the reviewed spoken forms of tests/corpus and prints how many of each class are right.
#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "text/sentence_segmenter.h"
#include "text/spoken_text.h"

namespace nexy {
namespace {

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

void CheckCorpus(const std::string& name, Language language, int lines,
                 Input input = Input::kSentence) {
  std::ifstream file(std::string(NEXY_SOURCE_DIR) + "/tests/corpus/" + name);
  std::map<std::string, Score> scores;
  Score total;
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (line.starts_with("# ") || second == line.npos) continue;
    const std::string sentence = line.substr(first + 1, second - first - 1);
    const std::string spoken = Say(sentence, language, input);
    const bool right = spoken == line.substr(second + 1);
    if (!right) std::cout << name << ": \"" << sentence << "\" is said as \"" << spoken << "\"\n";
    Score& score = scores[line.substr(0, first)];
    score.right += right;
    total.right += right;
    ++score.all;
    ++total.all;
  }
  std::cout << name << ": " << total.right << "/" << total.all << " right;";
  for (const auto& [kind, score] : scores) {
    std::cout << " " << kind << " " << score.right << "/" << score.all;
  }
  std::cout << "\n";
  ASSERT_GE(total.all, lines);
  EXPECT_EQ(total.right, total.all);
}

TEST(SpokenCorpus, EnglishIsSaidAsReviewed) {
  CheckCorpus("spoken_en.txt", Language::kEnglish, 600);
}
TEST(SpokenCorpus, RussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru.txt", Language::kRussian, 600);
}
TEST(SpokenCorpus, HeldOutEnglishIsSaidAsReviewed) {
  CheckCorpus("spoken_en_second.txt", Language::kEnglish, 150);
}
TEST(SpokenCorpus, ThirdEnglishIsSaidAsReviewed) {
  CheckCorpus("spoken_en_third.txt", Language::kEnglish, 190, Input::kAnswer);
}
TEST(SpokenCorpus, FourthEnglishIsSaidAsReviewed) {
  CheckCorpus("spoken_en_fourth.txt", Language::kEnglish, 400, Input::kAnswer);
}
TEST(SpokenCorpus, FifthEnglishIsSaidAsReviewed) {
  CheckCorpus("spoken_en_fifth.txt", Language::kEnglish, 500, Input::kAnswer);
}
TEST(SpokenCorpus, SixthEnglishIsSaidAsReviewed) {
  CheckCorpus("spoken_en_sixth.txt", Language::kEnglish, 280, Input::kAnswer);
}
TEST(SpokenCorpus, EnglishMarkupIsSaidAsReviewed) {
  CheckCorpus("spoken_en_markup.txt", Language::kEnglish, 200, Input::kAnswer);
}
TEST(SpokenCorpus, RussianMarkupIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_markup.txt", Language::kRussian, 100, Input::kAnswer);
}
TEST(SpokenCorpus, SecondEnglishMarkupIsSaidAsReviewed) {
  CheckCorpus("spoken_en_markup_second.txt", Language::kEnglish, 250, Input::kAnswer);
}
TEST(SpokenCorpus, SecondRussianMarkupIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_markup_second.txt", Language::kRussian, 140, Input::kAnswer);
}
TEST(SpokenCorpus, HeldOutRussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_second.txt", Language::kRussian, 150);
}
TEST(SpokenCorpus, ThirdRussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_third.txt", Language::kRussian, 160, Input::kAnswer);
}
TEST(SpokenCorpus, FourthRussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_fourth.txt", Language::kRussian, 180, Input::kAnswer);
}
TEST(SpokenCorpus, FifthRussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_fifth.txt", Language::kRussian, 160, Input::kAnswer);
}
TEST(SpokenCorpus, SixthRussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_sixth.txt", Language::kRussian, 145, Input::kAnswer);
}
TEST(SpokenCorpus, SeventhRussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_seventh.txt", Language::kRussian, 100, Input::kAnswer);
}
TEST(SpokenCorpus, EighthRussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_eighth.txt", Language::kRussian, 540, Input::kAnswer);
}
TEST(SpokenCorpus, NinthRussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_ninth.txt", Language::kRussian, 700, Input::kAnswer);
}
TEST(SpokenCorpus, TenthRussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru_tenth.txt", Language::kRussian, 500, Input::kAnswer);
}

}  // namespace
}  // namespace nexy
