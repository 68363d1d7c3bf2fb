#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/task.h"

namespace nexy {

// The first of `endpoints` that can be connected to, as a socket of `sockets`. Each is given a
// quarter of a second before the next one is tried beside it (RFC 8305), so that an address that
// swallows everything does not use up the deadline. kRefused, kConnectTimeout.
Task<absl::StatusOr<asio::ip::tcp::socket>> ConnectToFirst(
    asio::any_io_executor sockets, std::vector<asio::ip::tcp::endpoint> endpoints, Clock& clock,
    Clock::Time deadline);

}  // namespace nexy
