#include "text/spelling.h"

#include <gtest/gtest.h>

namespace nexy {
namespace {

std::string English(std::string_view text) { return SpellOut(text, {}); }
std::string Russian(std::string_view text) {
  return SpellOut(text, {.language = Language::kRussian});
}

TEST(Spelling, SaysLettersDigitsAndSignsOneByOne) {
  EXPECT_EQ(English("Abc 12"), "A, B, C, space, 1, 2");
  EXPECT_EQ(English("p@s-s_1!"), "P, at, S, dash, S, underscore, 1, exclamation mark");
  EXPECT_EQ(English("é"), "e with acute");
  EXPECT_EQ(English("Жук"), "Cyrillic letter zhe, Cyrillic letter u, Cyrillic letter ka");
  EXPECT_EQ(English(""), "");
}

TEST(Spelling, NamesRussianLetters) {
  EXPECT_EQ(Russian("Щёлк йъь"), "ща, ё, эль, ка, пробел, и краткое, твёрдый знак, мягкий знак");
  EXPECT_EQ(Russian("А-5"), "а, дефис, 5");
  EXPECT_EQ(Russian("Wi"), "W, I");
}

TEST(Spelling, CapitalsAndPhoneticWordsOnRequest) {
  EXPECT_EQ(SpellOut("xK", {.capitals = true}), "X, capital K");
  EXPECT_EQ(SpellOut("Nx", {.phonetic = true}), "November, X-ray");
  EXPECT_EQ(SpellOut("Аб", {.language = Language::kRussian, .phonetic = true}), "Анна, Борис");
  EXPECT_EQ(SpellOut("Ж", {.language = Language::kRussian, .capitals = true}), "заглавная жэ");
}

TEST(Spelling, NothingIsLeftOut) {
  EXPECT_EQ(English("a\xFF"), "A, unknown character");
  EXPECT_EQ(English("🎉€\t"), "party popper, euro, tab");
}

}  // namespace
}  // namespace nexy
