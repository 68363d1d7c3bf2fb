#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "text/sentence_segmenter.h"

namespace nexy {
namespace {

// The sentences with a mark for their place: "=" text, "<" first, "-" middle, ">" last, "*" only.
std::vector<std::string> Places(std::string_view answer, std::size_t piece) {
  SentenceSegmenter segmenter({});
  std::vector<std::string> places;
  const auto take = [&places](const std::vector<CutSentence>& sentences) {
    for (const CutSentence& sentence : sentences) {
      places.push_back("=<->*"[static_cast<int>(sentence.code)] + sentence.text);
    }
  };
  for (std::size_t at = 0; at < answer.size(); at += piece) {
    take(segmenter.Cut(answer.substr(at, piece)));
  }
  take(segmenter.CutLast());
  return places;
}

TEST(CodePlace, TheLinesOfABlockKnowWhereTheyStandHoweverTheTextArrives) {
  const std::string_view answer =
      "Run this:\n```bash\ncd /tmp\n\nls -la\nexit\n```\nThen wait.\n\n~~~\none\n~~~\n";
  const std::vector<std::string> expected = {"=Run this:", "<cd /tmp",    "-ls -la",
                                             ">exit",      "=Then wait.", "*one"};
  for (std::size_t piece : {1U, 2U, 3U, 7U, 1000U}) EXPECT_EQ(Places(answer, piece), expected);
}

TEST(CodePlace, ABlockThatIsNotClosedEndsWithTheAnswer) {
  EXPECT_EQ(Places("```\na = 1\nb = 2", 1), (std::vector<std::string>{"<a = 1", ">b = 2"}));
  EXPECT_EQ(Places("```\n```\nText.", 1), (std::vector<std::string>{"=Text."}));
}

}  // namespace
}  // namespace nexy
