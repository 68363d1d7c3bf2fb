#include "nexyd/process_metrics.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <ctime>
#include <string>
#include <vector>

namespace nexy {
namespace {

double ValueOf(const prometheus::Registry& registry, const std::string& name) {
  for (const auto& family : registry.Collect()) {
    if (family.name == name)
      return family.metric.at(0).gauge.value + family.metric.at(0).counter.value;
  }
  return -1;
}

TEST(ProcessMetrics, TellWhatTheProcessTakes) {
  prometheus::Registry registry;
  ProcessMetrics metrics(registry);
  EXPECT_GT(ValueOf(registry, "process_resident_memory_bytes"), 1e6);
  EXPECT_GT(ValueOf(registry, "process_virtual_memory_bytes"),
            ValueOf(registry, "process_resident_memory_bytes"));
  EXPECT_GE(ValueOf(registry, "process_threads"), 1);
  EXPECT_GT(ValueOf(registry, "process_max_fds"), ValueOf(registry, "process_open_fds"));
}

TEST(ProcessMetrics, FollowWhatChanges) {
  prometheus::Registry registry;
  ProcessMetrics metrics(registry);
  const double before = ValueOf(registry, "process_open_fds");
  std::vector<int> files;
  for (int i = 0; i < 5; ++i) files.push_back(open("/dev/null", O_RDONLY));
  const double cpu = ValueOf(registry, "process_cpu_seconds_total");
  volatile double work = 0;
  while (static_cast<double>(clock()) / CLOCKS_PER_SEC < cpu + 0.05) work = work + 1;
  metrics.Observe();
  EXPECT_EQ(ValueOf(registry, "process_open_fds"), before + 5);
  EXPECT_GT(ValueOf(registry, "process_cpu_seconds_total"), cpu);
  for (const int file : files) close(file);
}

}  // namespace
}  // namespace nexy
