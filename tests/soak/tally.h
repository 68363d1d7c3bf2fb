#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/mutex.h"

namespace nexy::soak {

// How a StreamAudio call ended, as its client saw it.
struct End {
  enum class Kind {
    kTurn,       // `word` is the outcome.
    kRefused,    // `word` is the reason.
    kCollected,  // A piece was accepted.
    kLeft,       // The client left: whether the server ever saw the call is not known.
    kBroken,     // None of these; `word` says what. Never right.
  };
  Kind kind = Kind::kBroken;
  std::string word;
  int messages = 0;
};

// What the clients of a soak saw. Thread-safe.
class Tally {
 public:
  void Count(const End& end);
  void CountInterrupted(std::size_t turns);  // Told by a response of InterruptSession.
  void CountUsage();                         // A report that was recorded.

  struct Sums {
    std::uint64_t calls = 0;
    std::uint64_t left = 0;
    std::uint64_t left_after_a_message = 0;  // The server saw these for certain.
    std::uint64_t collected = 0;
    std::uint64_t interrupted_turns = 0;
    std::uint64_t usage_reports = 0;
    std::map<std::string, std::uint64_t> turns;     // By outcome.
    std::map<std::string, std::uint64_t> refusals;  // By reason.
    std::vector<std::string> broken;                // The first few.
    std::uint64_t broken_calls = 0;
  };
  Sums sums() const;

 private:
  mutable Mutex mutex_;
  Sums sums_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy::soak
