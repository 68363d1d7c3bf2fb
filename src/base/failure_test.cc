#include "base/failure.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace nexy {
namespace {

using namespace std::chrono_literals;

TEST(Failure, EveryReasonHasItsOwnTokenAndIsFoundAgain) {
  std::set<std::string_view> tokens;
  for (int i = 0; i < kFailureReasons; ++i) {
    const auto reason = static_cast<FailureReason>(i);
    EXPECT_TRUE(tokens.insert(FailureToken(reason)).second) << i;
    EXPECT_EQ(FailureReasonOf(Failure(reason, "text")), reason);
  }
}

TEST(Failure, CarriesWhenToComeBack) {
  EXPECT_EQ(RetryAfterOf(Failure(FailureReason::kRateLimited, "busy", 34s)), 34s);
  EXPECT_EQ(RetryAfterOf(Failure(FailureReason::kRateLimited, "busy")), std::nullopt);
}

TEST(Failure, AStatusFromElsewhereHasNoReason) {
  EXPECT_EQ(FailureReasonOf(absl::UnavailableError("x")), FailureReason::kOther);
  EXPECT_EQ(FailureReasonOf(absl::OkStatus()), FailureReason::kOther);
}

TEST(Failure, TheCodeFollowsFromTheReason) {
  EXPECT_TRUE(absl::IsUnauthenticated(Failure(FailureReason::kKey, "")));
  EXPECT_TRUE(absl::IsResourceExhausted(Failure(FailureReason::kBilling, "")));
  EXPECT_TRUE(absl::IsDeadlineExceeded(Failure(FailureReason::kStalled, "")));
}

}  // namespace
}  // namespace nexy
