#include "tts/plain_text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace nexy {
namespace {

using namespace std::string_view_literals;

TEST(PlainText, ValidUtf8IsLeftAlone) {
  const std::string text = "Привет, wörld — 5 € 🙂 中文";
  EXPECT_EQ(CleanUtf8(text), text);
}

TEST(PlainText, ControlCharactersAndZerosBecomeSpaces) {
  EXPECT_EQ(CleanUtf8("a\0b\x01z\n\t\x7F\xC2\x85"sv), "a b z    ");
}

TEST(PlainText, EachInvalidByteBecomesASpace) {
  EXPECT_EQ(CleanUtf8("a\xFFz"sv), "a z");
  EXPECT_EQ(CleanUtf8("\xD0"sv), " ");                 // Truncated.
  EXPECT_EQ(CleanUtf8("\xC0\xAF"sv), "  ");            // Overlong.
  EXPECT_EQ(CleanUtf8("\xE0\x80\xAF"sv), "   ");
  EXPECT_EQ(CleanUtf8("\xED\xA0\x80"sv), "   ");       // Surrogate.
  EXPECT_EQ(CleanUtf8("\xF4\x90\x80\x80"sv), "    ");  // Above U+10FFFF.
  EXPECT_EQ(CleanUtf8("\xE2\x82z"sv), "  z");
}

TEST(PlainText, OnlyLettersDigitsAndPlainPunctuationAreKept) {
  EXPECT_EQ(LettersAndDigits("Да, wörld's #5 — 🙂 <b>ok!</b>"), "Да, wörld's  5      b ok!  b ");
}

TEST(PlainText, WhiteSpaceIsNoContent) {
  EXPECT_FALSE(HasContent(""));
  EXPECT_FALSE(HasContent(" \n\t"));
  EXPECT_TRUE(HasContent(" . "));
}

}  // namespace
}  // namespace nexy
