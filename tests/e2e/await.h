#pragma once

#include <chrono>

namespace nexy::testing {

// Looks again and again, each time as long as a request takes, until it is so.
template <typename Condition>
bool Await(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
  }
  return true;
}

}  // namespace nexy::testing
