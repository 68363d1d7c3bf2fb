// Many concurrent turns at speaking pace: memory of each, and whether any audio came too late.
// The server is this process; its clients are a child process, so that their memory is not counted.
//
// usage: paced_turns [TURNS [SPEECH-BUFFER-BYTES [AUDIO-CHUNK-BYTES]]]
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "rpc/service_fixture.h"

extern char** environ;

namespace {

using namespace nexy;
using Steady = std::chrono::steady_clock;

std::size_t ResidentKib() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.rfind("VmRSS:", 0) == 0) return std::strtoul(line.c_str() + 6, nullptr, 10);
  }
  return 0;
}

// A listener: audio is late when what came before has been played to its end.
class Listening final : public grpc::ClientReadReactor<v1::StreamResponse> {
 public:
  Listening(v1::StreamingService::Stub& stub, std::atomic<std::size_t>& live,
            std::atomic<std::size_t>& refused, std::atomic<std::size_t>& late)
      : live_(live), refused_(refused), late_(late) {
    request_.set_prompt("Read");
    request_.set_session_id(MintSessionId(RandomBytes()));
    request_.set_hardware_id(request_.session_id());
    stub.async()->StreamAudio(&context_, &request_, this);
    StartRead(&response_);
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (response_.has_audio_chunk()) {
      const auto now = Steady::now();
      if (heard_ && now > playback_end_) ++late_;
      playback_end_ =
          std::max(playback_end_, now) + std::chrono::duration_cast<Steady::duration>(
                                             PlayTime(response_.audio_chunk().audio_data().size()));
      heard_ = true;
    }
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    if (!status.ok() || !heard_) ++refused_;
    if (--live_ == 0) live_.notify_all();
    delete this;
  }

 private:
  std::atomic<std::size_t>& live_;
  std::atomic<std::size_t>& refused_;
  std::atomic<std::size_t>& late_;
  grpc::ClientContext context_;
  v1::StreamRequest request_;
  v1::StreamResponse response_;
  Steady::time_point playback_end_{};
  bool heard_ = false;
};

int Client(const std::string& address, std::size_t turns) {
  constexpr std::size_t kTurnsAConnection = 100;
  constexpr std::chrono::nanoseconds kQuestionsCome = std::chrono::seconds(10);
  std::atomic<std::size_t> live = turns, refused = 0, late = 0;
  std::vector<std::unique_ptr<v1::StreamingService::Stub>> stubs;
  const auto start = Steady::now();
  for (std::size_t i = 0; i < turns; ++i) {
    // People do not ask in the same millisecond: the questions come evenly over some seconds.
    std::this_thread::sleep_until(start + i * kQuestionsCome / turns);
    if (i % kTurnsAConnection == 0) {
      grpc::ChannelArguments arguments;
      arguments.SetInt("nexy.channel", static_cast<int>(i));
      arguments.SetInt("grpc.http2.bdp_probe", 0);
      arguments.SetInt("grpc.http2.lookahead_bytes", 65536);
      stubs.push_back(v1::StreamingService::NewStub(
          grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments)));
    }
    new Listening(*stubs.back(), live, refused, late);
  }
  for (std::size_t left = live; left != 0; left = live) live.wait(left);
  std::printf("clients: %zu turns, refused or failed %zu, late chunks %zu\n", turns, refused.load(),
              late.load());
  return refused + late == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::strcmp(argv[1], "--client") == 0) {
    return Client(argv[2], std::strtoul(argv[3], nullptr, 10));
  }
  const std::size_t turns = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 2000;
  ServiceFixture service;
  service.options.rpc.max_live_turns = turns;
  if (argc > 2) service.options.turn.speech_buffer_bytes = std::strtoul(argv[2], nullptr, 10);
  if (argc > 3) service.options.rpc.audio_chunk_bytes = std::strtoul(argv[3], nullptr, 10);
  ScriptedMind mind(service.clock);
  ScriptedVoice voice(service.clock);
  std::string answer;
  for (int i = 0; i < 8; ++i) answer += "Here is a sentence that takes three seconds or so. ";
  mind.Say(answer);
  mind.Forget();
  voice.Forget();
  voice.Behave({.bytes_per_char = kWireBytesPerSecond / 16 / 2 * 2, .piece_bytes = 16384});
  service.Start({&mind}, {&voice});

  const std::size_t before = ResidentKib();
  std::string count = std::to_string(turns), address = service.address();
  char client[] = "--client";
  char* arguments[] = {argv[0], client, address.data(), count.data(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, arguments, environ) != 0) return 2;
  std::size_t peak = before, live = 0;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    peak = std::max(peak, ResidentKib());
    live = std::max(live, service.sessions->live());
  }
  std::printf(
      "server: %zu turns live at once, %zu KiB before, %zu KiB at the peak, %.1f KiB a turn\n",
      live, before, peak, static_cast<double>(peak - before) / static_cast<double>(turns));
  return WEXITSTATUS(status);
}
