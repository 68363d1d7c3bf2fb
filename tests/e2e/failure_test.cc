// The embedded voice loses its workers while it speaks.
#include <gmock/gmock.h>
#include <signal.h>

#include "e2e/nexyd_process.h"

namespace nexy::testing {
namespace {

constexpr const char* kQuestion = "Who wrote Hamlet?";

TEST(LostWorkers, CostNoWordAndNoSample) {
  NexydProcess server({"tts.espeak.rate=450"});
  const Person person(server);
  const std::string whole = person.home() / "whole.wav";
  const std::string disturbed = person.home() / "disturbed.wav";
  const auto undisturbed = person.Ask(kQuestion, {"--wav", whole});

  Program asking(AskArguments(server, kQuestion, {"--wav", disturbed}), person.home());
  ASSERT_TRUE(asking.AwaitOutput("I am offline"));
  const auto workers = server.WorkerPids();
  ASSERT_FALSE(workers.empty());
  for (const int worker : workers) kill(worker, SIGKILL);
  const auto answer = ParseAnswer(asking.Wait());
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.outcome, "ok");
  EXPECT_EQ(answer.text, undisturbed.text);
  EXPECT_TRUE(Contents(disturbed) == Contents(whole)) << "the sound differs";
  EXPECT_EQ(server.Stop().exit_code, 0);
}

TEST(LostWorkers, AreReplacedForTheNextQuestion) {
  NexydProcess server(kPatient);
  const Person person(server);
  for (int round = 0; round < 5; ++round) {
    for (const int worker : server.WorkerPids()) kill(worker, SIGKILL);
    const auto answer = person.Ask("What is 2 + " + std::to_string(round) + "?");
    EXPECT_EQ(answer.text, "The answer is " + std::to_string(2 + round) + ".") << answer.err;
    EXPECT_EQ(answer.outcome, "ok");
  }
}

}  // namespace
}  // namespace nexy::testing
