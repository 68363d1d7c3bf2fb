// Turns per second of the real service with instant providers, against a bare gRPC callback server
// that sends the same messages; the two in turn, several rounds, and the median of their ratios.
//
// usage: turn_throughput [ROUNDS] [SECONDS]
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "load.h"
#include "rpc/service_fixture.h"

namespace {

using namespace nexy;

constexpr const char* kAnswer = "There is a window with a letter. It has two buttons below.";
constexpr std::size_t kConcurrency = 64;

// The messages of one turn, as a client of the real service got them.
std::vector<v1::StreamResponse> Capture(ServiceFixture& service) {
  grpc::ClientContext context;
  v1::StreamRequest request;
  request.set_prompt("What is on the screen?");
  request.set_session_id(MintSessionId(RandomBytes()));
  request.set_hardware_id("bench");
  auto reader = service.Connect()->StreamAudio(&context, request);
  std::vector<v1::StreamResponse> messages;
  v1::StreamResponse message;
  while (reader->Read(&message)) messages.push_back(message);
  reader->Finish();
  return messages;
}

class BareService final : public v1::StreamingService::CallbackService {
 public:
  explicit BareService(std::vector<v1::StreamResponse> messages) : messages_(std::move(messages)) {}

  grpc::ServerWriteReactor<v1::StreamResponse>* StreamAudio(grpc::CallbackServerContext*,
                                                            const v1::StreamRequest*) override {
    return new Writer(messages_);
  }

 private:
  class Writer final : public grpc::ServerWriteReactor<v1::StreamResponse> {
   public:
    explicit Writer(const std::vector<v1::StreamResponse>& messages) : messages_(messages) {
      OnWriteDone(true);
    }
    void OnWriteDone(bool ok) override {
      if (!ok || at_ == messages_.size()) {
        Finish(grpc::Status::OK);
      } else {
        StartWrite(&messages_[at_++]);
      }
    }
    void OnDone() override { delete this; }

   private:
    const std::vector<v1::StreamResponse>& messages_;
    std::size_t at_ = 0;
  };

  const std::vector<v1::StreamResponse> messages_;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void Print(const char* what, const bench::LoadResult& result) {
  std::printf("%-28s %9.0f turns/s  first audio p50 %7.3f ms  p99 %7.3f ms  failed %zu\n", what,
              result.rate(), result.FirstAudioMs(50), result.FirstAudioMs(99), result.failed);
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  const auto time = std::chrono::milliseconds(argc > 2 ? std::atoi(argv[2]) * 1000 : 3000);

  ServiceFixture service;
  service.options.rpc.max_live_turns = 100'000;
  service.options.rpc.device_turns_per_minute = 0;
  ScriptedMind mind(service.clock);
  ScriptedVoice voice(service.clock);
  mind.Say(kAnswer);
  mind.Forget();
  voice.Forget();
  service.Start({&mind}, {&voice});

  BareService bare(Capture(service));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&bare);
  auto bare_server = builder.BuildAndStart();
  const std::string bare_address = "127.0.0.1:" + std::to_string(port);

  bench::ClosedLoop(service.address(), kConcurrency, std::chrono::milliseconds(500));
  bench::ClosedLoop(bare_address, kConcurrency, std::chrono::milliseconds(500));
  std::vector<double> ratios;
  double capacity = 0;
  for (int i = 0; i < rounds; ++i) {
    const auto nexy = bench::ClosedLoop(service.address(), kConcurrency, time);
    const auto ceiling = bench::ClosedLoop(bare_address, kConcurrency, time);
    Print("nexy, closed loop", nexy);
    Print("bare gRPC, closed loop", ceiling);
    ratios.push_back(nexy.rate() / ceiling.rate());
    capacity = std::max(capacity, nexy.rate());
  }
  std::printf("ratio nexy / bare: median %.3f of %d rounds\n\n", Median(ratios), rounds);

  std::vector<double> p50, p99;
  for (int i = 0; i < rounds; ++i) {
    const auto nexy = bench::OpenLoop(service.address(), capacity / 2, time);
    const auto ceiling = bench::OpenLoop(bare_address, capacity / 2, time);
    Print("nexy, half load", nexy);
    Print("bare gRPC, the same load", ceiling);
    p50.push_back(nexy.FirstAudioMs(50) - ceiling.FirstAudioMs(50));
    p99.push_back(nexy.FirstAudioMs(99) - ceiling.FirstAudioMs(99));
  }
  std::printf("added time to first audio at half load: p50 %.3f ms, p99 %.3f ms (medians)\n",
              Median(p50), Median(p99));
  bare_server->Shutdown();
  return 0;
}
