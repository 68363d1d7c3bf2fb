#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace nexy {

struct BackoffOptions {
  std::chrono::milliseconds first{250};
  std::chrono::milliseconds longest{4'000};
};

// Waits between tries that double, each a random part of its bound ("full jitter": M. Brooker,
// Exponential Backoff And Jitter, 2015), so that many turns that failed together do not come back
// together. `retry` counts from 0.
template <typename Random>
std::chrono::milliseconds FullJitter(const BackoffOptions& options, int retry, Random& random) {
  const auto bound = std::min(options.longest, options.first * (1 << std::min(retry, 16)));
  return std::chrono::milliseconds(
      std::uniform_int_distribution<std::chrono::milliseconds::rep>(0, bound.count())(random));
}

}  // namespace nexy
