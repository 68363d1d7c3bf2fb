// What sending a second of sound costs a server's processor, on the same machine, in one run:
// the kernel alone (plain sockets, a burst in one write), a bare gRPC callback server, and Nexy's
// service with a voice that is there at once. Each sends bursts of 750 ms to every listener, as a
// turn is paced, from a process of its own. Nexy cannot cost less than the second.
//
// usage: sound_cost [STREAMS] [CHUNK_BYTES] [SECONDS]
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "nexyctl/load/channels.h"
#include "nexyctl/load/driver.h"
#include "rpc/service_fixture.h"
#include "server_process.h"

namespace {

using namespace nexy;
using namespace std::chrono_literals;
using Ready = bench::ServerProcess::Ready;
constexpr auto kBurst = 750ms;
constexpr std::size_t kBurstBytes = kWireBytesPerSecond * 3 / 4;
constexpr std::size_t kStreamsMax = 10'000;

// A server that does nothing but send.
class Sound final : public v1::StreamingService::CallbackService {
 public:
  explicit Sound(std::size_t chunk_bytes) : messages_(kBurstBytes / chunk_bytes) {
    chunk_.mutable_audio_chunk()->set_audio_data(std::string(chunk_bytes, 'n'));
  }

  grpc::ServerWriteReactor<v1::StreamResponse>* StreamAudio(grpc::CallbackServerContext*,
                                                            const v1::StreamRequest*) override {
    auto* const stream = new Stream(*this);
    MutexLock lock(mutex_);
    streams_.insert(stream);
    return stream;
  }

  // Starts a burst in each stream, spread over the time of one.
  void Burst() {
    const std::set<Stream*> streams = Streams();
    const auto pause = kBurst / static_cast<std::int64_t>(streams.size() + 1);
    for (Stream* const stream : streams) {
      {
        MutexLock lock(mutex_);  // One that is in the table has not been deleted.
        if (streams_.contains(stream)) stream->Send(messages_);
      }
      std::this_thread::sleep_for(pause);
    }
    if (streams.empty()) std::this_thread::sleep_for(1ms);
  }

 private:
  class Stream final : public grpc::ServerWriteReactor<v1::StreamResponse> {
   public:
    explicit Stream(Sound& sound) : sound_(sound) {}
    // Nothing while the last burst is still on its way.
    void Send(std::size_t messages) {
      if (left_ > 0) return;
      left_ = messages;
      StartWrite(&sound_.chunk_);  // Without a hint: the first of a stream may not be held back.
    }
    void OnWriteDone(bool ok) override {
      if (!ok) return Finish(grpc::Status::CANCELLED);
      const std::size_t left = --left_;
      grpc::WriteOptions options;
      if (left > 1) options.set_buffer_hint();
      if (left > 0) StartWrite(&sound_.chunk_, options);
    }
    void OnDone() override {
      {
        MutexLock lock(sound_.mutex_);
        sound_.streams_.erase(this);
      }
      delete this;
    }

   private:
    Sound& sound_;
    std::atomic<std::size_t> left_ = 0;
  };

  std::set<Stream*> Streams() {
    MutexLock lock(mutex_);
    return streams_;
  }

  v1::StreamResponse chunk_;
  const std::size_t messages_;
  Mutex mutex_;
  std::set<Stream*> streams_ ABSL_GUARDED_BY(mutex_);
};

[[noreturn]] void ServeBare(const Ready& ready, std::size_t chunk_bytes) {
  Sound sound(chunk_bytes);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&sound);
  const auto server = builder.BuildAndStart();
  ready(port);
  while (true) sound.Burst();
}

// A voice that says every sentence for six seconds, and costs nothing.
class ReadyVoice final : public TtsProvider {
 public:
  std::string_view name() const override { return "ready"; }
  Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Speak(TtsRequest) override {
    co_return std::make_unique<Stream>();
  }

 private:
  class Stream final : public TtsStream {
   public:
    Task<absl::StatusOr<std::optional<std::string>>> Next() override {
      constexpr std::size_t kPieceBytes = 16 * 1024;
      if (left_ < kPieceBytes) co_return std::nullopt;
      left_ -= kPieceBytes;
      co_return std::string(kPieceBytes, 'n');
    }

   private:
    std::size_t left_ = 6 * kWireBytesPerSecond;
  };
};

