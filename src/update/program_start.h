#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace nexy {

// Starts the program of a tree, `<tree>/bin/nexy update alive`, and waits for it to say that it is
// there: one line `alive <build>`, then exit code 0. UNAVAILABLE says what it did instead; a
// program that says nothing within `timeout` is killed. Blocks.
absl::Status ProveAlive(const std::string& tree, std::int64_t build,
                        std::chrono::milliseconds timeout);

}  // namespace nexy
