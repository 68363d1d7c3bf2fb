// How soon 1,000 questions that come at once are all refused: by a bare gRPC callback server that
// does nothing but refuse, and by the real service when all places are taken; in turn, each in a
// process of its own. The time is from the call to its status, as the caller sees it.
//
// usage: refusal_burst [BURSTS] [QUESTIONS]
#include <cstdio>
#include <cstdlib>

#include "nexyctl/load/channels.h"
#include "nexyctl/load/driver.h"
#include "rpc/service_fixture.h"
#include "server_process.h"

namespace {

using namespace nexy;
constexpr const char* kText = "STREAM_LIMIT_EXCEEDED: Maximum number of live turns reached";

class Refuser final : public v1::StreamingService::CallbackService {
 public:
  Refuser() { message_.set_error_message(kText); }
  grpc::ServerWriteReactor<v1::StreamResponse>* StreamAudio(grpc::CallbackServerContext*,
                                                            const v1::StreamRequest*) override {
    return new Refusal(message_);
  }

 private:
  // Message and status in one go, which is the least that gRPC can do.
  class Refusal final : public grpc::ServerWriteReactor<v1::StreamResponse> {
   public:
    explicit Refusal(const v1::StreamResponse& message) {
      StartWriteAndFinish(&message, grpc::WriteOptions(),
                          {grpc::StatusCode::RESOURCE_EXHAUSTED, kText});
    }
    void OnDone() override { delete this; }
  };

  v1::StreamResponse message_;
};

[[noreturn]] void ServeBare(const bench::ServerProcess::Ready& ready) {
  Refuser refuser;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&refuser);
  const auto server = builder.BuildAndStart();
  ready(port);
  while (true) pause();
}

[[noreturn]] void ServeNexy(const bench::ServerProcess::Ready& ready) {
  ServiceFixture service;
  service.options.rpc.max_live_turns = 0;
  ScriptedMind mind(service.clock);
  service.Start({&mind}, {});
  ready(service.port());
  while (true) pause();
}

void Measure(const char* name, const bench::ServerProcess& server, int bursts, int questions) {
  load::Plan plan;
  plan.loop = load::Loop::kOpen;
  plan.arrivals = load::Arrivals::kBursts;
  plan.burst = static_cast<std::size_t>(questions);
  plan.load = questions;                         // One burst a second.
  plan.warmup = std::chrono::milliseconds(500);  // The first burst.
  plan.duration = std::chrono::seconds(bursts);
  auto channels =
      load::Connect({.address = server.address(), .tls = false, .ca_file = ""}, plan.connections);
  load::Driver driver(plan, *std::move(channels));
  const double cpu = server.CpuSeconds();
  const load::RunResult run = driver.Run(std::chrono::hours(1), [](const load::Progress&) {});
  const load::Histogram& refused = run.record.figure(load::Figure::kRefusal);
  const double all = static_cast<double>(run.record.started) * (bursts + 1) / bursts;
  const load::Histogram& late = run.record.figure(load::Figure::kStartLag);
  const auto ms = [](std::int64_t us) { return static_cast<double>(us) / 1000; };
  std::printf(
      "%-10s %5zu refused of %5zu, p50 %5.1f ms, p99 %5.1f ms, most %5.1f ms; the caller needed "
      "%.1f ms for a burst, the server %.0f us of a processor a refusal\n",
      name, static_cast<std::size_t>(refused.count()), static_cast<std::size_t>(run.record.started),
      ms(refused.Percentile(50)), ms(refused.Percentile(99)), ms(refused.max_us()),
      ms(late.Percentile(99)), (server.CpuSeconds() - cpu) * 1e6 / all);
}

}  // namespace

int main(int argc, char** argv) {
  const int bursts = argc > 1 ? std::atoi(argv[1]) : 5;
  const int questions = argc > 2 ? std::atoi(argv[2]) : 1000;
  const bench::ServerProcess bare(ServeBare), nexy(ServeNexy);
  for (int round = 0; round < 3; ++round) {
    Measure("bare gRPC", bare, bursts, questions);
    Measure("Nexy", nexy, bursts, questions);
  }
  return 0;
}
