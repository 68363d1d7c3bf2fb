#include "tone.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numbers>
#include <utility>

#include "base/mutex.h"

namespace nexy::sim {

Tone::Tone(int rate, int hz)
    : period_(static_cast<std::size_t>(rate) * 2), bytes_(new std::uint8_t[period_ * 2]) {
  for (std::size_t i = 0; i < period_; ++i) {
    const double phase = 2 * std::numbers::pi * hz * static_cast<double>(i) / rate;
    const auto sample = static_cast<std::int16_t>(std::lround(8192 * std::sin(phase)));
    bytes_[2 * i] = static_cast<std::uint8_t>(sample & 0xff);
    bytes_[2 * i + 1] = static_cast<std::uint8_t>((sample >> 8) & 0xff);
  }
}

Tone::~Tone() { delete[] bytes_; }

const Tone& Tone::At(int rate, int hz) {
  static Mutex mutex;
  static std::map<std::pair<int, int>, std::unique_ptr<Tone>> tones;
  MutexLock lock(mutex);
  auto& tone = tones[{rate, hz}];
  if (tone == nullptr) tone = std::make_unique<Tone>(rate, hz);
  return *tone;
}

std::string_view Tone::View(std::size_t offset, std::size_t bytes) const {
  // Two seconds are there, so that a second is contiguous from any offset.
  return {reinterpret_cast<const char*>(bytes_) + offset % period_, std::min(bytes, period_)};
}

}  // namespace nexy::sim
