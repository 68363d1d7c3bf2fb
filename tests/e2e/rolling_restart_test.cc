// Two nexyd behind the nginx of deploy/ are replaced one after the other while people ask: no
// answer is cut and no question is refused.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include "base/strings.h"
#include "e2e/nexyd_process.h"
#include "e2e/tcp_exchange.h"
#include "fault_proxy.h"
#include "session/session_id.h"
#include "streaming.grpc.pb.h"

namespace nexy::testing {
namespace {

using ::testing::IsEmpty;

const std::string kDeploy = NEXY_SOURCE_DIR "/deploy/";

// The nginx of deploy/nginx, without TLS and on a port of its own, with two servers behind it.
class Edge {
 public:
  Edge(const std::string& one, const std::string& other) {
    for (const char* folder : {"conf", "conf/snippets", "conf/nexy", "logs"}) {
      std::filesystem::create_directories(home_ / folder);
    }
    const std::string locations = Contents(kDeploy + "nginx/nexy-locations.conf");
    WriteContents(home_ / "conf/snippets/nexy-locations.conf", locations);
    WriteContents(home_ / "conf/snippets/nexy-http.conf",
                  Contents(kDeploy + "nginx/nexy-http.conf"));
    WriteContents(servers(), "server " + one + ";\nserver " + other + ";\n");
    port_ = FreePort();
    WriteContents(home_ / "conf/nginx.conf",
                  Concat("worker_processes 1;\ndaemon off;\npid ", home_ / "nginx.pid",
                         ";\nerror_log ", home_ / "logs/error.log", " notice;\n", user(),
                         "events { worker_connections 512; }\nhttp {\n  access_log off;\n",
                         "  upstream nexy_prod_grpc {\n    include nexy/grpc-servers.conf;\n  }\n",
                         "  server {\n    listen 127.0.0.1:", port_, " http2;\n",
                         "    set $nexy_grpc nexy_prod_grpc;\n    set $nexy_http 127.0.0.1:1;\n",
                         "    set $nexy_update 127.0.0.1:1;\n",
                         "    include snippets/nexy-locations.conf;\n  }\n}\n"));
    program_.emplace(std::vector<std::string>{"-p", home_.path(), "-c", home_ / "conf/nginx.conf"},
                     home_, Program::Environment{}, "", "/usr/sbin/nginx");
  }
  ~Edge() {
    program_->Signal(SIGTERM);
    program_->Wait();
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string servers() const { return home_ / "conf/nexy/grpc-servers.conf"; }
  int pid() const { return program_->pid(); }
  std::string log() const { return Contents(home_ / "logs/error.log"); }

 private:
  static std::string user() { return geteuid() == 0 ? "user root;\n" : ""; }
  // nginx does not choose a port itself; nobody else takes this one meanwhile, or the test fails.
  static int FreePort() {
    const FaultProxy somebody("127.0.0.1:1");
    return std::stoi(PortOf(somebody.address()));
  }

  TemporaryFolder home_;
  int port_ = 0;
  std::optional<Program> program_;
};

// People who ask one question after the other through the edge, and what went wrong for them.
class People {
 public:
  People(const std::string& address, int count) {
    for (int i = 0; i < count; ++i) {
      threads_.emplace_back([this, address, i] { AskOn(address, i); });
    }
  }
  ~People() { Stop(); }

  void Stop() {
    stopped_ = true;
    threads_.clear();
  }
  // Until so many more answers were begun and heard whole.
  bool AwaitAnswers(int more) {
    const int wanted = answers_ + more;
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(120),
                             [this, wanted] { return answers_ >= wanted; });
  }
  int answers() const { return answers_; }
  std::vector<std::string> complaints() {
    std::lock_guard lock(mutex_);
    return complaints_;
  }

 private:
  void AskOn(const std::string& address, int number) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    const auto stub = streaming::StreamingService::NewStub(
        grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
    while (!stopped_) {
      grpc::ClientContext context;
      context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
      context.set_wait_for_ready(true);
      streaming::StreamRequest request;
      request.set_prompt("Who wrote Hamlet?");
      request.set_hardware_id("person-" + std::to_string(number));
      request.set_session_id(MintSessionId(RandomBytes()));
      const auto reader = stub->StreamAudio(&context, request);
      streaming::StreamResponse message;
      std::string end;
      while (reader->Read(&message)) {
        if (message.has_end_message()) end = message.end_message();
        if (message.has_error_message()) end = message.error_message();
      }
      Count(reader->Finish(), end);
    }
  }
  void Count(const grpc::Status& status, const std::string& end) {
    std::lock_guard lock(mutex_);
    if (status.ok() && end == "Обработка завершена") {
      ++answers_;
    } else {
      complaints_.push_back(
          Concat(static_cast<int>(status.error_code()), " ", status.error_message(), " ", end));
    }
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> complaints_;
  std::atomic<int> answers_{0};
  std::atomic<bool> stopped_{false};
  std::vector<std::jthread> threads_;
};

std::vector<std::string> Settings() {
  std::vector<std::string> settings = kPatient;
  for (const char* setting : {"rpc.shutdown_grace=60s", "tts.espeak.rate=450",
                              "rpc.device_turns_per_minute=0", "turn.audio_ahead=3s"}) {
    settings.push_back(setting);
  }
  return settings;
}

TEST(RollingRestart, BehindNginxCutsNoAnswerAndRefusesNoQuestion) {
  std::vector<std::optional<NexydProcess>> servers(2);
  for (auto& server : servers) server.emplace(Settings());
  Edge edge(servers[0]->grpc(), servers[1]->grpc());
  People people(edge.address(), 5);
  ASSERT_TRUE(people.AwaitAnswers(2)) << edge.log();
  for (auto& server : servers) {
    const std::string address = server->grpc();
    // As docs/operations.md says, step by step.
    const ProgramResult out = Program({"out", address, edge.servers(), std::to_string(edge.pid())},
                                      {}, {}, "", kDeploy + "nginx/nexy-backend")
                                  .Wait();
    ASSERT_EQ(out.exit_code, 0) << out.out << out.err;
    server->Signal(SIGTERM);
    EXPECT_EQ(server->Wait().exit_code, 0);
    ASSERT_TRUE(people.AwaitAnswers(2)) << "while one server is away";
    std::vector<std::string> settings = Settings();
    settings.push_back("rpc.port=" + PortOf(address));
    server.emplace(settings);
    ASSERT_EQ(HttpGet(server->http(), "/ready").status, 200);
    const ProgramResult in = Program({"in", address, edge.servers(), std::to_string(edge.pid())},
                                     {}, {}, "", kDeploy + "nginx/nexy-backend")
                                 .Wait();
    ASSERT_EQ(in.exit_code, 0) << in.out << in.err;
    ASSERT_TRUE(people.AwaitAnswers(3));
  }
  people.Stop();
  EXPECT_THAT(people.complaints(), IsEmpty()) << "of " << people.answers() << " answers\n"
                                              << edge.log();
}

}  // namespace
}  // namespace nexy::testing
