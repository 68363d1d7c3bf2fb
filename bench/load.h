#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "nexyctl/load/histogram.h"

namespace nexy::bench {

struct LoadResult {
  std::size_t turns = 0;
  std::size_t failed = 0;
  std::chrono::duration<double> took{};
  load::Histogram first_audio;

  double rate() const { return static_cast<double>(turns) / took.count(); }
  double FirstAudioMs(double percent) const {
    return static_cast<double>(first_audio.Percentile(percent)) / 1000;
  }
};

// Loads of `nexyctl load` as benchmarks want them: short questions, nobody listens to the end.
//
// Asks `address` over and over for `time`, `concurrency` questions at once, each device its own.
LoadResult ClosedLoop(const std::string& address, std::size_t concurrency,
                      std::chrono::milliseconds time);

// Starts `rate` questions a second for `time`, at their times whether or not others are over.
LoadResult OpenLoop(const std::string& address, double rate, std::chrono::milliseconds time);

}  // namespace nexy::bench
