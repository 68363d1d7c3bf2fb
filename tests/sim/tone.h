#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace nexy::sim {

// A second of sine, computed once for each pair of rate and pitch and kept for ever: sound that a
// test can recompute. s16le, mono, a quarter of full scale.
class Tone {
 public:
  static const Tone& At(int rate, int hz);

  // At most `bytes` of the endless tone from byte `offset` on; never empty unless `bytes` is 0.
  std::string_view View(std::size_t offset, std::size_t bytes) const;

  Tone(int rate, int hz);
  ~Tone();
  Tone(const Tone&) = delete;
  Tone& operator=(const Tone&) = delete;

 private:
  std::size_t period_;  // Bytes of one second.
  std::uint8_t* bytes_;
};

}  // namespace nexy::sim
