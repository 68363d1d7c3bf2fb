// What a second of sound costs a server that does nothing else: a bare gRPC callback server in a
// process of its own sends every stream a burst of messages each 750 ms, as nexyd does, and counts
// its processor time. nexyd cannot cost less than this.
//
// usage: sound_cost [STREAMS] [CHUNK_BYTES] [SECONDS]
#include <grpcpp/grpcpp.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "audio/pcm.h"
#include "nexyctl/load/channels.h"
#include "nexyctl/load/driver.h"
#include "streaming.grpc.pb.h"

namespace {

using namespace std::chrono_literals;
using namespace nexy;
namespace v1 = streaming;
constexpr auto kBurst = 750ms;

double CpuSeconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

class Sound final : public v1::StreamingService::CallbackService {
 public:
  explicit Sound(std::size_t chunk_bytes) {
    constexpr double kBurstSeconds = std::chrono::duration<double>(kBurst).count();
    messages_ = static_cast<std::size_t>(kBurstSeconds * static_cast<double>(kWireBytesPerSecond)) /
                chunk_bytes;
    chunk_.mutable_audio_chunk()->set_audio_data(std::string(chunk_bytes, 'n'));
  }

  grpc::ServerWriteReactor<v1::StreamResponse>* StreamAudio(grpc::CallbackServerContext*,
                                                            const v1::StreamRequest*) override {
    auto* const stream = new Stream(*this);
    std::lock_guard lock(mutex_);
    streams_.insert(stream);
    return stream;
  }

  // Starts a burst in each stream, spread over the time of one.
  void Burst() {
    const std::set<Stream*> streams = Streams();
    const auto pause = kBurst / static_cast<std::int64_t>(streams.size() + 1);
    for (Stream* const stream : streams) {
      {
        std::lock_guard lock(mutex_);  // One that is in the table has not been deleted.
        if (streams_.contains(stream)) stream->Send(messages_);
      }
      std::this_thread::sleep_for(pause);
    }
    if (streams.empty()) std::this_thread::sleep_for(pause);
  }

  std::uint64_t bytes() const { return sent_ * chunk_.audio_chunk().audio_data().size(); }

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
      ++sound_.sent_;
      const std::size_t left = --left_;
      grpc::WriteOptions options;
      if (left > 1) options.set_buffer_hint();
      if (left > 0) StartWrite(&sound_.chunk_, options);
    }
    void OnDone() override {
      {
        std::lock_guard lock(sound_.mutex_);
        sound_.streams_.erase(this);
      }
      delete this;
    }

   private:
    Sound& sound_;
    std::atomic<std::size_t> left_ = 0;
  };

  std::set<Stream*> Streams() {
    std::lock_guard lock(mutex_);
    return streams_;
  }

  v1::StreamResponse chunk_;
  std::size_t messages_ = 0;
  std::atomic<std::uint64_t> sent_ = 0;
  std::mutex mutex_;
  std::set<Stream*> streams_;
};

// Serves for ever; tells its port through `parent`, and what it counted on standard output.
[[noreturn]] void Serve(int parent, std::size_t chunk_bytes, std::chrono::seconds time) {
  Sound sound(chunk_bytes);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&sound);
  const auto server = builder.BuildAndStart();
  if (write(parent, &port, sizeof port) != sizeof port) std::abort();
  const auto begin = std::chrono::steady_clock::now() + 3s;  // All streams are there.
  while (std::chrono::steady_clock::now() < begin) sound.Burst();
  const double cpu = CpuSeconds();
  const std::uint64_t bytes = sound.bytes();
  while (std::chrono::steady_clock::now() < begin + time) sound.Burst();
  const double seconds =
      static_cast<double>(sound.bytes() - bytes) / static_cast<double>(kWireBytesPerSecond);
  std::printf("chunks of %zu bytes: %.0f seconds of sound, %.0f us of a processor for each\n",
              chunk_bytes, seconds, (CpuSeconds() - cpu) * 1e6 / seconds);
  std::fflush(stdout);
  _exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  const int streams = argc > 1 ? std::atoi(argv[1]) : 600;
  const std::size_t chunk_bytes = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 4096;
  const std::chrono::seconds time(argc > 3 ? std::atoi(argv[3]) : 8);
  int ends[2];
  if (pipe(ends) != 0) return 1;
  const pid_t child = fork();
  if (child == 0) Serve(ends[1], chunk_bytes, time);
  int port = 0;
  if (read(ends[0], &port, sizeof port) != sizeof port) return 1;

  load::Plan plan;
  plan.load = streams;
  plan.duration = time + 4s;
  plan.drain = 0ms;
  auto channels = load::Connect(
      {.address = "127.0.0.1:" + std::to_string(port), .tls = false, .ca_file = ""}, 8);
  load::Driver driver(plan, *std::move(channels));
  driver.Run(std::chrono::hours(1), [](const load::Progress&) {});
  waitpid(child, nullptr, 0);
  return 0;
}
