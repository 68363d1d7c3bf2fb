#include "web/conditional.h"

#include <gtest/gtest.h>

#include <map>

namespace nexy {
namespace {

constexpr char kThen[] = "Mon, 23 Nov 2026 10:00:00 GMT";
constexpr char kBefore[] = "Mon, 23 Nov 2026 09:59:59 GMT";
constexpr char kLater[] = "Mon, 23 Nov 2026 10:00:01 GMT";

EntityState State() { return {.etag = "\"abc\"", .last_modified = ParseHttpDate(kThen)}; }

Condition Of(std::map<std::string, std::string, std::less<>> headers) {
  return EvaluateConditions(
      [&headers](std::string_view name) -> std::string_view {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string_view() : std::string_view(found->second);
      },
      State());
}

TEST(Conditional, DatesAreThoseOfHttp) {
  EXPECT_EQ(HttpDate(absl::FromUnixSeconds(784111777)), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(ParseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT"), absl::FromUnixSeconds(784111777));
  EXPECT_EQ(ParseHttpDate("yesterday"), absl::InfinitePast());
}

TEST(Conditional, AKnownTagIsNotModified) {
  EXPECT_EQ(Of({{"If-None-Match", "\"abc\""}}), Condition::kNotModified);
  EXPECT_EQ(Of({{"If-None-Match", "W/\"abc\""}}), Condition::kNotModified);
  EXPECT_EQ(Of({{"If-None-Match", "\"x\", \"abc\""}}), Condition::kNotModified);
  EXPECT_EQ(Of({{"If-None-Match", "*"}}), Condition::kNotModified);
  EXPECT_EQ(Of({{"If-None-Match", "\"x\""}}), Condition::kProceed);
  EXPECT_EQ(Of({{"If-None-Match", "\"abc"}}), Condition::kProceed);
}

TEST(Conditional, ATagWinsOverADate) {
  EXPECT_EQ(Of({{"If-None-Match", "\"x\""}, {"If-Modified-Since", kLater}}), Condition::kProceed);
  EXPECT_EQ(Of({{"If-Match", "\"abc\""}, {"If-Unmodified-Since", kBefore}}), Condition::kProceed);
}

TEST(Conditional, ADateTellsWhetherItWasModified) {
  EXPECT_EQ(Of({{"If-Modified-Since", kThen}}), Condition::kNotModified);
  EXPECT_EQ(Of({{"If-Modified-Since", kLater}}), Condition::kNotModified);
  EXPECT_EQ(Of({{"If-Modified-Since", kBefore}}), Condition::kProceed);
  EXPECT_EQ(Of({{"If-Modified-Since", "rubbish"}}), Condition::kProceed);
}

TEST(Conditional, AMatchMustHold) {
  EXPECT_EQ(Of({{"If-Match", "\"abc\""}}), Condition::kProceed);
  EXPECT_EQ(Of({{"If-Match", "*"}}), Condition::kProceed);
  EXPECT_EQ(Of({{"If-Match", "W/\"abc\""}}), Condition::kFailed);
  EXPECT_EQ(Of({{"If-Match", "\"x\""}}), Condition::kFailed);
  EXPECT_EQ(Of({{"If-Unmodified-Since", kBefore}}), Condition::kFailed);
  EXPECT_EQ(Of({{"If-Unmodified-Since", kThen}}), Condition::kProceed);
}

TEST(Conditional, ARangeCountsForTheSameStateOnly) {
  EXPECT_TRUE(IfRangeHolds("", State()));
  EXPECT_TRUE(IfRangeHolds("\"abc\"", State()));
  EXPECT_TRUE(IfRangeHolds(kThen, State()));
  EXPECT_FALSE(IfRangeHolds("\"x\"", State()));
  EXPECT_FALSE(IfRangeHolds("W/\"abc\"", State()));
  EXPECT_FALSE(IfRangeHolds(kLater, State()));
  EXPECT_FALSE(IfRangeHolds("rubbish", State()));
}

}  // namespace
}  // namespace nexy
