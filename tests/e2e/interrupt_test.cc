// An answer is silenced in the middle.
#include <gmock/gmock.h>
#include <signal.h>

#include <nlohmann/json.hpp>

#include "audio/wav.h"
#include "e2e/nexyd_process.h"
#include "e2e/tcp_exchange.h"

namespace nexy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Interrupting : public ::testing::Test {
 protected:
  NexydProcess server_;
  Person person_{server_};
};

TEST_F(Interrupting, CommandFromElsewhereEndsTheAnswerAndNamesItsSession) {
  const std::string session = "11111111-1111-4111-8111-111111111111";
  Program asking(AskArguments(server_, kLongQuestion, {"--session", session}), person_.home());
  ASSERT_TRUE(asking.AwaitOutput(kFirstWords));
  const auto interrupt = person_.Run({"interrupt"});
  EXPECT_EQ(interrupt.exit_code, 0) << interrupt.err;
  EXPECT_EQ(interrupt.out, "Interrupted " + session + "\n");
  const auto answer = ParseAnswer(asking.Wait());
  EXPECT_EQ(answer.exit_code, 130);
  EXPECT_EQ(answer.outcome, "interrupted");
  EXPECT_EQ(answer.cause, "user_interrupt");
  EXPECT_THAT(answer.text, Not(HasSubstr("llm.provider"))) << "its last sentence is never sent";
  EXPECT_EQ(person_.Ask("What is 2 + 2?").text, "The answer is 4.") << "accepted at once";
}

TEST_F(Interrupting, CtrlCInterruptsOnTheServerAndTheNextQuestionIsAnsweredAtOnce) {
  const std::string wav = person_.home() / "part.wav";
  Program asking(AskArguments(server_, kLongQuestion, {"--wav", wav}), person_.home());
  ASSERT_TRUE(asking.AwaitOutput(kFirstWords));
  asking.Signal(SIGINT);
  const auto answer = ParseAnswer(asking.Wait());
  EXPECT_EQ(answer.exit_code, 130);
  EXPECT_EQ(answer.outcome, "interrupted");
  const std::string heard = Contents(wav);
  ASSERT_GE(heard.size(), kWavHeaderBytes);
  EXPECT_EQ(heard.substr(0, kWavHeaderBytes),
            WavHeader(kWireFormat, heard.size() - kWavHeaderBytes))
      << "what was heard is kept as a whole file, however little it was";
  EXPECT_EQ(person_.Ask("What is 2 + 2?").text, "The answer is 4.");
  const auto status = nlohmann::json::parse(HttpGet(server_.http(), "/status").body);
  EXPECT_EQ(status.at("live_turns"), 0);
  EXPECT_EQ(status.at("turns").at("interrupted").at("last_minute"), 1);
}

TEST_F(Interrupting, OtherPeopleAreNotTouched) {
  const Person other(server_);
  Program theirs(AskArguments(server_, kLongQuestion), other.home());
  Program asking(AskArguments(server_, kLongQuestion), person_.home());
  ASSERT_TRUE(theirs.AwaitOutput(kFirstWords));
  ASSERT_TRUE(asking.AwaitOutput(kFirstWords));
  EXPECT_EQ(person_.Run({"interrupt"}).exit_code, 0);
  EXPECT_EQ(asking.Wait().exit_code, 130);
  const auto answer = ParseAnswer(theirs.Wait());
  EXPECT_EQ(answer.exit_code, 0) << answer.err;
  EXPECT_EQ(answer.outcome, "ok");
  EXPECT_THAT(answer.text, HasSubstr("llm.provider")) << "to its last sentence";
}

TEST_F(Interrupting, InterruptOfNothingIsNoMistake) {
  const auto interrupt = person_.Run({"interrupt"});
  EXPECT_EQ(interrupt.exit_code, 0);
  EXPECT_THAT(interrupt.out, HasSubstr("Nothing was being answered"));
}

}  // namespace
}  // namespace nexy::testing
