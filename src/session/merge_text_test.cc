#include "session/merge_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "base/strings.h"
#include "session/whitespace.h"

namespace nexy {
namespace {

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  WordReader reader(text);
  for (auto word = reader.Next(); !word.empty(); word = reader.Next()) words.emplace_back(word);
  return words;
}

TEST(MergeText, OneEmptyGivesTheOther) {
  EXPECT_EQ(MergeText("", ""), "");
  EXPECT_EQ(MergeText("alpha", ""), "alpha");
  EXPECT_EQ(MergeText("", "alpha"), "alpha");
}

TEST(MergeText, EqualOrPrefixGivesTheLonger) {
  EXPECT_EQ(MergeText("hello", "hello"), "hello");
  EXPECT_EQ(MergeText("hello", "hello world"), "hello world");
  EXPECT_EQ(MergeText("hello world", "hello wor"), "hello world");
  EXPECT_EQ(MergeText("hel", "hello"), "hello");
}

TEST(MergeText, ARunOfWholeWordsInsideTheOtherGivesTheLonger) {
  EXPECT_EQ(MergeText("what is on my screen", "on my"), "what is on my screen");
  EXPECT_EQ(MergeText("is on", "what is on my screen"), "what is on my screen");
  EXPECT_EQ(MergeText("read the screen", "the screen"), "read the screen");
}

TEST(MergeText, APartOfAWordInsideTheOtherIsNoRunOfWholeWords) {
  EXPECT_EQ(MergeText("concatenate", "cat"), "concatenate cat");
  EXPECT_EQ(MergeText("one two", "ne tw"), "one two ne tw");
}

TEST(MergeText, TheContainingTextIsTheLongerWhateverItsSpaces) {
  EXPECT_EQ(MergeText("b          c", "a b c"), "a b c");
  EXPECT_EQ(MergeText("a b", " a  b"), " a  b");
}

TEST(MergeText, WordsThatEndTheFirstAndBeginTheSecondAreSaidOnce) {
  EXPECT_EQ(MergeText("open the big", "the big window"), "open the big window");
  EXPECT_EQ(MergeText("a b a b", "a b c"), "a b a b c");
  EXPECT_EQ(MergeText("x y y", "y y y z"), "x y y y z");
}

TEST(MergeText, TheLongestOverlapCounts) {
  EXPECT_EQ(MergeText("q a b a", "a b a c"), "q a b a c");
}

TEST(MergeText, WithoutOverlapASpaceStandsBetween) {
  EXPECT_EQ(MergeText("alpha", "beta"), "alpha beta");
  EXPECT_EQ(MergeText("alpha ", "beta"), "alpha beta");
  EXPECT_EQ(MergeText("alpha", " beta"), "alpha beta");
  EXPECT_EQ(MergeText("alpha\n", "beta"), "alpha\nbeta");
  EXPECT_EQ(MergeText("alpha\xc2\xa0", "beta"), "alpha\xc2\xa0" "beta");
}

TEST(MergeText, ComparesWordsWithTheirCaseAndMarks) {
  EXPECT_EQ(MergeText("open The", "the window"), "open The the window");
  EXPECT_EQ(MergeText("open it.", "it now"), "open it. it now");
}

TEST(MergeText, KnowsWordsOfEveryScriptAndEverySpaceOfUnicode) {
  EXPECT_EQ(MergeText("что на моём", "на моём экране"), "что на моём экране");
  EXPECT_EQ(MergeText("a\xe2\x80\x83" "b", "b\xe3\x80\x80" "c"), "a\xe2\x80\x83" "b\xe3\x80\x80" "c");
}

TEST(MergeText, KeepsBytesThatAreNoUtf8) {
  EXPECT_EQ(MergeText("a \xff", "\xff\xc3 b"), "a \xff \xff\xc3 b");
  EXPECT_EQ(MergeText("a \xe2\x80", "\xe2\x80 b"), "a \xe2\x80 b");
}

// The rule as the contract words it, with no thought for time.
std::string MergeByTheWord(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  if (a.starts_with(b)) return a;
  if (b.starts_with(a)) return b;
  const auto x = WordsOf(a);
  const auto y = WordsOf(b);
  const auto contains = [](const auto& text, const auto& run) {
    return std::search(text.begin(), text.end(), run.begin(), run.end()) != text.end() ||
           run.empty();
  };
  const bool a_holds = contains(x, y);
  const bool b_holds = contains(y, x);
  if (a_holds && b_holds) return a.size() >= b.size() ? a : b;
  if (a_holds) return a;
  if (b_holds) return b;
  std::string rest = b;
  for (std::size_t n = std::min(x.size(), y.size()); n > 0; --n) {
    if (!std::equal(y.begin(), y.begin() + static_cast<std::ptrdiff_t>(n),
                    x.end() - static_cast<std::ptrdiff_t>(n))) {
      continue;
    }
    for (std::size_t i = 0; i < n; ++i) rest.erase(0, rest.find(y[i]) + y[i].size());
    break;
  }
  return a + (EndsWithWhitespace(a) || BeginsWithWhitespace(rest) ? "" : " ") + rest;
}

std::string RandomText(std::mt19937& random) {
  const std::vector<std::string> parts = {"a", "b", "ab", "я", " ", " ", "\t", "\xc2\xa0", "a b"};
  std::string text;
  for (auto left = random() % 12; left > 0; --left) text += parts[random() % parts.size()];
  return text;
}

TEST(MergeText, AgreesWithTheContractsWordsOnRandomTexts) {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = RandomText(random);
    const std::string b = RandomText(random);
    ASSERT_EQ(MergeText(a, b), MergeByTheWord(a, b)) << "a='" << a << "' b='" << b << "'";
  }
}

TEST(MergeText, LosesNoWordAndMergingAgainChangesNothing) {
  std::mt19937 random(8);
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = RandomText(random);
    const std::string b = RandomText(random);
    const std::string merged = MergeText(a, b);
    ASSERT_EQ(MergeText(merged, b), merged) << "a='" << a << "' b='" << b << "'";
    const auto words = WordsOf(merged);
    for (const auto& text : {a, b}) {
      const auto run = WordsOf(text);
      if (text.starts_with(merged) || merged.starts_with(text)) continue;  // May end in mid-word.
      EXPECT_TRUE(std::search(words.begin(), words.end(), run.begin(), run.end()) != words.end() ||
                  run.empty())
          << "a='" << a << "' b='" << b << "'";
    }
  }
}

TEST(MergeText, StaysLinearOnTextsMadeToBeSlow) {
  std::string a = "b";
  std::string b;
  for (int i = 0; i < 200'000; ++i) a += " a";
  for (int i = 0; i < 400'000; ++i) b += "a ";
  // A quadratic search would compare 2 * 10^10 words and run into the test's time limit.
  EXPECT_EQ(MergeText(a, b).size(), a.size() + 1 + 2 * 200'000);
}

TEST(Whitespace, BlankIsEmptyOrOnlyWhitespace) {
  EXPECT_TRUE(IsBlank(""));
  EXPECT_TRUE(IsBlank(" \t\r\n\xc2\xa0\xe2\x80\xa8"));
  EXPECT_FALSE(IsBlank(" . "));
  EXPECT_FALSE(IsBlank("\xff"));
  EXPECT_FALSE(IsBlank(std::string_view("\0", 1)));
  EXPECT_FALSE(IsBlank("\xe2\x80\x8b"));  // A zero-width space is no White_Space.
}

}  // namespace
}  // namespace nexy
