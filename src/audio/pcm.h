#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace nexy {

struct PcmFormat {
  int sample_rate;  // Hz
  int channels;
};

// What leaves the server: signed 16-bit little-endian, 48 kHz, mono (wire contract 4.3). PCM bytes
// travel as std::string, because that is what the wire's `bytes` is, so a chunk is moved, not copied.
inline constexpr PcmFormat kWireFormat{.sample_rate = 48000, .channels = 1};
inline constexpr std::size_t kWireBytesPerSecond = 48000 * sizeof(std::int16_t);

// How long `bytes` of wire PCM play.
constexpr std::chrono::nanoseconds PlayTime(std::size_t bytes) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(bytes) * 1'000'000'000 /
                                  static_cast<std::int64_t>(kWireBytesPerSecond));
}

}  // namespace nexy
