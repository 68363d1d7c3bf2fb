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

// Adds what has grown between two quiet moments.
void CompareHoldings(const Holdings& before, const Holdings& after,
                     std::vector<std::string>& findings);

// Prints how resident memory grows, and adds whether that is too much.
void JudgeMemory(const std::vector<Sample>& samples, std::vector<std::string>& findings);

}  // namespace nexy::soak
