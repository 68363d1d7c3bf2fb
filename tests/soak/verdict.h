#pragma once

#include <string>
#include <vector>

#include "soak/server_view.h"
#include "soak/tally.h"

namespace nexy::soak {

// How much the server held after so many turns.
struct Sample {
  double turns = 0;
  Holdings holdings;
};

// What does not agree between what clients saw, what /metrics says and what the log says; empty:
// all of it agrees. Call it when the server is quiet.
std::vector<std::string> Disagreements(const Tally::Sums& seen, const Figures& figures,
                                       const std::map<std::string, std::uint64_t>& log);

// KiB a turn by which resident memory grows in these samples (least squares).
double SlopeKib(const std::vector<Sample>& samples);

}  // namespace nexy::soak
