// Minds and voices over the network, played by nexy-sim: what a person hears, what an operator
// sees, and where keys do not go.
#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "e2e/nexyd_process.h"
#include "e2e/provider_settings.h"
#include "e2e/tcp_exchange.h"
#include "sim_server.h"

namespace nexy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kOpenAiKey = "sk-e2e-Secret-Key-4711";
const std::string kGeminiKey = "AIza-e2e-Secret-Key-4712";
const std::string kAzureKey = "azure-e2e-Secret-Key-4713";
constexpr const char* kSimplerVoice = "My usual voice is unavailable, so I use a simpler one.";

class Providers : public ::testing::Test {
 protected:
  void Start(std::vector<std::string> settings, bool tls = false) {
    const std::string base = tls ? sim_.https_url() : sim_.http_url();
    std::vector<std::string> all = ProviderSettings(base);
    if (tls) all.push_back("http.ca_file=" + sim_.ca_file());
    all.insert(all.end(), settings.begin(), settings.end());
    server_.emplace(all, Program::Environment{{"OPENAI_API_KEY", kOpenAiKey},
                                              {"GEMINI_API_KEY", kGeminiKey},
                                              {"AZURE_SPEECH_KEY", kAzureKey}});
    person_.emplace(*server_);
  }
  AskResult Ask(const std::string& question = "Who wrote Hamlet?") {
    return person_->Ask(question);
  }

  // How often a voice was asked to say `text`; it is asked for the welcome, too, ahead of time.
  std::size_t SpokenTimes(const std::string& service, const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(sim_.Requests(service), [&text](const SimRequest& request) {
          return request.body.find(text) != std::string::npos;
        }));
  }
  nlohmann::json Provider(const std::string& kind, const std::string& name) {
    const auto status = nlohmann::json::parse(HttpGet(server_->http(), "/status").body);
    for (const auto& provider : status.at("providers")) {
      if (provider.at("kind") == kind && provider.at("name") == name) return provider;
    }
    return nullptr;
  }
  // Ends the server; no key is in anything that it wrote or served.
  void ExpectNoKeyAnywhere() {
    std::string all = HttpGet(server_->http(), "/status").body;
    all += HttpGet(server_->http(), "/metrics").body;
    all += server_->Stop().err;
    EXPECT_THAT(all, HasSubstr("turn finished"));
    for (const std::string& key : {kOpenAiKey, kGeminiKey, kAzureKey}) {
      EXPECT_THAT(all, Not(HasSubstr(key)));
    }
    for (const SimRequest& request : sim_.Requests()) {
      for (const std::string& key : {kOpenAiKey, kGeminiKey, kAzureKey}) {
        EXPECT_THAT(request.target, Not(HasSubstr(key))) << "a key in a URL";
        EXPECT_THAT(request.body, Not(HasSubstr(key)));
      }
      EXPECT_NE(request.outcome, "refused") << request.service << ": " << request.refusal;
    }
  }

  SimServer sim_;
  std::optional<NexydProcess> server_;
  std::optional<Person> person_;
};

TEST_F(Providers, AnswerOverPlainHttp) {
  Start({"llm.provider=openai", "tts.provider=openai"});
  sim_.Script("openai_chat", R"({"text": ["Shakespeare. ", "It is ", "a play."]})");
  const AskResult answer = Ask();
  EXPECT_THAT(answer.sentences, ElementsAre("Shakespeare.", "It is a play.")) << answer.err;
  EXPECT_EQ(answer.outcome, "ok");
  EXPECT_NEAR(answer.audio_seconds, 25 * 0.06, 0.1) << "60 ms a character";
  EXPECT_EQ(sim_.Requests("openai_chat").at(0).Header("authorization"), "Bearer " + kOpenAiKey);
  EXPECT_EQ(SpokenTimes("openai_speech", "Shakespeare."), 1u);
  EXPECT_EQ(SpokenTimes("openai_speech", "It is a play."), 1u);
  EXPECT_EQ(Provider("llm", "openai").at("state"), "ok");
  ExpectNoKeyAnywhere();
}

