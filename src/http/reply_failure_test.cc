#include "http/reply_failure.h"

#include <gtest/gtest.h>

#include <map>

#include "http/http_client.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

class Reply final : public ClientResponse {
 public:
  explicit Reply(std::map<std::string, std::string, std::less<>> headers)
      : headers_(std::move(headers)) {}
  int status() const override { return 429; }
  std::string_view Header(std::string_view name) const override {
    const auto found = headers_.find(name);
    return found == headers_.end() ? std::string_view() : found->second;
  }
  Task<absl::StatusOr<std::optional<std::string>>> Read() override {
    co_return std::optional<std::string>();
  }

 private:
  const std::map<std::string, std::string, std::less<>> headers_;
};

const Clock::WallTime kNow{784'111'777s};  // Sun, 06 Nov 1994 08:49:37 GMT

TEST(ReplyFailure, ReadsWhenToComeBack) {
  const auto wait = [](std::map<std::string, std::string, std::less<>> headers) {
    return RetryAfterOf(Reply(std::move(headers)), kNow);
  };
  EXPECT_EQ(wait({{"retry-after", "3"}}), 3000ms);
  EXPECT_EQ(wait({{"retry-after", "1.5"}}), 1500ms);
  EXPECT_EQ(wait({{"retry-after-ms", "200"}, {"retry-after", "9"}}), 200ms);
  EXPECT_EQ(wait({{"retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"}}), 30s);
  EXPECT_EQ(wait({{"retry-after", "Sun, 06 Nov 1994 08:00:00 GMT"}}), 0ms);
  EXPECT_EQ(wait({{"retry-after", "1e300"}}), 7 * 24h);
  EXPECT_EQ(wait({{"retry-after", "-1"}}), std::nullopt);
  EXPECT_EQ(wait({{"retry-after", "nan"}}), std::nullopt);
  EXPECT_EQ(wait({{"retry-after", "soon"}}), std::nullopt);
  EXPECT_EQ(wait({}), std::nullopt);
}

TEST(ReplyFailure, EveryStatusHasAReason) {
  using enum FailureReason;
  const std::map<int, FailureReason> reasons = {
      {400, kBadRequest},  {401, kKey},        {402, kBilling},     {403, kForbidden},
      {404, kModel},       {408, kSilent},     {429, kRateLimited}, {500, kServerError},
      {502, kServerError}, {503, kOverloaded}, {504, kSilent},      {529, kOverloaded},
      {301, kBadRequest},  {418, kBadRequest}};
  for (const auto& [status, reason] : reasons)
    EXPECT_EQ(ReasonOfHttpStatus(status), reason) << status;
}

TEST(ReplyFailure, TheStatusSaysServiceReasonAndWait) {
  const std::map<std::string, std::string, std::less<>> headers = {{"retry-after", "2"}};
  const Reply two_seconds(headers);
  const absl::Status status = ReplyFailure("azure", FailureReason::kRateLimited, two_seconds, kNow);
  EXPECT_EQ(status.message(), "azure: HTTP 429");
  EXPECT_EQ(FailureReasonOf(status), FailureReason::kRateLimited);
  EXPECT_EQ(RetryAfterOf(status), 2s);
}

}  // namespace
}  // namespace nexy
