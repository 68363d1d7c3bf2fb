#pragma once

#include <chrono>
#include <cstddef>

#include "e2e/nexyd_process.h"
#include "sim_server.h"

namespace nexy::soak {

// Waits until nexyd holds no call, no turn, no connection to a provider, and nothing waits; prints
// what is left when that does not come.
bool AwaitQuiet(const testing::NexydProcess& server, const SimServer& sim,
                std::chrono::seconds patience);

// Waits until nexyd holds no more sockets than `most`.
bool AwaitSockets(const testing::NexydProcess& server, std::size_t most,
                  std::chrono::seconds patience);

}  // namespace nexy::soak
