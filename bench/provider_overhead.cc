// What nexyd adds to its providers: from the model's first token (a whole sentence) to the request
// for its speech, and from the speech's first byte to the person's first sound. nexy-sim plays the
// providers in this process, nexyd is the program beside this one, and all times are
// CLOCK_MONOTONIC of one machine: when nexy-sim wrote the token, had the request, wrote the sound,
// and when the client had it.
//
// usage: provider_overhead [CONCURRENT] [TURNS_EACH] [NEXYD]
#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "sim_server.h"
#include "streaming.grpc.pb.h"

namespace {

namespace v1 = streaming;
constexpr double kTargetMs = 2;  // p99 of each.

std::int64_t NowNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// nexyd with its providers at `sim`; ends with this object.
class Nexyd {
 public:
  Nexyd(const std::string& program, const nexy::SimServer& sim) {
    folder_ =
        std::filesystem::temp_directory_path() / ("nexy-overhead-" + std::to_string(getpid()));
    std::filesystem::create_directory(folder_);
    setenv("GEMINI_API_KEY", "bench", 1);
    setenv("AZURE_SPEECH_KEY", "bench", 1);
    std::vector<std::string> words{program};
    for (const std::string& setting :
         {std::string("rpc.host=127.0.0.1"), std::string("rpc.port=0"),
          std::string("web.host=127.0.0.1"), std::string("web.port=0"),
          "store.path=" + (folder_ / "nexy.db").string(),
          std::string("rpc.device_turns_per_minute=0"), std::string("llm.provider=gemini"),
          "llm.gemini.base_url=" + sim.http_url(), std::string("tts.provider=azure"),
          std::string("tts.azure.region=bench"), "tts.azure.endpoint=" + sim.http_url()}) {
      words.insert(words.end(), {"--set", setting});
    }
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    if (posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ) != 0)
      pid_ = 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    FILE* const output = fdopen(ends[0], "r");
    char line[4096];
    while (address_.empty() && std::fgets(line, sizeof line, output) != nullptr) {
      const std::string text = line;
      const std::size_t at = text.find("\"grpc\":\"");
      if (at != std::string::npos) address_ = text.substr(at + 8, text.find('"', at + 8) - at - 8);
    }
    std::fclose(output);
  }
  ~Nexyd() {
    if (pid_ > 0) kill(pid_, SIGTERM);
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
    std::filesystem::remove_all(folder_);
  }
  Nexyd(const Nexyd&) = delete;
  Nexyd& operator=(const Nexyd&) = delete;

  const std::string& address() const { return address_; }  // Empty: it did not start.

 private:
  std::filesystem::path folder_;
  pid_t pid_ = 0;
  std::string address_;
};

// When the person had the first sound, by the number of the model's answer: "Turn 7 …".
class Heard {
 public:
  void Ask(v1::StreamingService::Stub& stub, int device) {
    grpc::ClientContext context;
    v1::StreamRequest request;
    request.set_prompt("What is on the screen?");
    request.set_session_id(SessionId());
    request.set_hardware_id("bench-" + std::to_string(device));
    auto reader = stub.StreamAudio(&context, request);
    v1::StreamResponse message;
    std::uint64_t number = 0;
    std::int64_t first_audio = 0;
    while (reader->Read(&message)) {
      if (message.has_audio_chunk() && first_audio == 0) first_audio = NowNs();
      const std::string& text = message.text_chunk();
      if (number == 0 && text.starts_with("Turn "))
        number = std::strtoull(text.c_str() + 5, nullptr, 10);
    }
    const bool ok = reader->Finish().ok() && number != 0 && first_audio != 0;
    std::lock_guard lock(mutex_);
    if (ok) at_ns_[number] = first_audio;
    failed_ += ok ? 0 : 1;
  }
  const std::map<std::uint64_t, std::int64_t>& at_ns() const { return at_ns_; }
  int failed() const { return failed_; }

 private:
  // A UUID of version 4 that no other turn of this run has.
  std::string SessionId() {
    char id[37];
    std::snprintf(id, sizeof id, "00000000-0000-4000-8000-%012x", ++sessions_);
    return id;
  }

  std::atomic<unsigned> sessions_ = 0;
  std::mutex mutex_;
  std::map<std::uint64_t, std::int64_t> at_ns_;
  int failed_ = 0;
};

void Print(const char* what, std::vector<double> ms) {
  if (ms.empty()) return;
  std::sort(ms.begin(), ms.end());
  const auto at = [&ms](double p) {
    return ms[static_cast<std::size_t>(p * static_cast<double>(ms.size() - 1))];
  };
  std::printf("%-42s p50 %7.3f ms  p99 %7.3f ms  (target p99 <= %.0f ms)  n %zu\n", what, at(0.5),
              at(0.99), kTargetMs, ms.size());
}

}  // namespace

int main(int argc, char** argv) {
  const int concurrent = argc > 1 ? std::atoi(argv[1]) : 100;
  const int turns = argc > 2 ? std::atoi(argv[2]) : 10;
  const auto beside = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "nexyd";

  nexy::SimOptions options;
  options.strict = false;
  options.record_max = 1'000'000;
  nexy::SimServer sim(options);
  sim.Script(
      "gemini",
      R"({"text": ["Turn $N is what you hear now. That", " is all."], "latency": {"first": 300, "between": 50}})");
  sim.Script("azure_tts", R"({"audio_ms": 2000, "latency": {"first": 100}})");
  const Nexyd nexyd(argc > 3 ? argv[3] : beside.string(), sim);
  if (nexyd.address().empty()) return 1;

  auto stub = v1::StreamingService::NewStub(
      grpc::CreateChannel(nexyd.address(), grpc::InsecureChannelCredentials()));
  Heard heard;
  {
    std::vector<std::jthread> people;
    for (int i = 0; i < concurrent; ++i) {
      people.emplace_back([&heard, &stub, i, turns, concurrent] {
        // People do not ask in the same instant: their questions are spread over two seconds.
        std::this_thread::sleep_for(std::chrono::milliseconds(2000) * i / concurrent);
        for (int turn = 0; turn < turns; ++turn) heard.Ask(*stub, i);
      });
    }
  }

  std::map<std::uint64_t, std::int64_t> token_ns;
  for (const nexy::SimRequest& request : sim.Requests("gemini"))
    token_ns[request.number] = request.first_ns;
  std::vector<double> to_request, to_wire;
  for (const nexy::SimRequest& request : sim.Requests("azure_tts")) {
    const std::size_t at = request.body.find("Turn ");
    if (at == std::string::npos) continue;
    const auto number = std::strtoull(request.body.c_str() + at + 5, nullptr, 10);
    const auto token = token_ns.find(number);
    const auto sound = heard.at_ns().find(number);
    if (token == token_ns.end() || sound == heard.at_ns().end()) continue;
    to_request.push_back(static_cast<double>(request.arrived_ns - token->second) / 1e6);
    to_wire.push_back(static_cast<double>(sound->second - request.first_ns) / 1e6);
  }
  double load = 0;
  getloadavg(&load, 1);
  std::printf("%d turns at once, %d each, %d failed; load average %.1f on %u processors\n",
              concurrent, turns, heard.failed(), load, std::thread::hardware_concurrency());
  Print("first token -> request for its speech", to_request);
  Print("first byte of speech -> client", to_wire);
  return 0;
}
