#include "nexyctl/load/server_figures.h"

#include <gtest/gtest.h>

namespace nexy::load {
namespace {

TEST(ParseMetrics, TakesNamesWithTheirLabels) {
  const auto values = ParseMetrics(
      "# HELP a An a\n# TYPE a counter\na 3\nb{x=\"1\",y=\"two words\"} 4.5\nc_bucket{le=\"1\"} "
      "9\nc_sum 7e3\n\nnonsense\n"
      "d NaN\ne x\n");
  EXPECT_EQ(values.at("a"), 3);
  EXPECT_EQ(values.at("b{x=\"1\",y=\"two words\"}"), 4.5);
  EXPECT_EQ(values.at("c_sum"), 7000);
  EXPECT_FALSE(values.contains("c_bucket{le=\"1\"}"));
  EXPECT_FALSE(values.contains("e"));
}

TEST(Fetch, SaysThatNobodyIsThere) {
  EXPECT_EQ(Fetch("127.0.0.1", "1", "/metrics").status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace nexy::load
