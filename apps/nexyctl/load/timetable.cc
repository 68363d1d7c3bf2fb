#include "nexyctl/load/timetable.h"

#include <utility>

namespace nexy::load {

Timetable::~Timetable() {
  {
    MutexLock lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Timetable::At(Steady::time_point time, std::function<void()> work) {
  {
    MutexLock lock(mutex_);
    const auto entry = entries_.emplace(time, std::move(work));
    if (entry != entries_.begin()) return;
  }
  changed_.notify_all();
}

void Timetable::Run() {
  while (true) {
    std::function<void()> work;
    {
      MutexLock lock(mutex_);
      while (!over_ && (entries_.empty() || entries_.begin()->first > Steady::now())) {
        if (entries_.empty()) {
          changed_.wait(mutex_);
        } else {
          const Steady::time_point due = entries_.begin()->first;
          changed_.wait_until(mutex_, due);
        }
      }
      if (over_) return;
      work = std::move(entries_.begin()->second);
      entries_.erase(entries_.begin());
    }
    work();
  }
}

}  // namespace nexy::load
