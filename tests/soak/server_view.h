#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace nexy::soak {

// What /metrics says: "name" or "name{labels}" -> value.
class Figures {
 public:
  static Figures Of(const std::string& http_address);

  double Value(const std::string& name) const;  // 0: there is none.
  // The values of a family by its label, such as outcome -> count, those that are not 0.
  std::map<std::string, std::uint64_t> ByLabel(const std::string& family,
                                               const std::string& label) const;
  bool empty() const { return values_.empty(); }

 private:
  std::map<std::string, double> values_;
};

// What a process holds of the machine, as the kernel says.
struct Holdings {
  static Holdings Of(int pid);

  std::size_t resident_kib = 0;
  std::size_t sockets = 0;
  std::size_t other_files = 0;  // Pipes, event counters, files.
  std::size_t threads = 0;
};

// What the log of nexyd says about calls: "outcome ok" -> lines, "reason capacity" -> lines.
std::map<std::string, std::uint64_t> CountLog(const std::string& log);

}  // namespace nexy::soak
