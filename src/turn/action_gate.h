#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "text/answer_parser.h"
#include "turn/turn_options.h"

namespace nexy {

// The action_json of wire contract 9.3 for a command that the allow-list (9.2) lets through.
// PERMISSION_DENIED when the command is not listed or its condition is off, INVALID_ARGUMENT when
// its arguments are not what the list asks for. The messages name no argument's value.
absl::StatusOr<std::string> AllowedAction(const ActionCommand& command, std::string_view session_id,
                                          const TurnOptions& options);

}  // namespace nexy
