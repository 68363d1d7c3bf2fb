#include "soak/tally.h"

namespace nexy::soak {

void Tally::Count(const End& end) {
  constexpr std::size_t kTold = 10;
  MutexLock lock(mutex_);
  ++sums_.calls;
  switch (end.kind) {
    case End::Kind::kTurn:
      ++sums_.turns[end.word];
      break;
    case End::Kind::kRefused:
      ++sums_.refusals[end.word];
      break;
    case End::Kind::kCollected:
      ++sums_.collected;
      break;
    case End::Kind::kLeft:
      ++sums_.left;
      if (end.messages > 0) ++sums_.left_after_a_message;
      break;
    case End::Kind::kBroken:
      ++sums_.broken_calls;
      if (sums_.broken.size() < kTold) sums_.broken.push_back(end.word);
      break;
  }
}

void Tally::CountInterrupted(std::size_t turns) {
  MutexLock lock(mutex_);
  sums_.interrupted_turns += turns;
}

void Tally::CountUsage() {
  MutexLock lock(mutex_);
  ++sums_.usage_reports;
}

Tally::Sums Tally::sums() const {
  MutexLock lock(mutex_);
  return sums_;
}

}  // namespace nexy::soak
