#pragma once

#include <cstddef>
#include <string_view>

#include "script.h"
#include "tone.h"

namespace nexy::sim {

// The sound that a behaviour answers with: a tone, cut into pieces as the behaviour says.
class AudioAnswer {
 public:
  // `text` is what is spoken; it sizes the sound unless the behaviour does.
  AudioAnswer(const Behaviour& behaviour, int rate, std::string_view text);

  std::size_t bytes() const { return bytes_; }
  int milliseconds() const;
  // The next piece; empty at the end.
  std::string_view Next();

 private:
  const Tone& tone_;
  const int rate_;
  std::size_t bytes_;
  std::size_t piece_;
  std::size_t offset_ = 0;
};

}  // namespace nexy::sim
