#include "base/money.h"

#include <gtest/gtest.h>

namespace nexy {
namespace {

TEST(Money, IsReadExactly) {
  EXPECT_EQ(ParseMoney("0"), Money{0});
  EXPECT_EQ(ParseMoney("12"), Money{12'000'000});
  EXPECT_EQ(ParseMoney("0.35"), Money{350'000});
  EXPECT_EQ(ParseMoney("0.000001"), Money{1});
  EXPECT_EQ(ParseMoney("1000000.5"), Money{1'000'000'500'000});
}

TEST(Money, WhatIsNoAmountIsRefused) {
  for (const char* text : {"", ".", "1.", ".5", "-1", "1.-5", "1,5", "1e3", "0.0000001", "1 ", " 1",
                           "+1", "1.2.3", "99999999999999999999", "9223372036855", "nan"}) {
    EXPECT_EQ(ParseMoney(text), std::nullopt) << text;
  }
}

TEST(Money, IsWrittenAsItIsRead) {
  for (const char* text : {"0", "12", "0.35", "0.000001", "1000000.5"}) {
    EXPECT_EQ(ShowMoney(*ParseMoney(text)), text);
  }
  EXPECT_EQ(ShowMoney({-1'500'000}), "-1.5");
  EXPECT_EQ(ShowMoney({INT64_MIN}), "-9223372036854.775808");
}

TEST(Money, APriceOfMillionsIsRoundedToTheNearestMillionth) {
  const Money dime = *ParseMoney("0.10");
  EXPECT_EQ(PriceOf(0, dime), Money{0});
  EXPECT_EQ(PriceOf(4, dime), Money{0});
  EXPECT_EQ(PriceOf(5, dime), Money{1});
  EXPECT_EQ(PriceOf(1'234'567, dime), Money{123'457});
  EXPECT_EQ(PriceOf(2'000'000'000, *ParseMoney("1000000")), *ParseMoney("2000000000"));
}

}  // namespace
}  // namespace nexy
