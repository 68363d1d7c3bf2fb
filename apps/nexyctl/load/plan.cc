#include "nexyctl/load/plan.h"

#include <numeric>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "base/strings.h"

namespace nexy::load {
namespace {

constexpr std::string_view kWords[kScenarios] = {"short",       "long",      "screenshot",
                                                 "welcome",     "follow-up", "interrupt",
                                                 "slow-reader", "disconnect"};
constexpr std::string_view kArrivals[] = {"poisson", "even", "bursts"};
constexpr unsigned kWeightMax = 1'000'000;

}  // namespace

std::string_view ScenarioWord(Scenario scenario) {
  return kWords[static_cast<std::size_t>(scenario)];
}

std::string_view ArrivalsWord(Arrivals arrivals) {
  return kArrivals[static_cast<std::size_t>(arrivals)];
}

std::optional<Arrivals> ArrivalsOf(std::string_view word) {
  for (std::size_t i = 0; i < std::size(kArrivals); ++i) {
    if (kArrivals[i] == word) return static_cast<Arrivals>(i);
  }
  return std::nullopt;
}

absl::StatusOr<Mix> Mix::Parse(std::string_view text) {
  Mix mix;
  mix.weights_ = {};
  for (const absl::string_view part :
       absl::StrSplit(absl::string_view(text.data(), text.size()), ',')) {
    const std::pair<std::string, std::string> entry = absl::StrSplit(part, absl::MaxSplits('=', 1));
    std::size_t scenario = 0;
    while (scenario < kScenarios && kWords[scenario] != entry.first) ++scenario;
    unsigned weight = 1;
    const bool number = entry.second.empty() || absl::SimpleAtoi(entry.second, &weight);
    if (scenario == kScenarios || !number || weight > kWeightMax) {
      std::string known;
      for (const std::string_view word : kWords) known += Concat(known.empty() ? "" : ", ", word);
      return absl::InvalidArgumentError(
          Concat("the mix is scenario=weight with commas between, of ", known));
    }
    mix.weights_[scenario] = weight;
  }
  if (std::accumulate(mix.weights_.begin(), mix.weights_.end(), 0u) == 0) {
    return absl::InvalidArgumentError("the mix holds nothing");
  }
  return mix;
}

Scenario Mix::Pick(Random& random) const {
  std::discrete_distribution<int> pick(weights_.begin(), weights_.end());
  return static_cast<Scenario>(pick(random));
}

std::string Mix::Text() const {
  std::string text;
  for (std::size_t i = 0; i < kScenarios; ++i) {
    if (weights_[i] > 0) text += Concat(text.empty() ? "" : ",", kWords[i], "=", weights_[i]);
  }
  return text;
}

}  // namespace nexy::load
