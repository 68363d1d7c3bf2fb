#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nexy {

// How settings are written: `42`, `16MiB`, `250ms`. Everything else, and what does not fit 63 bits,
// is nullopt.
std::optional<std::int64_t> ParseWhole(std::string_view text);         // 42, -7
std::optional<std::int64_t> ParseBytes(std::string_view text);         // 4096, 4KiB, 16MiB, 1GiB
std::optional<std::int64_t> ParseMilliseconds(std::string_view text);  // 250ms, 3s, 2m, 1h, 0

// The shortest exact writing: 65536 is `64KiB`, 65537 is `65537`, 90000 ms are `90s`.
std::string ShowBytes(std::int64_t bytes);
std::string ShowMilliseconds(std::int64_t milliseconds);

}  // namespace nexy
