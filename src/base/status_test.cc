#include "base/status.h"

#include <gtest/gtest.h>

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/channel_error.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>

namespace nexy {
namespace {

absl::StatusCode CodeOf(boost::system::error_code error) {
  return StatusFromException(std::make_exception_ptr(boost::system::system_error(error))).code();
}

TEST(StatusFromException, CancellationIsKnownInEachOfItsForms) {
  EXPECT_EQ(CodeOf(boost::asio::error::operation_aborted), absl::StatusCode::kCancelled);
  EXPECT_EQ(CodeOf(boost::asio::experimental::error::channel_cancelled),
            absl::StatusCode::kCancelled);
}

TEST(StatusFromException, EverythingElseIsInternalWithItsWords) {
  EXPECT_EQ(CodeOf(boost::asio::error::connection_reset), absl::StatusCode::kInternal);
  EXPECT_EQ(CodeOf(boost::asio::experimental::error::channel_closed), absl::StatusCode::kInternal);
  EXPECT_EQ(StatusFromException(std::make_exception_ptr(std::runtime_error("a reason"))),
            absl::InternalError("a reason"));
  EXPECT_EQ(StatusFromException(std::make_exception_ptr(7)).code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace nexy
