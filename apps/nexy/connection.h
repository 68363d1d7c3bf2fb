#pragma once

#include <grpcpp/channel.h>

#include <chrono>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "nexy/server_address.h"

namespace nexy {

enum class Transport { kPlaintext, kTls };

struct ConnectionOptions {
  ServerAddress address;
  Transport transport = Transport::kPlaintext;
  std::string ca_file;  // PEM certificates to trust instead of the system's roots; empty: those.
};

// The deadlines of the wire contract, section 10. kAskDeadline is the server's turn_max plus 10 s.
inline constexpr std::chrono::seconds kAskDeadline{130};
inline constexpr std::chrono::seconds kWelcomeDeadline{20};
inline constexpr std::chrono::seconds kInterruptDeadline{2};
inline constexpr std::chrono::seconds kStatusDeadline{5};

// A channel with the arguments of the wire contract; it connects with the first call.
// INVALID_ARGUMENT when the CA file cannot be used.
absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(const ConnectionOptions& server);

}  // namespace nexy
