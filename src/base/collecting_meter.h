#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "base/usage_meter.h"

namespace nexy {

// A meter for tests that keeps what it was told. Thread-safe.
class CollectingMeter final : public UsageMeter {
 public:
  void Count(Usage usage) override {
    MutexLock lock(mutex_);
    counted_.push_back(std::move(usage));
  }
  std::vector<Usage> counted() const {
    MutexLock lock(mutex_);
    return counted_;
  }
  // Of one service, in the order of counting.
  std::vector<Usage> counted(const std::string& service) const {
    std::vector<Usage> some = counted();
    std::erase_if(some, [&service](const Usage& usage) { return usage.service != service; });
    return some;
  }

 private:
  mutable Mutex mutex_;
  std::vector<Usage> counted_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
