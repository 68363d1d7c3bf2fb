// A bad network between people and nexyd, and between nexyd and its providers: what a person hears.
#include <gmock/gmock.h>

#include <optional>

#include "e2e/await.h"
#include "e2e/nexyd_process.h"
#include "e2e/provider_settings.h"
#include "fault_proxy.h"
#include "sim_server.h"

namespace nexy::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PeoplesNetwork : public ::testing::Test {
 protected:
  PeoplesNetwork() : server_({"turn.notice_after=0", "turn.speak_by=1m", "turn.audio_ahead=1s"}) {
    network_.emplace(server_.grpc());
  }
  std::vector<std::string> Asking(const std::string& question) const {
    return {"ask", question, "--server", network_->address(), "--json", "--no-play"};
  }
  AskResult Ask(const std::string& question) const {
    return ParseAnswer(RunNexy(Asking(question), home_));
  }

  NexydProcess server_;
  std::optional<FaultProxy> network_;
  TemporaryFolder home_;
};

TEST_F(PeoplesNetwork, ThatIsSlowAndUnsteadyLosesNothing) {
  network_->Behave({.latency = 20ms, .jitter = 30ms});
  const AskResult answer = Ask("What is 2 + 2?");
  EXPECT_EQ(answer.text, "The answer is 4.") << answer.err;
  EXPECT_EQ(answer.outcome, "ok");
}

TEST_F(PeoplesNetwork, ThatDripsLosesNothing) {
  network_->Behave({.drip_bytes = 700, .drip_pause = 1ms});
  const AskResult answer = Ask("What is 2 + 2?");
  EXPECT_EQ(answer.text, "The answer is 4.") << answer.err;
  EXPECT_GT(answer.audio_seconds, 0.5);
}

TEST_F(PeoplesNetwork, ThatBreaksInMidAnswerIsNamedAndTheNextQuestionIsAnswered) {
  for (const auto how : {FaultProxy::How::kReset, FaultProxy::How::kGoodbye}) {
    Program asking(Asking(kLongQuestion), home_);
    ASSERT_TRUE(asking.AwaitOutput(kFirstWords));
    network_->Cut(how);
    const AskResult answer = ParseAnswer(asking.Wait());
    EXPECT_EQ(answer.exit_code, 1);
    EXPECT_THAT(answer.err, HasSubstr("was lost"));
    EXPECT_EQ(Ask("What is 2 + 2?").text, "The answer is 4.");
  }
}

TEST_F(PeoplesNetwork, ThatTakesEverythingAndGivesNothingBackIsNamed) {
  network_->Behave({.swallow = true});
  const AskResult answer = Ask("What is 2 + 2?");
  EXPECT_EQ(answer.exit_code, 3);
  EXPECT_THAT(answer.err, HasSubstr("does not answer"));
  network_->Behave({});
  EXPECT_EQ(Ask("What is 2 + 2?").text, "The answer is 4.");
}

TEST_F(PeoplesNetwork, ThatLetsTheLastComeFirstAnswersBoth) {
  network_->Behave({.reorder = 2});
  const TemporaryFolder other;
  Program first(Asking("What is 2 + 2?"), home_);
  Program second(Asking("What is 3 + 3?"), other);
  EXPECT_EQ(ParseAnswer(first.Wait()).text, "The answer is 4.");
  EXPECT_EQ(ParseAnswer(second.Wait()).text, "The answer is 6.");
}

// Half a minute, in which nothing is done but waiting, until gRPC's keepalive gives the connection up.
TEST_F(PeoplesNetwork, ThatGoesSilentInMidAnswerIsNamedOnceTheKeepaliveIsOver) {
  Program asking(Asking(kLongQuestion), home_);
  ASSERT_TRUE(asking.AwaitOutput(kFirstWords));
  network_->Behave({.swallow = true});
  const AskResult answer = ParseAnswer(asking.Wait());
  EXPECT_EQ(answer.exit_code, 1);
  EXPECT_THAT(answer.err, HasSubstr("was lost"));
}

