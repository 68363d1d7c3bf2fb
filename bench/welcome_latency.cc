// How long a welcome takes from the client's call to its first sound, over a real gRPC connection
// on loopback: in a voice over the network that is slow, the first time, and then from the cache.
//
// usage: welcome_latency [WELCOMES] [VOICE-DELAY-MS]
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/alarm.h"
#include "rpc/service_fixture.h"

namespace {

using namespace nexy;
using Steady = std::chrono::steady_clock;

// Another voice after a while, as a service far away answers.
class FarVoice final : public TtsProvider {
 public:
  FarVoice(TtsProvider& voice, std::chrono::milliseconds delay, Clock& clock)
      : voice_(voice), delay_(delay), clock_(clock) {}

  std::string_view name() const override { return "far"; }
  Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Speak(TtsRequest request) override {
    auto executor = co_await asio::this_coro::executor;
    Alarm never_rung(executor, clock_);
    co_await never_rung.WaitUntil(clock_.Now() + delay_);
    co_return co_await voice_.Speak(std::move(request));
  }

 private:
  TtsProvider& voice_;
  const std::chrono::milliseconds delay_;
  Clock& clock_;
};

double FirstAudioMs(v1::StreamingService::Stub& stub) {
  grpc::ClientContext context;
  const auto start = Steady::now();
  auto reader = stub.GenerateWelcomeAudio(&context, v1::WelcomeRequest());
  v1::WelcomeResponse message;
  double first = -1;
  while (reader->Read(&message)) {
    if (first < 0 && message.has_audio_chunk()) {
      first = std::chrono::duration<double, std::milli>(Steady::now() - start).count();
    }
  }
  return reader->Finish().ok() ? first : -1;
}

}  // namespace

int main(int argc, char** argv) {
  const int welcomes = argc > 1 ? std::atoi(argv[1]) : 500;
  const int delay = argc > 2 ? std::atoi(argv[2]) : 300;
  ServiceFixture service;
  ScriptedMind mind(service.clock);
  ScriptedVoice voice(service.clock);
  voice.Behave({.bytes_per_char = kWireBytesPerSecond / 12 / 2 * 2, .piece_bytes = 16384});
  FarVoice far(voice, std::chrono::milliseconds(delay), service.clock);
  service.Start({&mind}, {&far});

  auto stub = service.Connect();
  const double made = FirstAudioMs(*stub);
  std::vector<double> kept;
  for (int i = 0; i < welcomes; ++i) kept.push_back(FirstAudioMs(*stub));
  std::sort(kept.begin(), kept.end());
  if (made < 0 || kept.empty() || kept.front() < 0) {
    std::fprintf(stderr, "a welcome failed\n");
    return 1;
  }
  const auto at = [&kept](double p) {
    return kept[static_cast<std::size_t>(p * static_cast<double>(kept.size() - 1))];
  };
  std::printf(
      "welcome, first audio in ms: made %.1f (the voice takes %d); from the cache, %d times, "
      "p50 %.2f  p99 %.2f  max %.2f\n",
      made, delay, welcomes, at(0.5), at(0.99), at(1));
  return 0;
}
