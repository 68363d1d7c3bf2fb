#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "update/utc_time.h"

namespace nexy {

// The steps that a client tells about, in the order of an update.
enum class OutcomeEvent { kChecked, kDownloaded, kVerified, kInstalled, kStarted, kFailed };

std::string_view OutcomeWord(OutcomeEvent event);

// What a client says about one step of an update: no id, no address, nothing about the person or
// what is installed beside Nexy. Anything else in a report makes it refused, so that nothing more
// can slip in.
struct OutcomeReport {
  OutcomeEvent event = OutcomeEvent::kChecked;
  std::int64_t build = 0;       // The build that the step is about; for kChecked the running one.
  std::int64_t from_build = 0;  // The build that was running before; for kChecked 0.
  std::string channel;
  std::string os;            // macos, linux
  std::string reason;        // For kFailed only: a word of the closed list.
  bool first_today = false;  // For kChecked only: the installation's first check of this UTC day.
  friend bool operator==(const OutcomeReport&, const OutcomeReport&) = default;
};

// The closed list of failures: the words of UpdateRefusal, no_space, cancelled, busy,
// install_failed, did_not_start, rolled_back.
bool IsFailureWord(std::string_view word);

constexpr std::size_t kOutcomeMaxBytes = 1024;
// INVALID_ARGUMENT for anything but exactly such a report.
absl::StatusOr<OutcomeReport> ReadOutcomeReport(std::string_view json);
std::string WriteOutcomeReport(const OutcomeReport& report);

// How often something was reported within one hour: the only thing that is kept.
struct OutcomeCount {
  UnixSeconds hour = 0;
  OutcomeReport report;
  std::int64_t count = 0;
  friend bool operator==(const OutcomeCount&, const OutcomeCount&) = default;
};
std::string WriteOutcomeCount(const OutcomeCount& count);  // One line.
absl::StatusOr<OutcomeCount> ReadOutcomeCount(std::string_view line);

}  // namespace nexy
