#pragma once

#include <cstdint>
#include <memory>

#include "base/task.h"
#include "certificates.h"
#include "engine.h"
#include "sim_stream.h"

namespace nexy::sim {

// What a connection needs; outlives every connection.
struct ConnectionParts {
  Engine& engine;
  Certificates& certificates;
};

// Serves one accepted connection until it ends.
Task<> ServeConnection(ConnectionParts parts, std::shared_ptr<SimStream> stream, bool tls,
                       std::uint64_t number);

}  // namespace nexy::sim
