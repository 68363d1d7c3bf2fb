#include "server_process.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ctime>

namespace nexy::bench {

ServerProcess::ServerProcess(const std::function<void(const Ready&)>& serve) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  child_ = fork();
  if (child_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    serve([&ends](int port) {
      if (write(ends[1], &port, sizeof port) != sizeof port) std::abort();
    });
    _exit(0);
  }
  close(ends[1]);
  if (read(ends[0], &port_, sizeof port_) != sizeof port_) std::abort();
  close(ends[0]);
}

ServerProcess::~ServerProcess() {
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

double ServerProcess::CpuSeconds() const {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(child_, &clock) != 0 || clock_gettime(clock, &used) != 0) return 0;
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

}  // namespace nexy::bench