TEST_F(Providers, AnswerOverTlsThatACaOfOnesOwnVouchesFor) {
  Start({"llm.provider=gemini", "tts.provider=azure"}, /*tls=*/true);
  sim_.Script("gemini", R"({"text": ["Shakespeare. ", "It is a play."]})");
  const AskResult answer = Ask();
  EXPECT_THAT(answer.sentences, ElementsAre("Shakespeare.", "It is a play.")) << answer.err;
  EXPECT_EQ(answer.outcome, "ok");
  EXPECT_TRUE(sim_.Requests("gemini").at(0).tls);
  EXPECT_EQ(sim_.Requests("azure_tts").at(0).Header("Ocp-Apim-Subscription-Key"), kAzureKey);
  ExpectNoKeyAnywhere();
}

TEST_F(Providers, ThatAreNotVouchedForAreNotTrusted) {
  Start({"llm.provider=gemini"}, /*tls=*/true);
  server_.reset();
  Start({"llm.provider=gemini", "http.ca_file="}, /*tls=*/true);
  const AskResult answer = Ask();
  EXPECT_EQ(answer.cause, "llm_unavailable") << answer.text;
  EXPECT_GT(answer.audio_seconds, 1);
  EXPECT_EQ(Provider("llm", "gemini").at("reason"), "tls");
  ExpectNoKeyAnywhere();
}

TEST_F(Providers, ThatFailAreReplacedByTheNext) {
  Start({"llm.provider=openai", "llm.fallbacks=gemini", "tts.provider=azure",
         "tts.fallbacks=openai"});
  sim_.Script("openai_chat", R"({"status": 500})");
  sim_.Script("gemini", R"({"text": ["Shakespeare."]})");
  sim_.Script("azure_tts", R"({"status": 503})");
  const AskResult answer = Ask();
  EXPECT_THAT(answer.sentences, ElementsAre("Shakespeare.")) << answer.err;
  EXPECT_EQ(answer.outcome + " " + answer.cause, "degraded llm_fallback");
  EXPECT_EQ(SpokenTimes("openai_speech", "Shakespeare."), 1u);
  EXPECT_EQ(Provider("llm", "openai").at("state"), "degraded");
  EXPECT_EQ(Provider("llm", "openai").at("reason"), "server_error");
  EXPECT_EQ(Provider("tts", "azure").at("reason"), "overloaded");
  ExpectNoKeyAnywhere();
}

TEST_F(Providers, ThatAreSilentAreOvertakenByTheOneThatIsAskedTooAndAreGivenUp) {
  Start({"llm.provider=gemini", "llm.fallbacks=openai", "llm.hedge_after=200ms"});
  sim_.Script("gemini", R"({"stall": "before_headers"})");
  sim_.Script("openai_chat", R"({"text": ["Shakespeare."]})");
  const AskResult answer = Ask();
  EXPECT_THAT(answer.sentences, ElementsAre("Shakespeare.")) << answer.err;
  EXPECT_EQ(answer.outcome, "ok") << "nobody has failed";
  EXPECT_EQ(sim_.Requests("gemini").size(), 1u);
  EXPECT_EQ(sim_.Requests("openai_chat").size(), 1u);
  EXPECT_TRUE(sim_.WaitForStats([](const SimStats& stats) { return stats.generations_live == 0; }))
      << "who is too late costs nothing more";
}

TEST_F(Providers, ThatAllFailAreApologisedForInTheEmbeddedVoice) {
  Start({"llm.provider=gemini", "llm.fallbacks=openai", "tts.provider=azure"});
  sim_.Script("gemini", R"({"status": 429, "error_code": "GenerateRequestsPerDayPerProject"})");
  sim_.Script("openai_chat", R"({"status": 500})");
  sim_.Script("azure_tts", R"({"status": 401})");
  const AskResult answer = Ask();
  EXPECT_THAT(answer.text, HasSubstr("limit is used up")) << answer.err;
  EXPECT_EQ(answer.outcome + " " + answer.cause, "failed llm_quota");
  EXPECT_GT(answer.audio_seconds, 1);
  EXPECT_EQ(Provider("llm", "gemini").at("state"), "down") << "a day's limit opens the circuit";
  EXPECT_EQ(Provider("llm", "gemini").at("circuit"), "open");
  EXPECT_GT(Provider("llm", "gemini").at("next_try_in_seconds"), 0);
  ExpectNoKeyAnywhere();
}

