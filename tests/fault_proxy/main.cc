#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>

#include "fault_proxy.h"

// A bad network between a client and a server, until SIGTERM or SIGINT. SIGUSR1 resets every
// connection, SIGUSR2 makes them half-open.
int main(int argc, char** argv) {
  // Before any thread is there, so that all of them leave these signals to sigwait().
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGTERM, SIGINT, SIGUSR1, SIGUSR2}) sigaddset(&signals, one);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  std::string target;
  std::uint64_t seed = 1;
  nexy::LinkFaults faults;
  long latency = 0, jitter = 0, pause = 0;
  CLI::App app("A bad network on loopback: passes connections on and spoils them.");
  app.add_option("TARGET", target, "Where connections go, ADDRESS:PORT")->required();
  app.add_option("--latency-ms", latency, "Each piece of bytes waits so long");
  app.add_option("--jitter-ms", jitter, "and up to so much more");
  app.add_option("--drip-bytes", faults.drip_bytes, "At most so many bytes");
  app.add_option("--drip-ms", pause, "in so long");
  app.add_option("--cut-after", faults.cut_after_bytes, "Reset after so many bytes of answers");
  app.add_option("--reorder", faults.reorder, "So many connections connect last first");
  app.add_option("--seed", seed, "Chooses the jitter");
  CLI11_PARSE(app, argc, argv);
  faults.latency = std::chrono::milliseconds(latency);
  faults.jitter = std::chrono::milliseconds(jitter);
  faults.drip_pause = std::chrono::milliseconds(pause);

  nexy::FaultProxy proxy(target, seed);
  proxy.Behave(faults);
  std::printf("ready {\"address\":\"%s\"}\n", proxy.address().c_str());
  std::fflush(stdout);
  int signal = 0;
  while (sigwait(&signals, &signal) == 0) {
    if (signal == SIGUSR1) {
      proxy.Cut(nexy::FaultProxy::How::kReset);
    } else if (signal == SIGUSR2) {
      faults.swallow = !faults.swallow;
      proxy.Behave(faults);
    } else {
      break;
    }
  }
  return 0;
}
