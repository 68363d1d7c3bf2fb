#include "nexyd/log_sink.h"

#include <poll.h>
#include <prometheus/counter.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <string>
#include <string_view>

#include "absl/memory/memory.h"
#include "base/strings.h"
#include "nexyd/log_line.h"

namespace nexy {

// Lines for a descriptor whose reader may stop reading. Only the log's thread writes.
class DescriptorSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  DescriptorSink(int descriptor, std::chrono::milliseconds patience)
      : descriptor_(descriptor), patience_(patience) {}

  std::uint64_t dropped() const { return dropped_.load(); }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    std::string line(message.payload.data(), message.payload.size());
    line += '\n';
    if (torn_ && !WriteAll("\n")) {
      dropped_.fetch_add(1);
    } else {
      torn_ = false;
      if (!WriteAll(line)) dropped_.fetch_add(1);
    }
  }
  void flush_() override {}

  // A pipe that polls as writable takes PIPE_BUF bytes without blocking.
  bool WriteAll(std::string_view text) {
    while (!text.empty()) {
      pollfd waiting{.fd = descriptor_, .events = POLLOUT, .revents = 0};
      const bool ready = poll(&waiting, 1, stalled_ ? 0 : static_cast<int>(patience_.count())) == 1;
      const ssize_t written =
          ready ? write(descriptor_, text.data(), std::min<std::size_t>(text.size(), PIPE_BUF))
                : -1;
      stalled_ = written < 0 && !(ready && errno == EINTR);
      if (stalled_) return false;
      if (written < 0) continue;
      text.remove_prefix(static_cast<std::size_t>(written));
      torn_ = !text.empty();
    }
    return true;
  }

  const int descriptor_;
  const std::chrono::milliseconds patience_;
  bool stalled_ = false;  // The last write found no reader: do not wait for the next.
  bool torn_ = false;     // The last line was not written to its end.
  std::atomic<std::uint64_t> dropped_{0};
};

absl::StatusOr<std::unique_ptr<LogSink>> LogSink::Open(const LogOptions& options,
                                                       prometheus::Registry& registry,
                                                       const Clock& clock, int descriptor) {
  auto log = absl::WrapUnique(new LogSink(options, registry, clock));
  spdlog::sink_ptr sink;
  if (options.file.empty()) {
    sink = log->descriptor_ = std::make_shared<DescriptorSink>(descriptor, options.write_stall);
  } else {
    try {
      sink = std::make_shared<spdlog::sinks::rotating_file_sink_st>(
          options.file, options.file_max_bytes, options.files_kept);
    } catch (const spdlog::spdlog_ex& error) {
      return absl::UnavailableError(Concat("log.file: ", error.what()));
    }
  }
  log->logger_ = std::make_shared<spdlog::async_logger>(
      "nexyd", std::move(sink), log->thread_, spdlog::async_overflow_policy::overrun_oldest);
  log->logger_->set_pattern("%v");
  log->logger_->flush_on(spdlog::level::trace);
  // A record that the disk refuses is lost; there is no better place to say so.
  log->logger_->set_error_handler(
      [&dropped = log->dropped_total_](const std::string&) { dropped.Increment(); });
  return log;
}

LogSink::LogSink(const LogOptions& options, prometheus::Registry& registry, const Clock& clock)
    : options_(options),
      clock_(clock),
      dropped_total_(prometheus::BuildCounter()
                         .Name("nexy_log_dropped_total")
                         .Help("Log records that were lost")
                         .Register(registry)
                         .Add({})),
      thread_(std::make_shared<spdlog::details::thread_pool>(options.queue, 1)),
      last_report_(clock.Now()) {}

LogSink::~LogSink() {
  if (logger_ != nullptr) ReportDropped(true);
  thread_.reset();  // Writes what waits and joins.
}

void LogSink::Write(LogLevel level, LogWord scope, LogWord decision, LogWord message,
                    std::initializer_list<LogField> fields) {
  if (level < options_.level) return;
  ReportDropped(false);
  Send(level, scope, decision, message, fields);
}

void LogSink::Send(LogLevel level, LogWord scope, LogWord decision, LogWord message,
                   std::initializer_list<LogField> fields) {
  logger_->info(LogLine({clock_.WallNow(), level, scope, decision, message}, fields,
                        options_.text_max_bytes));
}

void LogSink::ReportDropped(bool now) {
  std::uint64_t dropped = thread_->overrun_counter();
  if (descriptor_ != nullptr) dropped += descriptor_->dropped();
  {
    MutexLock lock(mutex_);
    const bool soon = clock_.Now() < last_report_ + std::chrono::seconds(1);
    if (dropped == reported_ || (soon && !now)) return;
    last_report_ = clock_.Now();
    const std::uint64_t more = dropped - reported_;
    reported_ = dropped;
    dropped = more;
  }
  dropped_total_.Increment(static_cast<double>(dropped));
  Send(LogLevel::kWarn, "log", "warning", "Log records were dropped", {{"dropped", dropped}});
}

}  // namespace nexy
