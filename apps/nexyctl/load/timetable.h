#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <thread>

#include "base/mutex.h"
#include "nexyctl/load/plan.h"

namespace nexy::load {

// Calls functions when their time has come, on one thread of its own; they must not wait.
// Thread-safe.
class Timetable {
 public:
  Timetable() : thread_([this] { Run(); }) {}
  // What is not due yet is not called.
  ~Timetable();
  Timetable(const Timetable&) = delete;
  Timetable& operator=(const Timetable&) = delete;

  void At(Steady::time_point time, std::function<void()> work);

 private:
  void Run();

  Mutex mutex_;
  std::condition_variable_any changed_;
  std::multimap<Steady::time_point, std::function<void()>> entries_ ABSL_GUARDED_BY(mutex_);
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  std::jthread thread_;  // Last: it uses all of the above.
};

}  // namespace nexy::load
