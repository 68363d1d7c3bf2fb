#pragma once

// Before RESTinio.
#include "web/shrunken_file.h"

#include <chrono>
#include <restinio/request_handler.hpp>

#include "web/http_server.h"

namespace nexy {

// How much of a file is given to the kernel at once. Between two portions other connections of the
// thread have their turn, however fast this client reads.
inline constexpr std::uint64_t kFilePortionBytes = 256 * 1024;

// Answers `request`. Files are sent with sendfile(2), portion by portion; a client that does not
// take a portion within `portion_timeout` is given up. Returns at once; what is left is sent on the
// connection's executor and keeps itself alive.
void WriteResponse(const restinio::request_handle_t& request, HttpResponse response,
                   std::chrono::milliseconds portion_timeout, bool close);

}  // namespace nexy
