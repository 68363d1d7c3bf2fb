#pragma once

#include <chrono>

#include "nexy/server_address.h"

namespace nexy {

// What answers at an address, seen from outside.
enum class PortSpeaks {
  kUnknownHost,
  kNothing,         // Refused, or no connection within the limit.
  kPlaintextHttp2,  // gRPC without TLS.
  kTls,
  kSilence,        // A connection on which nothing comes back: overloaded, stopped, or not there.
  kSomethingElse,  // A connection, but neither of the two.
};

// Connects to find out why a gRPC call did not get through: gRPC itself says the same "failed to
// connect" for a server that is away and for one that speaks TLS. Blocks for at most about
// `limit` an attempt.
PortSpeaks ProbePort(const ServerAddress& address, std::chrono::milliseconds limit);

}  // namespace nexy
