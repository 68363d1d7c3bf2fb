#pragma once

#include <chrono>

namespace nexy {

class Alarm;

// Time as a collaborator, so that tests choose it. Thread-safe.
class Clock {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;
  using WallTime = std::chrono::system_clock::time_point;

  virtual ~Clock() = default;
  virtual Time Now() const = 0;
  virtual WallTime WallNow() const = 0;

  // For Alarm only: until when the machine's steady clock has to run before Now() may have reached
  // `deadline`, and which alarms look again when a test moves the time.
  virtual Time MachineDeadline(Time deadline) const { return deadline; }
  virtual void Attach(Alarm&) {}
  virtual void Detach(Alarm&) {}
};

// The machine's clocks.
class RealClock final : public Clock {
 public:
  Time Now() const override { return std::chrono::steady_clock::now(); }
  WallTime WallNow() const override { return std::chrono::system_clock::now(); }
};

}  // namespace nexy
