#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "nexyctl/load/report.h"

namespace nexy::load {

// What a load must keep to.
struct Limits {
  std::chrono::milliseconds first_audio_added{10};  // Of the p99, over the provider's own time.
  // The provider's own time to the first sound; none: the median at the smallest load.
  std::optional<std::chrono::milliseconds> provider_time;
  std::uint64_t underruns = 0;
  std::uint64_t errors = 0;
};

// Runs a load and gives its report.
using Probe = std::function<Json(double load)>;

// Looks for the largest load within `limits`: doubles from `smallest`, then bisects until the
// bounds are within one part in twenty. `stopped` ends the search early. The report is one of
// kCapacityFormat; `say` gets a line for each probe.
Json FindCapacity(double smallest, double largest, bool whole_numbers, const Limits& limits,
                  const Probe& probe, const std::function<bool()>& stopped,
                  const std::function<void(const std::string&)>& say);

}  // namespace nexy::load
