#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "exchange.h"

namespace nexy::sim {

// How Gemini Live says no: there is no error message, only a close frame.
struct LiveRefusal {
  std::uint16_t code = 1007;
  std::string reason;
};

// What the service has against the first message; the key is judged here too.
std::optional<LiveRefusal> JudgeSetup(const Exchange& exchange, const nlohmann::json& message);

// Against a later message, given the setup of its session.
std::optional<LiveRefusal> JudgeLiveMessage(const nlohmann::json& setup,
                                            const nlohmann::json& message, bool has_answered);

}  // namespace nexy::sim
