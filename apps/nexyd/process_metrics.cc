#include "nexyd/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace nexy {
namespace {

prometheus::Gauge& Gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

double CpuSeconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double OpenFiles() {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/self/fd", error);
  // One of them is the folder's own.
  return error ? 0 : static_cast<double>(std::distance(begin(files), end(files)) - 1);
}

double FileLimit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

double ThreadCount() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("Threads:")) return std::stod(line.substr(8));
  }
  return 0;
}

}  // namespace

ProcessMetrics::ProcessMetrics(prometheus::Registry& registry)
    : cpu_seconds_(prometheus::BuildCounter()
                       .Name("process_cpu_seconds_total")
                       .Help("Time of processors that nexyd took, without its voice workers")
                       .Register(registry)
                       .Add({})),
      resident_bytes_(Gauge(registry, "process_resident_memory_bytes", "Memory in use")),
      virtual_bytes_(Gauge(registry, "process_virtual_memory_bytes", "Address space in use")),
      open_fds_(Gauge(registry, "process_open_fds", "Open files and sockets")),
      max_fds_(Gauge(registry, "process_max_fds", "How many may be open")),
      threads_(Gauge(registry, "process_threads", "Threads")) {
  Observe();
}

void ProcessMetrics::Observe() {
  const double cpu = CpuSeconds();
  if (cpu > counted_cpu_seconds_) cpu_seconds_.Increment(cpu - counted_cpu_seconds_);
  counted_cpu_seconds_ = cpu;
  double pages = 0, resident_pages = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident_pages;
  const auto page_bytes = static_cast<double>(sysconf(_SC_PAGESIZE));
  virtual_bytes_.Set(pages * page_bytes);
  resident_bytes_.Set(resident_pages * page_bytes);
  open_fds_.Set(OpenFiles());
  max_fds_.Set(FileLimit());
  threads_.Set(ThreadCount());
}

}  // namespace nexy
