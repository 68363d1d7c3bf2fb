#include "web/byte_range.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace nexy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Span = std::pair<std::uint64_t, std::uint64_t>;

std::vector<Span> Ranges(std::string_view header, std::uint64_t size) {
  const RangeAnswer answer = ParseByteRanges(header, size);
  EXPECT_TRUE(answer.satisfiable) << header;
  std::vector<Span> pairs;
  for (const auto& [offset, length] : answer.ranges) pairs.emplace_back(offset, length);
  return pairs;
}

TEST(ByteRange, IsReadInEveryForm) {
  EXPECT_THAT(Ranges("bytes=0-0", 10), ElementsAre(Span(0, 1)));
  EXPECT_THAT(Ranges("bytes=2-5", 10), ElementsAre(Span(2, 4)));
  EXPECT_THAT(Ranges("bytes=7-", 10), ElementsAre(Span(7, 3)));
  EXPECT_THAT(Ranges("bytes=-3", 10), ElementsAre(Span(7, 3)));
  EXPECT_THAT(Ranges("Bytes = 1-2", 10), ElementsAre(Span(1, 2)));
  EXPECT_THAT(Ranges("bytes=0-1, 4-5 ,\t-2", 10), ElementsAre(Span(0, 2), Span(4, 2), Span(8, 2)));
  EXPECT_THAT(Ranges("bytes=,,0-1,", 10), ElementsAre(Span(0, 2)));
}

TEST(ByteRange, EndsWhereTheFileEnds) {
  EXPECT_THAT(Ranges("bytes=8-99", 10), ElementsAre(Span(8, 2)));
  EXPECT_THAT(Ranges("bytes=-99", 10), ElementsAre(Span(0, 10)));
  EXPECT_THAT(Ranges("bytes=0-99999999999999999999999", 10), ElementsAre(Span(0, 10)));
}

TEST(ByteRange, OutsideTheFileIsLeftOutOfAList) {
  EXPECT_THAT(Ranges("bytes=50-60,1-1", 10), ElementsAre(Span(1, 1)));
}

TEST(ByteRange, OutsideTheFileAloneCannotBeSatisfied) {
  for (const std::string_view header :
       {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-", "bytes=10-11,20-"}) {
    EXPECT_FALSE(ParseByteRanges(header, 10).satisfiable) << header;
  }
  EXPECT_FALSE(ParseByteRanges("bytes=0-", 0).satisfiable);
  EXPECT_FALSE(ParseByteRanges("bytes=-5", 0).satisfiable);
}

TEST(ByteRange, NotUnderstoodMeansTheWholeFile) {
  for (const std::string_view header :
       {"", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=a-b", "bytes=1", "bytes=5-2",
        "bytes=1-2-3", "bytes=+1-2", "bytes=1-2;3-4", "lines=0-1", "bytes=0x0-0x5", "bytes=1 -2",
        "bytes=0-1,x"}) {
    EXPECT_THAT(Ranges(header, 10), IsEmpty()) << header;
  }
}

TEST(ByteRange, OverlappingOrManyRangesMeanTheWholeFile) {
  EXPECT_THAT(Ranges("bytes=0-7,2-9", 10), IsEmpty());
  EXPECT_THAT(Ranges("bytes=0-,0-,0-", 10), IsEmpty());
  std::string many = "bytes=0-0";
  for (std::size_t i = 1; i < kMaxByteRanges; ++i) many += ",0-0";
  EXPECT_EQ(Ranges(many, 1000).size(), kMaxByteRanges);
  EXPECT_THAT(Ranges(many + ",0-0", 1000), IsEmpty());
}

}  // namespace
}  // namespace nexy
