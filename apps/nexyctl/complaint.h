#pragma once

#include <string_view>

namespace nexy {

// Exit codes: the work failed; wrong use, or wrong settings.
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;

// Says on standard error what is wrong, and ends the command with `code`.
[[noreturn]] void Complain(std::string_view what, int code);

}  // namespace nexy
