// A person asks; the offline mind and the embedded voice answer.
#include <gmock/gmock.h>

#include "audio/wav.h"
#include "e2e/nexyd_process.h"

namespace nexy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Questions : public ::testing::Test {
 protected:
  // The answer to a question that nothing disturbs.
  AskResult Ask(const std::string& question, const std::vector<std::string>& more = {}) {
    AskResult answer = person_.Ask(question, more);
    EXPECT_EQ(answer.exit_code, 0) << question << ": " << answer.err;
    EXPECT_EQ(answer.outcome, "ok") << question;
    EXPECT_GT(answer.audio_seconds, 0.2) << question;
    return answer;
  }

  NexydProcess server_{kPatient};
  Person person_{server_};
};

TEST_F(Questions, ArithmeticIsAnsweredInTheLanguageOfTheQuestion) {
  EXPECT_EQ(Ask("What is 15 % of 80?").text, "The answer is 12.");
  EXPECT_EQ(Ask("Сколько будет 17 умножить на 23?").text, "Ответ: 391.");
}

TEST_F(Questions, TimeIsTold) {
  EXPECT_THAT(Ask("What time is it?").text, ContainsRegex("^It is [0-9]+:[0-9][0-9] [AP]M\\.$"));
  EXPECT_THAT(Ask("Который час?").text, ContainsRegex("^Сейчас [0-9]+ час"));
}

TEST_F(Questions, HelpSaysWhatToAskInBothLanguages) {
  EXPECT_THAT(Ask("What can you do?").text, HasSubstr("read the screen"));
  EXPECT_THAT(Ask("Что ты умеешь?").text, HasSubstr("прочитай экран"));
}

TEST_F(Questions, WhatCannotBeAnsweredOfflineIsSaidHonestlyWithWhatToConfigure) {
  EXPECT_THAT(Ask("Who wrote Hamlet?").text,
              AllOf(HasSubstr("I am offline"), HasSubstr("llm.provider")));
  EXPECT_THAT(Ask("Кто написал Гамлета?").text,
              AllOf(HasSubstr("без интернета"), HasSubstr("llm.provider")));
}

TEST_F(Questions, ScreenIsReadInPortionsUntilAllIsRead) {
  const auto first = Ask("Read what is on my screen", {"--screenshot", kExampleScreen});
  EXPECT_THAT(first.text, AllOf(HasSubstr("Your train to Edinburgh is booked."),
                                HasSubstr("seat 41 in coach C"), HasSubstr("Say more to go on.")));
  const auto second = Ask("more");
  EXPECT_THAT(second.text,
              AllOf(HasSubstr("3 unread messages."), Not(HasSubstr("seat 41 in coach C"))));
  EXPECT_THAT(Ask("more").text, HasSubstr("nothing more to read"));
}

TEST_F(Questions, ButtonIsFoundOnTheLastScreenAndTheAnswerIsRepeated) {
  const std::string found = Ask("Find the Reply button", {"--screenshot", kExampleScreen}).text;
  EXPECT_EQ(found, "Yes, “Reply” is at the top left, to the right of “New message”.");
  EXPECT_EQ(Ask("Repeat").text, found);
  EXPECT_EQ(Ask("Where is Forward?").text.substr(0, 4), "Yes,");
  EXPECT_THAT(Ask("Where is the elephant?").text, HasSubstr("did not find"));
}

TEST_F(Questions, ScreenOfOnePersonIsNotKnownToAnother) {
  Ask("Read the title", {"--screenshot", kExampleScreen});
  const Person stranger(server_);
  EXPECT_THAT(stranger.Ask("Read the screen").text, HasSubstr("I have no picture of your screen"));
}

TEST_F(Questions, WavFileHoldsTheWholeAnswerAndIsNotSilent) {
  const std::string path = person_.home() / "answer.wav";
  const auto answer = Ask("What can you do?", {"--wav", path});
  const std::string bytes = Contents(path);
  const auto wav = ReadWav(bytes);
  ASSERT_TRUE(wav.ok()) << wav.status();
  EXPECT_EQ(wav->format.sample_rate, 48000);
  EXPECT_EQ(wav->format.channels, 1);
  EXPECT_NEAR(static_cast<double>(wav->pcm.size()) / (2 * 48000), answer.audio_seconds, 0.01);
  EXPECT_GT(answer.audio_seconds, 10);
  EXPECT_LT(std::count(wav->pcm.begin(), wav->pcm.end(), '\0'),
            static_cast<std::ptrdiff_t>(wav->pcm.size() / 2));
}

TEST_F(Questions, WelcomeIsSpoken) {
  const std::string path = person_.home() / "welcome.wav";
  const auto welcome = person_.Run({"welcome", "--no-play", "--wav", path});
  EXPECT_EQ(welcome.exit_code, 0) << welcome.err;
  const std::string bytes = Contents(path);
  const auto wav = ReadWav(bytes);
  ASSERT_TRUE(wav.ok()) << wav.status();
  EXPECT_THAT(wav->pcm, SizeIs(Gt(48000u)));
}

TEST_F(Questions, QuestionComesFromStandardInputToo) {
  const auto result = RunNexy({"ask", "--no-play", "--server", server_.grpc()}, person_.home(), {},
                              "What is 2 + 2?\n");
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(result.out, "The answer is 4.\n");
}

TEST_F(Questions, BlankQuestionIsRefusedWithItsReason) {
  const auto answer = person_.Ask(" ");
  EXPECT_NE(answer.exit_code, 0);
  EXPECT_THAT(answer.err, Not(IsEmpty()));
}

}  // namespace
}  // namespace nexy::testing
