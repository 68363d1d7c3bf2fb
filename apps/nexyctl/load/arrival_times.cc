#include "nexyctl/load/arrival_times.h"

#include <cmath>

namespace nexy::load {

std::chrono::nanoseconds ArrivalTimes::TimeOf(double questions) const {
  const double ramp = ramp_.count();
  const double in_ramp = rate_ * ramp / 2;
  const double seconds =
      questions < in_ramp ? std::sqrt(2 * questions * ramp / rate_) : ramp / 2 + questions / rate_;
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(seconds));
}

// A Poisson process of any rate is one of rate 1, seen through the sum of its rate.
std::chrono::nanoseconds ArrivalTimes::Next(Random& random) {
  switch (arrivals_) {
    case Arrivals::kPoisson:
      questions_ += std::exponential_distribution<double>(1)(random);
      break;
    case Arrivals::kEven:
      questions_ = static_cast<double>(given_);
      break;
    case Arrivals::kBursts:
      questions_ = static_cast<double>(given_ / burst_ * burst_);
      break;
  }
  ++given_;
  return TimeOf(questions_);
}

}  // namespace nexy::load
