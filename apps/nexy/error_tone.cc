#include "nexy/error_tone.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "audio/pcm.h"

namespace nexy {
namespace {

constexpr double kToneHertz = 440;
constexpr int kToneMs = 140;
constexpr int kFadeMs = 10;  // Without it the loudspeaker clicks.
constexpr double kAmplitude = 0.3 * 32767;

}  // namespace

std::string ErrorTone() {
  const int samples = kWireFormat.sample_rate * kToneMs / 1000;
  const int fade = kWireFormat.sample_rate * kFadeMs / 1000;
  std::string pcm;
  pcm.reserve(static_cast<std::size_t>(samples) * sizeof(std::int16_t));
  for (int i = 0; i < samples; ++i) {
    const double edge =
        std::min({1.0, static_cast<double>(i) / fade, static_cast<double>(samples - i) / fade});
    const double phase = 2 * std::numbers::pi * kToneHertz * i / kWireFormat.sample_rate;
    const auto sample = static_cast<std::int16_t>(kAmplitude * edge * std::sin(phase));
    pcm.push_back(static_cast<char>(sample & 0xff));
    pcm.push_back(static_cast<char>((sample >> 8) & 0xff));
  }
  return pcm;
}

}  // namespace nexy