class ProvidersNetwork : public ::testing::Test {
 protected:
  ProvidersNetwork() {
    network_.emplace(sim_.http());
    sim_.Script("openai_chat", R"({"text": ["First comes one. ", "Second comes two."]})");
  }
  void Start(const std::vector<std::string>& more) {
    std::vector<std::string> settings = ProviderSettings("http://" + network_->address());
    settings.insert(settings.end(), more.begin(), more.end());
    server_.emplace(settings, ProviderKeys());
    person_.emplace(*server_);
  }
  AskResult Ask() const { return person_->Ask("Who wrote Hamlet?"); }

  SimServer sim_;
  std::optional<FaultProxy> network_;
  std::optional<NexydProcess> server_;
  std::optional<Person> person_;
};

TEST_F(ProvidersNetwork, ThatIsSlowOrDripsOrMixesItsConnectionsUpChangesNoWord) {
  Start({"llm.provider=openai", "tts.provider=azure", "tts.prewarm=2",
         "tts.first_audio_timeout=50s", "tts.next_audio_timeout=50s"});
  sim_.Script("azure_tts", R"({"audio_ms": 300})");
  for (const LinkFaults& faults :
       {LinkFaults{.latency = 20ms, .jitter = 20ms},
        LinkFaults{.drip_bytes = 400, .drip_pause = 1ms}, LinkFaults{.reorder = 2}}) {
    network_->Behave(faults);
    network_->Cut(FaultProxy::How::kReset);  // Connections of before.
    const AskResult answer = Ask();
    EXPECT_THAT(answer.sentences, ElementsAre("First comes one.", "Second comes two."));
    EXPECT_EQ(answer.outcome, "ok") << answer.cause << answer.err;
  }
}

TEST_F(ProvidersNetwork, ThatGivesNothingBackIsApologisedFor) {
  Start(
      {"llm.provider=openai", "llm.first_token_timeout=1s", "llm.resilience.breaker.failures=100"});
  network_->Behave({.swallow = true});
  const AskResult answer = Ask();
  EXPECT_EQ(answer.outcome + " " + answer.cause, "failed llm_timeout") << answer.text;
  EXPECT_GT(answer.audio_seconds, 1);
  network_->Behave({});
  network_->Cut(FaultProxy::How::kReset);
  EXPECT_TRUE(Await([this] { return Ask().outcome == "ok"; }));  // In time, on a busy machine.
}

TEST_F(ProvidersNetwork, ThatBreaksInMidAnswerIsApologisedForAfterWhatWasSaid) {
  sim_.Script("openai_chat", R"([{"text": ["First comes one. ", "Second ", "comes two."],
                                  "stall": {"after_pieces": 3}}, {"text": ["Third."]}])");
  Start({"llm.provider=openai", "llm.next_token_timeout=50s"});
  Program asking(AskArguments(*server_, "Who wrote Hamlet?"), person_->home());
  ASSERT_TRUE(asking.AwaitOutput("First comes one."));
  network_->Cut(FaultProxy::How::kReset);
  const AskResult answer = ParseAnswer(asking.Wait());
  EXPECT_EQ(answer.sentences.front(), "First comes one.");
  EXPECT_EQ(answer.outcome + " " + answer.cause, "failed llm_unavailable") << answer.text;
  EXPECT_EQ(Ask().text, "Third.");
}

TEST_F(ProvidersNetwork, OfAVoiceThatGivesNothingBackIsReplacedByTheVoiceInside) {
  Start({"tts.provider=azure", "tts.first_audio_timeout=2s"});
  network_->Behave({.swallow = true});
  network_->Cut(FaultProxy::How::kReset);
  const AskResult answer = person_->Ask("What is 2 + 2?");
  EXPECT_EQ(answer.outcome + " " + answer.cause, "degraded voice_fallback") << answer.err;
  EXPECT_THAT(answer.text, HasSubstr("I use a simpler one"));
  EXPECT_THAT(answer.text, HasSubstr("The answer is 4."));
}

}  // namespace
}  // namespace nexy::testing
