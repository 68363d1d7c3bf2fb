#include "base/status.h"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/channel_error.hpp>
#include <boost/asio/multiple_exceptions.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

#include "absl/strings/cord.h"
#include "base/strings.h"

namespace nexy {

absl::Status StatusFromException(std::exception_ptr error) {
  try {
    std::rethrow_exception(std::move(error));
  } catch (const boost::asio::multiple_exceptions& e) {
    return StatusFromException(e.first_exception());
  } catch (const boost::system::system_error& e) {
    // A channel says it in words of its own: whoever waited at it was cancelled like any other.
    if (e.code() == boost::asio::error::operation_aborted ||
        e.code() == boost::asio::experimental::error::channel_cancelled) {
      return absl::CancelledError("cancelled");
    }
    return absl::InternalError(e.what());
  } catch (const std::exception& e) {
    return absl::InternalError(e.what());
  } catch (...) {
    return absl::InternalError("an exception of unknown type");
  }
}

absl::Status Annotate(const absl::Status& status, std::string_view context) {
  if (status.ok()) return status;
  absl::Status annotated(status.code(), Concat(context, ": ", MessageOf(status)));
  status.ForEachPayload([&annotated](absl::string_view url, const absl::Cord& payload) {
    annotated.SetPayload(url, payload);
  });
  return annotated;
}

}  // namespace nexy