[[noreturn]] void ServeNexy(const Ready& ready, std::size_t chunk_bytes) {
  ServiceFixture service;
  service.options.rpc.max_live_turns = kStreamsMax;
  service.options.rpc.device_turns_per_minute = 0;
  service.options.rpc.audio_chunk_bytes = chunk_bytes;
  ScriptedMind mind(service.clock);
  ReadyVoice voice;
  std::string answer;
  for (int i = 0; i < 18; ++i) answer += "Here is a sentence that takes a while. ";
  mind.Say(answer);
  mind.Forget();
  service.Start({&mind}, {&voice});
  ready(service.port());
  while (true) pause();
}

// Takes all listeners, then writes to each in turn, a burst at a time.
[[noreturn]] void ServeSockets(const Ready& ready, int streams) {
  sockaddr_in any{
      .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof any;
  const int door = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(door, reinterpret_cast<sockaddr*>(&any), size) != 0 || listen(door, streams) != 0 ||
      getsockname(door, reinterpret_cast<sockaddr*>(&any), &size) != 0) {
    std::abort();
  }
  ready(ntohs(any.sin_port));
  std::vector<int> listeners;
  for (int i = 0; i < streams; ++i) listeners.push_back(accept(door, nullptr, nullptr));
  const std::string burst(kBurstBytes, 'n');
  while (true) {
    for (const int listener : listeners) {
      if (send(listener, burst.data(), burst.size(), MSG_NOSIGNAL) < 0) pause();
      std::this_thread::sleep_for(kBurst / streams);
    }
  }
}

void Print(const char* name, double cpu_seconds, double bytes) {
  const double sound = bytes / static_cast<double>(kWireBytesPerSecond);
  std::printf("%-15s %6.0f seconds of sound, %4.0f us of a processor for each\n", name, sound,
              cpu_seconds * 1e6 / sound);
  std::fflush(stdout);
}

void ListenToSockets(const bench::ServerProcess& server, int streams, std::chrono::seconds time) {
  sockaddr_in address{.sin_family = AF_INET,
                      .sin_port = htons(static_cast<std::uint16_t>(server.port())),
                      .sin_addr = {htonl(INADDR_LOOPBACK)},
                      .sin_zero = {}};
  std::vector<pollfd> sockets;
  for (int i = 0; i < streams; ++i) {
    sockets.push_back({.fd = socket(AF_INET, SOCK_STREAM, 0), .events = POLLIN, .revents = 0});
    if (connect(sockets.back().fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      std::abort();
    }
  }
  std::string buffer(256 * 1024, ' ');
  double bytes = 0;
  const double cpu = server.CpuSeconds();
  const auto end = load::Steady::now() + time;
  while (load::Steady::now() < end && poll(sockets.data(), sockets.size(), 1000) > 0) {
    for (const pollfd& one : sockets) {
      if (one.revents != 0)
        bytes += static_cast<double>(read(one.fd, buffer.data(), buffer.size()));
    }
  }
  Print("plain sockets", server.CpuSeconds() - cpu, bytes);
  for (const pollfd& one : sockets) close(one.fd);
}

void Listen(const char* name, const bench::ServerProcess& server, int streams,
            std::chrono::seconds time) {
  load::Plan plan;
  plan.load = streams;
  plan.duration = time;
  plan.ramp = kBurst;
  plan.pause = 0ms;
  plan.drain = 0ms;
  auto channels =
      load::Connect({.address = server.address(), .tls = false, .ca_file = ""}, plan.connections);
  load::Driver driver(plan, *std::move(channels));
  const double cpu = server.CpuSeconds();
  const load::RunResult run = driver.Run(std::chrono::hours(1), [](const load::Progress&) {});
  Print(name, server.CpuSeconds() - cpu, static_cast<double>(run.record.audio_bytes));
}

}  // namespace

int main(int argc, char** argv) {
  const int streams = argc > 1 ? std::atoi(argv[1]) : 600;
  const std::size_t chunk_bytes = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 4096;
  const std::chrono::seconds time(argc > 3 ? std::atoi(argv[3]) : 20);
  const bench::ServerProcess sockets(
      [streams](const Ready& ready) { ServeSockets(ready, streams); });
  const bench::ServerProcess bare(
      [chunk_bytes](const Ready& ready) { ServeBare(ready, chunk_bytes); });
  const bench::ServerProcess nexy(
      [chunk_bytes](const Ready& ready) { ServeNexy(ready, chunk_bytes); });
  std::printf("%d listeners, messages of %zu bytes\n", streams, chunk_bytes);
  ListenToSockets(sockets, streams, time);
  Listen("bare gRPC", bare, streams, time);
  Listen("Nexy's service", nexy, streams, time);
  return 0;
}
