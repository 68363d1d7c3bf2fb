#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/mutex.h"
#include "llm/live_session.h"

namespace nexy {

// The connections to Gemini Live between two questions of their devices. Thread-safe.
//
// Shared by the provider and by the ends of turns (EndLiveTurn), which may outlive it for as long
// as their connections do.
class LiveSessions {
 public:
  LiveSessions(std::size_t most, std::chrono::milliseconds idle, Clock& clock)
      : most_(most), idle_(idle), clock_(clock) {}

  // The device's session, which is then the caller's alone; null: none.
  std::unique_ptr<LiveSession> Take(const std::string& device);
  // `device` empty: it is closed. The longest idle one makes room.
  void Keep(const std::string& device, std::unique_ptr<LiveSession> session);

  // A turn is answered but not over, so its bill (or null) stays open. nullopt: there are too many.
  std::optional<std::uint64_t> Open(std::shared_ptr<LlmBill> bill);
  void Told(std::uint64_t turn, LlmUsage usage);
  void Settle(std::uint64_t turn);

  // Closes what has been idle too long.
  void Sweep();
  // Nothing is kept any more, and no bill is open.
  void Close();

  std::size_t size() const;
  Clock::Time Now() const { return clock_.Now(); }

 private:
  struct Kept {
    std::string device;
    Clock::Time since;
    std::unique_ptr<LiveSession> session;
  };
  using KeptList = std::list<Kept>;

  const std::size_t most_;
  const std::chrono::milliseconds idle_;
  Clock& clock_;
  mutable Mutex mutex_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  KeptList kept_ ABSL_GUARDED_BY(mutex_);  // The longest idle first.
  std::unordered_map<std::string, KeptList::iterator> index_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t next_turn_ ABSL_GUARDED_BY(mutex_) = 1;
  std::unordered_map<std::uint64_t, std::shared_ptr<LlmBill>> bills_ ABSL_GUARDED_BY(mutex_);
};

// Reads on, at most until `deadline`, for what follows an answer: the usage, the handle, and at
// last the end of the turn, which the service tells when the sound would have been played. Then the
// session is kept. `turn` is of LiveSessions::Open().
Task<> EndLiveTurn(std::shared_ptr<LiveSessions> sessions, std::uint64_t turn, std::string device,
                   std::unique_ptr<LiveSession> session, Clock::Time deadline);

}  // namespace nexy
