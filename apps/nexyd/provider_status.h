#pragma once

#include <string>
#include <string_view>

#include "base/circuit_breaker.h"
#include "base/clock.h"
#include "web/server_status.h"

namespace nexy {

// What /status tells of the provider behind `breaker`: how it is, why, since when, and when it is
// tried again.
ProviderStatus StatusOf(std::string_view kind, std::string_view name, const CircuitBreaker& breaker,
                        Clock& clock);

}  // namespace nexy
