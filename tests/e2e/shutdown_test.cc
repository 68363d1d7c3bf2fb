// SIGTERM: no new turns, live ones are heard to a good end, exit code 0.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <signal.h>

#include <chrono>

#include "e2e/nexyd_process.h"
#include "e2e/tcp_exchange.h"
#include "health.grpc.pb.h"

namespace nexy::testing {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kLongQuestion = "What can you do?";
constexpr const char* kFirstWords = "I can read what is on your screen";

// Follows the health service of a server.
class HealthWatch {
 public:
  explicit HealthWatch(const NexydProcess& server)
      : stub_(grpc::health::v1::Health::NewStub(server.Connect())) {
    HealthCheckRequest request;
    request.set_service("streaming.StreamingService");
    stream_ = stub_->Watch(&context_, request);
  }
  ~HealthWatch() {
    context_.TryCancel();
    stream_->Finish();
  }

  // False when the server goes without ever saying so.
  bool Await(HealthCheckResponse::ServingStatus status) {
    HealthCheckResponse response;
    while (stream_->Read(&response)) {
      if (response.status() == status) return true;
    }
    return false;
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::health::v1::Health::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<HealthCheckResponse>> stream_;
};

TEST(Shutdown, IdleServerLeavesWithinASecond) {
  NexydProcess server;
  const auto start = std::chrono::steady_clock::now();
  const auto result = server.Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  EXPECT_EQ(result.exit_code, 0);
}

TEST(Shutdown, CtrlCIsAnOrderlyStopToo) {
  NexydProcess server;
  server.Signal(SIGINT);
  EXPECT_EQ(server.Wait().exit_code, 0);
}

TEST(Shutdown, NewTurnsAreRefusedAndTheLiveOneIsToldThatTheServerRestarts) {
  NexydProcess server({"rpc.shutdown_grace=4s"});
  const Person person(server);
  const Person latecomer(server);
  HealthWatch health(server);
  ASSERT_TRUE(health.Await(HealthCheckResponse::SERVING));
  Program asking(AskArguments(server, kLongQuestion), person.home());
  ASSERT_TRUE(asking.AwaitOutput(kFirstWords));
  server.Signal(SIGTERM);
  ASSERT_TRUE(health.Await(HealthCheckResponse::NOT_SERVING));

  const auto page = HttpGet(server.http(), "/health");
  EXPECT_EQ(page.status, 503);
  EXPECT_THAT(page.body, HasSubstr("draining"));
  EXPECT_EQ(HttpGet(server.http(), "/ready").status, 503);
  EXPECT_EQ(HttpGet(server.http(), "/status").status, 200);
  EXPECT_EQ(HttpGet(server.http(), "/metrics").status, 200);
  EXPECT_EQ(latecomer.Run({"status"}).exit_code, 1);
  const auto refused = latecomer.Ask("What is 2 + 2?");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.sentences, IsEmpty());
  EXPECT_THAT(refused.err, HasSubstr("shutting down"));

  const auto answer = ParseAnswer(asking.Wait());
  EXPECT_EQ(answer.outcome, "failed");
  EXPECT_EQ(answer.cause, "draining");
  EXPECT_THAT(answer.text, EndsWith("The server is restarting. Please ask again in a minute."));
  EXPECT_EQ(server.Wait().exit_code, 0);
}

TEST(Shutdown, LiveTurnThatFitsTheGraceIsHeardWhole) {
  NexydProcess server({"rpc.shutdown_grace=30s", "tts.espeak.rate=450"});
  const Person person(server);
  Program asking(AskArguments(server, "Who wrote Hamlet?"), person.home());
  ASSERT_TRUE(asking.AwaitOutput("I am offline"));
  server.Signal(SIGTERM);
  const auto answer = ParseAnswer(asking.Wait());
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.outcome, "ok");
  EXPECT_THAT(answer.text, HasSubstr("llm.provider"));
  EXPECT_EQ(server.Wait().exit_code, 0);
}

TEST(Shutdown, ServerThatIsAwayIsNamedByTheClient) {
  NexydProcess server;
  const Person person(server);
  server.Stop();
  const auto answer = person.Ask("What is 2 + 2?");
  EXPECT_EQ(answer.exit_code, 3);
  EXPECT_THAT(answer.err, HasSubstr(server.grpc()));
}

}  // namespace
}  // namespace nexy::testing
