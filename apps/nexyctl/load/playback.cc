#include "nexyctl/load/playback.h"

#include <algorithm>
#include <utility>

#include "audio/pcm.h"

namespace nexy::load {

std::optional<Playback::Silence> Playback::Play(Steady::time_point now, std::size_t bytes) {
  const bool first = !started();
  const bool begins = std::exchange(sentence_begins_, false);
  const auto late = std::max(now - end_, Steady::duration::zero());
  end_ = (first ? now : std::max(now, end_)) + PlayTime(bytes);
  if (first) return std::nullopt;
  if (begins) return Silence{late, true};
  if (late > Steady::duration::zero()) return Silence{late, false};
  return std::nullopt;
}

}  // namespace nexy::load
