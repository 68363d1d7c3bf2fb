#include "soak/quiet.h"

#include <cstdio>
#include <string>

#include "soak/server_view.h"

namespace nexy::soak {
namespace {

// Looks again and again; each look takes a request's time or more.
template <typename Condition>
bool Within(std::chrono::seconds patience, Condition condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
  }
  return false;
}

bool IsIdle(const Figures& figures) {
  double held = 0;
  for (const char* name :
       {"nexy_open_calls", "nexy_session_live_turns", "nexy_http_connections_open"}) {
    held += figures.Value(name);
  }
  for (const std::string queue : {"speech", "decoding", "store", "usage"}) {
    held += figures.Value("nexy_queue_depth{queue=\"" + queue + "\"}");
  }
  return !figures.empty() && held == 0;
}

}  // namespace

bool AwaitQuiet(const testing::NexydProcess& server, const SimServer& sim,
                std::chrono::seconds patience) {
  // A second of the server's own must pass for its gauges.
  constexpr std::chrono::milliseconds kLook{1000};
  const bool quiet = Within(patience, [&server, &sim, kLook] {
    const bool idle = sim.WaitForStats(
        [](const SimStats& stats) {
          return stats.generations_live == 0 && stats.connections_open == 0;
        },
        kLook);
    return idle && IsIdle(Figures::Of(server.http()));
  });
  if (quiet) return true;
  const Figures figures = Figures::Of(server.http());
  const SimStats stats = sim.Stats();
  std::printf(
      "not quiet: open calls %.0f, live turns %.0f, provider connections %.0f (nexy-sim: "
      "%zu, generations %zu)\n",
      figures.Value("nexy_open_calls"), figures.Value("nexy_session_live_turns"),
      figures.Value("nexy_http_connections_open"), stats.connections_open, stats.generations_live);
  return false;
}

bool AwaitSockets(const testing::NexydProcess& server, std::size_t most,
                  std::chrono::seconds patience) {
  return Within(patience, [&server, most] {
    (void)Figures::Of(server.http());  // Takes a moment.
    return Holdings::Of(server.pid()).sockets <= most;
  });
}

}  // namespace nexy::soak
