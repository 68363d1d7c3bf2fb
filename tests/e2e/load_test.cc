// Many people at once.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <optional>
#include <vector>

#include "e2e/nexyd_process.h"
#include "e2e/tcp_exchange.h"
#include "streaming.grpc.pb.h"

namespace nexy::testing {
namespace {

using ::testing::HasSubstr;

TEST(Load, TwentyQuestionsAtOnceAreAllAnsweredCorrectly) {
  NexydProcess server(kPatient);
  std::vector<std::unique_ptr<Person>> people;
  std::vector<std::unique_ptr<Program>> asking;
  for (int i = 0; i < 20; ++i) {
    people.push_back(std::make_unique<Person>(server));
    const std::string question = i % 2 == 0 ? "What is 1000 + " + std::to_string(i) + "?"
                                            : "Сколько будет 1000 + " + std::to_string(i) + "?";
    asking.push_back(
        std::make_unique<Program>(AskArguments(server, question), people.back()->home()));
  }
  for (int i = 0; i < 20; ++i) {
    const auto answer = ParseAnswer(asking[static_cast<std::size_t>(i)]->Wait());
    EXPECT_EQ(answer.exit_code, 0) << answer.err;
    EXPECT_EQ(answer.outcome, "ok");
    EXPECT_THAT(answer.text, HasSubstr(std::to_string(1000 + i)));
    EXPECT_GT(answer.audio_seconds, 0.5);
  }
}

// Reads the first message of a long answer, and then nothing more.
class ClientThatStopsReading {
 public:
  ClientThatStopsReading(const NexydProcess& server, const std::string& session)
      : stub_(streaming::StreamingService::NewStub(server.Connect())) {
    streaming::StreamRequest request;
    request.set_prompt("What can you do?");
    request.set_hardware_id("slow");
    request.set_session_id(session);
    stream_ = stub_->StreamAudio(&context_, request);
    got_first_ = stream_->Read(&first_);
  }
  ~ClientThatStopsReading() {
    context_.TryCancel();
    stream_->Finish();
  }

  bool got_first() const { return got_first_; }

  // Reads on: whether the answer ends as it should.
  bool ReadsToTheEnd() {
    streaming::StreamResponse message;
    std::string last;
    while (stream_->Read(&message)) last = message.end_message();
    return last == "Обработка завершена";
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<streaming::StreamingService::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<streaming::StreamResponse>> stream_;
  streaming::StreamResponse first_;
  bool got_first_ = false;
};

TEST(Load, ClientThatStopsReadingHoldsUpNobodyElseAndLosesNothing) {
  NexydProcess server(kPatient);
  std::vector<std::unique_ptr<ClientThatStopsReading>> slow;
  for (int i = 0; i < 3; ++i) {
    slow.push_back(std::make_unique<ClientThatStopsReading>(
        server, "11111111-1111-4111-8111-11111111111" + std::to_string(i)));
    ASSERT_TRUE(slow.back()->got_first());
  }
  const Person person(server);
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(person.Ask("Who wrote Hamlet?").text, HasSubstr("llm.provider"));
  }
  EXPECT_TRUE(slow.front()->ReadsToTheEnd());
}

}  // namespace
}  // namespace nexy::testing
