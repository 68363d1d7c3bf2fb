#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace nexy {

// "2026-11-25", "today", "yesterday", "7d" (so many days before today). Everything else is nullopt.
std::optional<std::chrono::sys_days> ParseDay(std::string_view text, std::chrono::sys_days today);

std::string ShowDay(std::chrono::sys_days day);

}  // namespace nexy
