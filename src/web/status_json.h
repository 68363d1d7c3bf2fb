#pragma once

#include <nlohmann/json_fwd.hpp>

#include "web/server_status.h"

namespace nexy {

// The body of /status. A figure without data is null, never 0.
nlohmann::ordered_json StatusJson(const ServerStatus& status);

}  // namespace nexy
