#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "base/clock.h"

namespace nexy {

// What happened lately, in `kSlots` slots of equal length that are used again in turn.
//
// Not thread-safe. What it sums up reaches from `kSlots - 1` to `kSlots` slot lengths back, because
// the present slot is only partly over.
template <typename Slot, std::size_t kSlots>
class TimeRing {
 public:
  explicit TimeRing(Clock::Duration slot_length) : slot_length_(slot_length) {
    periods_.fill(std::numeric_limits<std::int64_t>::min());
  }

  // The slot of `now`, empty if nothing has happened in it.
  Slot& At(Clock::Time now) {
    const std::int64_t period = Period(now);
    const std::size_t index = static_cast<std::size_t>(period) % kSlots;
    if (periods_[index] != period) {
      slots_[index] = Slot{};
      periods_[index] = period;
    }
    return slots_[index];
  }

  // Calls `visit` with each slot that is not too old.
  template <typename Visit>
  void ForEach(Clock::Time now, Visit visit) const {
    const std::int64_t oldest = Period(now) - static_cast<std::int64_t>(kSlots) + 1;
    for (std::size_t i = 0; i < kSlots; ++i) {
      if (periods_[i] >= oldest) visit(slots_[i]);
    }
  }

 private:
  std::int64_t Period(Clock::Time now) const { return now.time_since_epoch() / slot_length_; }

  const Clock::Duration slot_length_;
  std::array<std::int64_t, kSlots> periods_;
  std::array<Slot, kSlots> slots_{};
};

}  // namespace nexy
