#include "nexyd/units.h"

#include <gtest/gtest.h>

namespace nexy {
namespace {

TEST(Units, ReadTimesWithTheirUnit) {
  EXPECT_EQ(ParseMilliseconds("250ms"), 250);
  EXPECT_EQ(ParseMilliseconds("3s"), 3000);
  EXPECT_EQ(ParseMilliseconds("2m"), 120'000);
  EXPECT_EQ(ParseMilliseconds("1h"), 3'600'000);
  EXPECT_EQ(ParseMilliseconds("0"), 0);
}

TEST(Units, RefuseATimeWithoutAUnitOrWithAnUnknownOne) {
  for (const char* text :
       {"", "3", "s", "3 s", " 3s", "3s ", "3S", "1.5s", "-3s", "3d", "3ss", "٣s"}) {
    EXPECT_EQ(ParseMilliseconds(text), std::nullopt) << text;
  }
}

TEST(Units, ReadSizesWithAndWithoutAUnit) {
  EXPECT_EQ(ParseBytes("4096"), 4096);
  EXPECT_EQ(ParseBytes("4KiB"), 4096);
  EXPECT_EQ(ParseBytes("16MiB"), 16 * 1024 * 1024);
  EXPECT_EQ(ParseBytes("1GiB"), 1024 * 1024 * 1024);
  for (const char* text : {"", "KiB", "4KB", "4kib", "4 KiB", "-1", "0x10", "1e3", "1_000"}) {
    EXPECT_EQ(ParseBytes(text), std::nullopt) << text;
  }
}

TEST(Units, RefuseWhatDoesNotFit) {
  EXPECT_EQ(ParseWhole("9223372036854775807"), 9223372036854775807);
  EXPECT_EQ(ParseWhole("9223372036854775808"), std::nullopt);
  EXPECT_EQ(ParseBytes("9007199254740992KiB"), std::nullopt);
  EXPECT_EQ(ParseMilliseconds("9223372036854775807h"), std::nullopt);
}

TEST(Units, ShowTheShortestExactWriting) {
  EXPECT_EQ(ShowBytes(0), "0");
  EXPECT_EQ(ShowBytes(65536), "64KiB");
  EXPECT_EQ(ShowBytes(65537), "65537");
  EXPECT_EQ(ShowMilliseconds(0), "0");
  EXPECT_EQ(ShowMilliseconds(1500), "1500ms");
  EXPECT_EQ(ShowMilliseconds(90'000), "90s");
  EXPECT_EQ(ShowMilliseconds(120'000), "2m");
}

}  // namespace
}  // namespace nexy
