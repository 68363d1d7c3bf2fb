#pragma once

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace nexy::load {

struct Target {
  std::string address = "127.0.0.1:50051";  // host:port
  bool tls = false;
  std::string ca_file;  // PEM certificates to trust instead of the system's roots.
};

// So many connections of their own, with the channel arguments of a client. They connect with their
// first call. INVALID_ARGUMENT: the file cannot be used.
absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connect(const Target& target,
                                                                    std::size_t connections);

// UNAVAILABLE unless the first of them is connected soon.
absl::Status AwaitConnection(grpc::Channel& channel, const std::string& address);

bool IsLoopback(std::string_view address);

}  // namespace nexy::load
