#pragma once

#include <chrono>
#include <cstddef>

#include "nexyctl/load/plan.h"

namespace nexy::load {

// The moments at which questions of an open loop are due, since its start; they never end. During
// `ramp` the rate grows from nothing to `rate`.
class ArrivalTimes {
 public:
  ArrivalTimes(Arrivals arrivals, double rate, std::chrono::milliseconds ramp, std::size_t burst)
      : arrivals_(arrivals), rate_(rate), ramp_(ramp), burst_(burst) {}

  std::chrono::nanoseconds Next(Random& random);

 private:
  // When so many questions are due.
  std::chrono::nanoseconds TimeOf(double questions) const;

  const Arrivals arrivals_;
  const double rate_;
  const std::chrono::duration<double> ramp_;
  const std::size_t burst_;
  std::size_t given_ = 0;
  double questions_ = 0;
};

}  // namespace nexy::load
