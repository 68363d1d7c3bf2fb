#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "nexyctl/load/driver.h"
#include "nexyctl/load/server_figures.h"

namespace nexy::load {

using Json = nlohmann::ordered_json;

inline constexpr std::string_view kRunFormat = "nexy-load-run/1";
inline constexpr std::string_view kCapacityFormat = "nexy-load-capacity/1";

// What is reported of a run: everything that the pages and comparisons show stands in it.
// `generator_cpu_seconds` is this program's own; `begin` is the end of the warm-up.
Json ReportOf(const std::string& target, const Plan& plan, const RunResult& run,
              const std::vector<ServerSample>& samples, Steady::time_point begin,
              double generator_cpu_seconds);

// A few lines for a terminal.
std::string SummaryOf(const Json& report);

// "12.3 ms".
std::string MsText(double ms);
// Six digits at most.
std::string NumberText(double value);

}  // namespace nexy::load
