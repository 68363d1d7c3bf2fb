#include "load.h"

#include <utility>

#include "nexyctl/load/channels.h"
#include "nexyctl/load/driver.h"

namespace nexy::bench {
namespace {

LoadResult Run(const std::string& address, load::Plan plan, std::chrono::milliseconds time) {
  plan.duration = time;
  plan.connections = 4;
  auto channels =
      load::Connect({.address = address, .tls = false, .ca_file = ""}, plan.connections);
  load::Driver driver(plan, *std::move(channels));
  load::RunResult run = driver.Run(std::chrono::hours(1), [](const load::Progress&) {});
  const auto turns = run.record.ending(load::Ending::kOk);
  return {.turns = turns,
          .failed = run.record.started - turns,
          .took = run.took,
          .first_audio = run.record.figure(load::Figure::kFirstAudio)};
}

}  // namespace

LoadResult ClosedLoop(const std::string& address, std::size_t concurrency,
                      std::chrono::milliseconds time) {
  load::Plan plan;
  plan.load = static_cast<double>(concurrency);
  plan.listens = false;
  plan.pause = std::chrono::milliseconds(0);
  return Run(address, plan, time);
}

LoadResult OpenLoop(const std::string& address, double rate, std::chrono::milliseconds time) {
  load::Plan plan;
  plan.loop = load::Loop::kOpen;
  plan.arrivals = load::Arrivals::kEven;
  plan.load = rate;
  return Run(address, plan, time);
}

}  // namespace nexy::bench
