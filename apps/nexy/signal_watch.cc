#include "nexy/signal_watch.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace nexy {
namespace {

sigset_t EndSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

int OpenSignals() {
  const sigset_t set = EndSignals();
  return signalfd(-1, &set, SFD_CLOEXEC);
}

}  // namespace

void HoldEndSignals() {
  const sigset_t set = EndSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

SignalWatch::SignalWatch(std::function<void()> on_signal)
    : on_signal_(std::move(on_signal)),
      signals_(OpenSignals()),
      stop_(eventfd(0, EFD_CLOEXEC)),
      watch_([this] { Watch(); }) {}

SignalWatch::~SignalWatch() {
  eventfd_write(stop_, 1);
  watch_.join();
  if (action_.joinable()) action_.join();
  close(stop_);
  close(signals_);
}

void SignalWatch::Watch() {
  std::array<pollfd, 2> sources{pollfd{.fd = signals_, .events = POLLIN, .revents = 0},
                                pollfd{.fd = stop_, .events = POLLIN, .revents = 0}};
  while (true) {
    if (poll(sources.data(), sources.size(), /*timeout=*/-1) < 0) continue;  // EINTR
    if (sources[1].revents != 0) return;
    signalfd_siginfo received{};
    if (read(signals_, &received, sizeof received) != sizeof received) continue;
    const int number = static_cast<int>(received.ssi_signo);
    if (signal_.load() != 0) _exit(128 + number);
    signal_ = number;
    action_ = std::jthread([this] { on_signal_(); });
  }
}

}  // namespace nexy