TEST_F(Providers, ThatHangAreGivenUp) {
  Start({"llm.provider=openai", "llm.first_token_timeout=300ms"});
  sim_.Script("openai_chat", R"({"stall": "before_headers"})");
  const AskResult answer = Ask();
  EXPECT_EQ(answer.outcome + " " + answer.cause, "failed llm_timeout") << answer.text;
  EXPECT_GT(answer.audio_seconds, 1);
  EXPECT_TRUE(sim_.WaitForStats([](const SimStats& stats) { return stats.generations_live == 0; }));
  EXPECT_EQ(Provider("llm", "openai").at("reason"), "silent");
  ExpectNoKeyAnywhere();
}

TEST_F(Providers, ThatBreakOffAreGoneOnFromByTheNext) {
  Start({"llm.provider=openai", "llm.fallbacks=gemini"});
  sim_.Script("openai_chat",
              R"({"text": ["First. Second. ", "Thi"], "cut": {"after_pieces": 2, "how": "rst"}})");
  sim_.Script("gemini", R"({"text": ["Second. ", "Third."]})");
  const AskResult answer = Ask();
  EXPECT_THAT(answer.sentences, ElementsAre("First.", "Second.", "Third.")) << answer.err;
  EXPECT_EQ(answer.outcome + " " + answer.cause, "degraded llm_fallback");
  EXPECT_THAT(sim_.Requests("gemini").at(0).body, HasSubstr("First. Second."));
  ExpectNoKeyAnywhere();
}

TEST_F(Providers, AVoiceThatBreaksOffIsReplacedFromThatSentenceOn) {
  Start({"llm.provider=openai", "tts.provider=azure", "turn.sentences_ahead=1"});
  sim_.Script("openai_chat", R"({"text": ["One is here now. Two is here. Three is here."]})");
  sim_.Script("azure_tts", R"([{}, {"cut": {"after_pieces": 2, "how": "rst"}}])");
  const AskResult answer = Ask();
  // The second sentence may or may not have been begun when its voice broke off.
  std::vector<std::string> said;
  for (const std::string& sentence : answer.sentences) {
    if (sentence != kSimplerVoice && (said.empty() || said.back() != sentence)) {
      said.push_back(sentence);
    }
  }
  EXPECT_THAT(said, ElementsAre("One is here now.", "Two is here.", "Three is here."))
      << answer.text;
  EXPECT_THAT(answer.text, HasSubstr(kSimplerVoice));
  EXPECT_EQ(answer.outcome + " " + answer.cause, "degraded voice_fallback");
  ExpectNoKeyAnywhere();
}

TEST_F(Providers, AModelThatSpeaksItselfIsHeard) {
  Start({"llm.provider=gemini_live"});
  sim_.Script("gemini_live", R"({"text": ["I speak myself."], "audio_ms": 1500})");
  const AskResult answer = Ask();
  EXPECT_EQ(answer.text, "I speak myself.") << answer.err;
  EXPECT_EQ(answer.outcome, "ok");
  EXPECT_NEAR(answer.audio_seconds, 1.5, 0.1);
  ExpectNoKeyAnywhere();
}

TEST_F(Providers, ABlockedQuestionIsSaidPlainly) {
  Start({"llm.provider=gemini", "llm.fallbacks=openai"});
  sim_.Script("gemini", R"({"block": "SAFETY"})");
  const AskResult answer = Ask();
  EXPECT_EQ(answer.text, "The AI provider declined this for safety. Please ask differently.");
  EXPECT_EQ(answer.outcome + " " + answer.cause, "blocked prompt_blocked");
  EXPECT_TRUE(sim_.Requests("openai_chat").empty()) << "no way around a refusal";
  ExpectNoKeyAnywhere();
}

TEST_F(Providers, WithoutTheirKeyTheServerDoesNotStartAndSaysWhatToDo) {
  const TemporaryFolder home;
  Program server({"--set", "llm.provider=gemini", "--set", "tts.provider=azure"}, home, {}, "",
                 "nexyd");
  const ProgramResult ended = server.Wait();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("set GEMINI_API_KEY in the environment, or "
                                   "llm.gemini.api_key_file"));
  EXPECT_THAT(ended.err, HasSubstr("AZURE_SPEECH_REGION"));
}

}  // namespace
}  // namespace nexy::testing
