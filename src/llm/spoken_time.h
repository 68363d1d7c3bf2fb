#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "text/language.h"

namespace nexy {

// Times and dates of one time zone as they are said. Thread-safe.
class SpokenTime {
 public:
  // An IANA name; the machine's time zone when it is empty or unknown.
  explicit SpokenTime(const std::string& time_zone);
  ~SpokenTime();

  std::string Time(Clock::WallTime now, Language language) const;  // "3:05 PM", «15 часов 5 минут».
  // "Monday, November 23, 2026", «понедельник, 23 ноября 2026 года»; `days` later.
  std::string Date(Clock::WallTime now, int days, Language language) const;

 private:
  class Zone;
  std::unique_ptr<const Zone> zone_;
};

}  // namespace nexy
