#pragma once

#include <chrono>
#include <optional>

#include "base/resilience.h"
#include "base/task.h"

namespace nexy {

// After attempt `made`, which ended with `failure` before anything was heard: waits until the
// service may be asked once more, and says how long it was. nullopt: it may not, and `asked` has
// failed. `service`, `asked` and `clock` outlive the task.
Task<std::optional<std::chrono::milliseconds>> WaitToAskAgain(Resilience& service,
                                                              Resilience::Asked& asked,
                                                              absl::Status failure, int made,
                                                              Clock& clock);

}  // namespace nexy
