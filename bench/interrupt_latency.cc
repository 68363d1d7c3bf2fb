// How long an interrupted stream still runs: from the call of InterruptSession to its response and
// to the last byte of the stream, with other turns live.
//
// usage: interrupt_latency [LIVE-TURNS] [INTERRUPTS]
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "rpc/service_fixture.h"

namespace {

using namespace nexy;
using Steady = std::chrono::steady_clock;

class Speaking {
 public:
  Speaking(ServiceFixture& service, v1::StreamingService::Stub& stub, const std::string& device) {
    v1::StreamRequest request;
    request.set_prompt("Read");
    request.set_session_id(MintSessionId(RandomBytes()));
    request.set_hardware_id(device);
    reader_ = stub.StreamAudio(&context_, request);
    (void)service;
  }
  // Reads until the first sound.
  bool Begin() {
    v1::StreamResponse message;
    while (reader_->Read(&message)) {
      if (message.has_audio_chunk()) return true;
    }
    return false;
  }
  // Reads to the end; when the last message came.
  Steady::time_point End() {
    v1::StreamResponse message;
    auto last = Steady::now();
    while (reader_->Read(&message)) last = Steady::now();
    reader_->Finish();
    return last;
  }
  void Cancel() { context_.TryCancel(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::StreamResponse>> reader_;
};

double Ms(Steady::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

void Print(const char* what, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&values](double p) {
    return values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1))];
  };
  std::printf("%-34s p50 %7.3f ms  p99 %7.3f ms  max %7.3f ms\n", what, at(0.5), at(0.99), at(1));
}

}  // namespace

int main(int argc, char** argv) {
  const int live = argc > 1 ? std::atoi(argv[1]) : 100;
  const int interrupts = argc > 2 ? std::atoi(argv[2]) : 200;
  ServiceFixture service;
  service.options.rpc.max_live_turns = static_cast<std::size_t>(live) + 10;
  service.options.rpc.device_turns_per_minute = 0;
  ScriptedMind mind(service.clock);
  ScriptedVoice voice(service.clock);
  std::string answer;
  for (int i = 0; i < 60; ++i) answer += "Here is a sentence that takes three seconds or so. ";
  mind.Say(answer);
  mind.Forget();
  voice.Forget();
  voice.Behave({.bytes_per_char = kWireBytesPerSecond / 16 / 2 * 2, .piece_bytes = 16384});
  service.Start({&mind}, {&voice});

  auto stub = service.Connect();
  std::vector<std::unique_ptr<Speaking>> others;
  std::vector<std::jthread> readers;
  for (int i = 1; i < live; ++i) {
    others.push_back(std::make_unique<Speaking>(service, *stub, "other-" + std::to_string(i)));
    readers.emplace_back([&speaking = *others.back()] { speaking.End(); });
  }
  std::vector<double> responses, last_bytes;
  for (int i = 0; i < interrupts; ++i) {
    Speaking speaking(service, *stub, "mine");
    if (!speaking.Begin()) return 1;
    Steady::time_point last;
    std::jthread reader([&speaking, &last] { last = speaking.End(); });
    grpc::ClientContext context;
    v1::InterruptRequest request;
    request.set_hardware_id("mine");
    v1::InterruptResponse response;
    const auto asked = Steady::now();
    stub->InterruptSession(&context, request, &response);
    responses.push_back(Ms(Steady::now() - asked));
    reader.join();
    last_bytes.push_back(Ms(last - asked));
    if (response.interrupted_sessions_size() != 1) return 1;
  }
  std::printf("%d interrupts of one device among %d live turns\n", interrupts, live);
  Print("response", responses);
  Print("last byte of the stream", last_bytes);
  for (auto& speaking : others) speaking->Cancel();
  return 0;
}
