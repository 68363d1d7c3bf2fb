#pragma once

#include <set>

#include "base/alarm.h"
#include "base/clock.h"
#include "base/mutex.h"

namespace nexy {

// A clock that stands still until a test moves it. Reading it is thread-safe.
class ManualClock final : public Clock {
 public:
  Time Now() const override {
    MutexLock lock(mutex_);
    return now_;
  }
  WallTime WallNow() const override {
    MutexLock lock(mutex_);
    return wall_ + std::chrono::duration_cast<WallTime::duration>(now_ - Time{});
  }
  Time MachineDeadline(Time) const override { return Time::max(); }
  void Attach(Alarm& alarm) override {
    MutexLock lock(mutex_);
    alarms_.insert(&alarm);
  }
  void Detach(Alarm& alarm) override {
    MutexLock lock(mutex_);
    alarms_.erase(&alarm);
  }

  // Waiters whose time has come go on when their executor runs. Called from the thread that runs
  // the alarms' executors.
  void Advance(Duration step) {
    MutexLock lock(mutex_);
    now_ += step;
    for (Alarm* alarm : alarms_) alarm->Poke();
  }
  void SetWall(WallTime wall) {
    MutexLock lock(mutex_);
    wall_ = wall - std::chrono::duration_cast<WallTime::duration>(now_ - Time{});
  }

 private:
  mutable Mutex mutex_;
  Time now_ ABSL_GUARDED_BY(mutex_) = Time{std::chrono::hours(1)};
  WallTime wall_ ABSL_GUARDED_BY(mutex_){};
  std::set<Alarm*> alarms_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
