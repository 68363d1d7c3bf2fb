// Reads the reviewed spoken forms of tests/corpus and prints how many of each class are right.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "text/spoken_text.h"

namespace nexy {
namespace {

struct Score {
  int right = 0;
  int all = 0;
};

void CheckCorpus(const std::string& name, Language language, double at_least) {
  std::ifstream file(std::string(NEXY_SOURCE_DIR) + "/tests/corpus/" + name);
  std::map<std::string, Score> scores;
  Score total;
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    if (line.starts_with("# ") || second == line.npos) continue;
    const std::string sentence = line.substr(first + 1, second - first - 1);
    const std::string spoken = SpokenText(sentence, {language, NumberReading::kSpoken});
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
  ASSERT_GE(total.all, 600);
  EXPECT_GE(total.right, at_least * total.all);
}

TEST(SpokenCorpus, EnglishIsSaidAsReviewed) {
  CheckCorpus("spoken_en.txt", Language::kEnglish, 1.0);
}
TEST(SpokenCorpus, RussianIsSaidAsReviewed) {
  CheckCorpus("spoken_ru.txt", Language::kRussian, 1.0);
}

}  // namespace
}  // namespace nexy
