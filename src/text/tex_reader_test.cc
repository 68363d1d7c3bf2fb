#include "text/tex_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/sentence_segmenter.h"
#include "text/unicode.h"

namespace nexy {
namespace {

std::string Read(std::string_view formula, Language language = Language::kEnglish) {
  const std::u32string text = DecodeUtf8(formula);
  return EncodeUtf8(TexReader(text, language).ReadAll());
}

TEST(TexReader, ScriptsAreLimitsPowersOrIndicesByWhatTheyFollow) {
  EXPECT_EQ(Read("x_i^2"), "x sub i squared");
  EXPECT_EQ(Read(R"(\sum_{i=1}^{n} i)"), "sum from i equals 1 to n i");
  EXPECT_EQ(Read(R"(\int\limits_0^1 x dx)"), "integral from 0 to 1 x dx");
  EXPECT_EQ(Read(R"(\lim_{x \to 0} x)"), "limit as x to 0 x");
  EXPECT_EQ(Read(R"(\log_2 8)"), "log base 2 8");
  EXPECT_EQ(Read(R"(90^\circ + 45^{\circ})"), "90 degrees plus 45 degrees");
  EXPECT_EQ(Read(R"(\lim_{x \to 0} x)", Language::kRussian), "предел при x стремится к 0 x");
}

TEST(TexReader, StructuresAreSaidInTheirOrder) {
  EXPECT_EQ(Read(R"(\frac{a+b}{2})"), "a plus b over 2");
  EXPECT_EQ(Read(R"(\sqrt[3]{8} = 2)"), "root of degree 3 of 8 equals 2");
  EXPECT_EQ(Read(R"(\binom{n}{k})"), "n choose k");
  EXPECT_EQ(Read(R"(\text{if } x > 0)"), "if x greater than 0");
  EXPECT_EQ(Read(R"(|x - 1| < P(A|B))"), "absolute value of x minus 1 less than P(A given B)");
  EXPECT_EQ(Read(R"(\begin{aligned} a &= 1 \\ b &= 2 \end{aligned})"), "a equals 1, b equals 2");
}

TEST(TexReader, ABlockOverSeveralLinesIsOneSentence) {
  SentenceSegmenter segmenter({});
  std::vector<std::string> cut =
      segmenter.Push("So:\n\\begin{align}\na &= 1\n\\end{align}\nEnd.\n$$\nx\n");
  for (std::string& last : segmenter.Finish()) cut.push_back(std::move(last));
  EXPECT_EQ(
      cut, (std::vector<std::string>{"So:", "\\begin{align} a &= 1 \\end{align}", "End.", "$$ x"}));
}

TEST(TexReader, WhatIsUnknownOrBrokenIsSaidAsItIsWritten) {
  EXPECT_EQ(Read(R"(\foo{x})"), "foo x");
  EXPECT_EQ(Read(R"(\frac{1)"), "1 over");
  EXPECT_EQ(Read("{x^"), "x to the power of");
  EXPECT_EQ(Read(R"(\)"), "");
  EXPECT_EQ(Read(std::string(1000, '{') + "x"), "x");
}

}  // namespace
}  // namespace nexy
