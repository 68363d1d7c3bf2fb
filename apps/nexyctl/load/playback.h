#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "nexyctl/load/plan.h"

namespace nexy::load {

// A loudspeaker that plays what comes as it comes, and notices when it has nothing to play.
class Playback {
 public:
  // Silence before a piece of sound: between two sentences it is a pause, within one it is an
  // underrun.
  struct Silence {
    std::chrono::nanoseconds time{};
    bool between_sentences = false;
  };

  // The sound that follows is another sentence's.
  void BeginSentence() { sentence_begins_ = true; }
  // nullopt for the first sound, whatever came before it, and for sound that is there in time
  // within a sentence.
  std::optional<Silence> Play(Steady::time_point now, std::size_t bytes);

  bool started() const { return end_ != Steady::time_point(); }
  // When everything has been heard.
  Steady::time_point end() const { return end_; }

 private:
  Steady::time_point end_;
  bool sentence_begins_ = false;
};

}  // namespace nexy::load
