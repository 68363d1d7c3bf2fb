#pragma once

#include <prometheus/registry.h>
#include <unistd.h>

#include <cstdint>
#include <initializer_list>
#include <memory>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mutex.h"
#include "nexyd/log_options.h"

namespace spdlog {
class logger;
namespace details {
class thread_pool;
}
}  // namespace spdlog

namespace nexy {

class DescriptorSink;

// The log of nexyd: one line a record (log_line.h), to standard error or to a file that is rotated.
//
// Thread-safe. Write() never waits for the disk or the reader: a thread of its own writes, and
// `queue` records may wait for it. When there are more, the oldest is dropped; when the reader of
// standard error takes nothing for `write_stall`, what is for it is dropped. What was dropped is
// counted in nexy_log_dropped_total and reported in the log as soon as it flows again.
class LogSink final : public Log {
 public:
  // `descriptor` takes the lines when options.file is empty. UNAVAILABLE: the file cannot be
  // opened.
  static absl::StatusOr<std::unique_ptr<LogSink>> Open(const LogOptions& options,
                                                       prometheus::Registry& registry,
                                                       const Clock& clock,
                                                       int descriptor = STDERR_FILENO);
  // Returns when every record is written or dropped.
  ~LogSink() override;

  void Write(LogLevel level, LogWord scope, LogWord decision, LogWord message,
             std::initializer_list<LogField> fields) override;

 private:
  LogSink(const LogOptions& options, prometheus::Registry& registry, const Clock& clock);
  void Send(LogLevel level, LogWord scope, LogWord decision, LogWord message,
            std::initializer_list<LogField> fields);
  // Reports what was dropped since the last report, at most once a second unless `now`.
  void ReportDropped(bool now);

  const LogOptions options_;
  const Clock& clock_;
  prometheus::Counter& dropped_total_;
  std::shared_ptr<spdlog::details::thread_pool> thread_;
  std::shared_ptr<DescriptorSink>
      descriptor_;                          // Shared with the logger; null when a file is written.
  std::shared_ptr<spdlog::logger> logger_;  // Shared with the records that wait.

  Mutex mutex_;
  std::uint64_t reported_ ABSL_GUARDED_BY(mutex_) = 0;
  Clock::Time last_report_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
