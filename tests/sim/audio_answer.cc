#include "audio_answer.h"

#include <algorithm>

namespace nexy::sim {
namespace {

constexpr double kMaxMs = 10 * 60 * 1000;  // What is longer, the services cut.

std::size_t BytesOf(double ms, int rate) {
  return static_cast<std::size_t>(std::min(ms, kMaxMs) * rate / 1000) * 2;
}

std::size_t Characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace

AudioAnswer::AudioAnswer(const Behaviour& behaviour, int rate, std::string_view text)
    : tone_(Tone::At(rate, behaviour.tone_hz)), rate_(rate) {
  const double ms = behaviour.audio_ms
                        ? *behaviour.audio_ms
                        : behaviour.audio_ms_per_char * static_cast<double>(Characters(text));
  bytes_ = BytesOf(ms, rate);
  bytes_ -= std::min(bytes_, behaviour.audio_trim_bytes);
  piece_ = behaviour.audio_piece_bytes > 0
               ? behaviour.audio_piece_bytes
               : std::max<std::size_t>(2, BytesOf(behaviour.audio_piece_ms, rate));
}

int AudioAnswer::milliseconds() const {
  return static_cast<int>(bytes_ / 2 * 1000 / static_cast<std::size_t>(rate_));
}

std::string_view AudioAnswer::Next() {
  const std::string_view piece = tone_.View(offset_, std::min(piece_, bytes_ - offset_));
  offset_ += piece.size();
  return piece;
}

}  // namespace nexy::sim
