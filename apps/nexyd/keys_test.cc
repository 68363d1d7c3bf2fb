#include "nexyd/keys.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/strings.h"
#include "nexyd/base_url.h"

namespace nexy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class KeysTest : public testing::Test {
 protected:
  ~KeysTest() override { std::filesystem::remove(file_); }

  void Write(const std::string& text, mode_t mode = 0600) {
    std::ofstream(file_) << text;
    chmod(file_.c_str(), mode);
  }
  absl::Status Read(std::map<std::string, std::string> environment = {}) {
    notices_.clear();
    return ReadKeys(environment, options_, notices_);
  }
  std::string Mistakes(std::map<std::string, std::string> environment = {}) {
    return std::string(MessageOf(Read(std::move(environment))));
  }

  const std::string file_ = testing::TempDir() + "nexy-key-" +
                            testing::UnitTest::GetInstance()->current_test_info()->name();
  Options options_;
  std::vector<std::string> notices_;
};

TEST_F(KeysTest, AreNotNeededByTheEmbeddedProviders) {
  EXPECT_TRUE(Read().ok());
  EXPECT_THAT(notices_, IsEmpty());
}

TEST_F(KeysTest, ComeFromTheEnvironment) {
  options_.llm.provider = "openai";
  options_.llm.fallbacks = {"gemini"};
  options_.tts.provider = "azure";
  options_.tts.azure.region = "westeurope";
  options_.tts.fallbacks = {"openai"};
  ASSERT_TRUE(
      Read({{"OPENAI_API_KEY", "sk-1"}, {"GEMINI_API_KEY", "g-2\n"}, {"AZURE_SPEECH_KEY", "a-3"}})
          .ok());
  EXPECT_EQ(options_.llm.openai.api_key.Reveal(), "sk-1");
  EXPECT_EQ(options_.tts.openai.api_key.Reveal(), "sk-1");
  EXPECT_EQ(options_.llm.gemini.api_key.Reveal(), "g-2");
  EXPECT_EQ(options_.tts.azure.key.Reveal(), "a-3");
  EXPECT_THAT(notices_, IsEmpty());
}

TEST_F(KeysTest, AFileWinsOverTheEnvironment) {
  Write("from-file\n");
  options_.llm.provider = "openai";
  options_.llm.openai.api_key_file = file_;
  ASSERT_TRUE(Read({{"OPENAI_API_KEY", "from-environment"}}).ok());
  EXPECT_EQ(options_.llm.openai.api_key.Reveal(), "from-file");
}

TEST_F(KeysTest, AFileThatOthersMayReadIsReported) {
  Write("secret-key", 0644);
  options_.llm.provider = "openai";
  options_.llm.openai.api_key_file = file_;
  ASSERT_TRUE(Read().ok());
  EXPECT_THAT(notices_, ElementsAre(HasSubstr("chmod 600")));
  EXPECT_THAT(notices_[0], Not(HasSubstr("secret-key")));
}

TEST_F(KeysTest, WhatIsNoKeyStopsTheStartAndIsNotShown) {
  options_.llm.openai.api_key_file = file_;
  EXPECT_THAT(Mistakes(), HasSubstr("llm.openai.api_key_file (" + file_ + ") cannot be read"));
  Write("");
  EXPECT_THAT(Mistakes(), HasSubstr("is empty"));
  Write("two secret words\nX-Header: 1");
  EXPECT_THAT(Mistakes(), HasSubstr("holds no key"));
  EXPECT_THAT(Mistakes(), Not(HasSubstr("secret")));
  options_.llm.openai.api_key_file = "";
  EXPECT_THAT(Mistakes({{"OPENAI_API_KEY", "a secret\r\nX: 1"}}),
              "environment OPENAI_API_KEY: holds a space or a sign that no key has");
}

TEST_F(KeysTest, ThatAreMissingStopTheStartAndSayWhatToDo) {
  options_.llm.provider = "gemini_live";
  EXPECT_EQ(Mistakes(),
            "llm.provider or llm.fallbacks names gemini_live, which needs a key: set "
            "GEMINI_API_KEY in the environment, or llm.gemini.api_key_file to the path of a file "
            "that holds it");
  options_.llm.provider = "openai";
  EXPECT_THAT(Mistakes(), HasSubstr("set OPENAI_API_KEY"));
  options_.llm.provider = "offline";
  options_.tts.provider = "azure";
  EXPECT_THAT(Mistakes(), HasSubstr("set AZURE_SPEECH_KEY"));
  EXPECT_THAT(Mistakes(), HasSubstr("set AZURE_SPEECH_REGION or tts.azure.region"));
}

TEST_F(KeysTest, AreNotNeededByServersOfOnesOwn) {
  options_.llm.provider = "openai";
  options_.llm.openai.base_url = "http://127.0.0.1:8080/v1";
  options_.tts.provider = "openai";
  options_.tts.openai.base_url = "http://speech.lan:8000/v1";
  options_.llm.fallbacks = {"gemini"};
  options_.llm.gemini.base_url = "http://localhost:1234";
  EXPECT_TRUE(Read().ok());
}

TEST_F(KeysTest, ThatNobodyUsesAreReported) {
  ASSERT_TRUE(Read({{"GEMINI_API_KEY", "secret-key"}}).ok());
  EXPECT_THAT(notices_, ElementsAre(HasSubstr("there is a key for Gemini, but llm.provider")));
}

TEST(Proxies, ComeFromTheEnvironmentInEitherForm) {
  const ProxySettings proxies = ProxiesOf({{"HTTPS_PROXY", "http://a:1"},
                                           {"https_proxy", "http://b:2"},
                                           {"HTTP_PROXY", "http://c:3"},
                                           {"NO_PROXY", "localhost"}});
  EXPECT_EQ(proxies.https, "http://b:2");
  EXPECT_EQ(proxies.http, "http://c:3");
  EXPECT_EQ(proxies.no_proxy, "localhost");
}

TEST(BaseUrl, KnowsThisMachine) {
  EXPECT_TRUE(IsLocal("http://127.0.0.1:1/v1"));
  EXPECT_TRUE(IsLocal("https://localhost"));
  EXPECT_TRUE(IsLocal("http://[::1]:8080/x"));
  EXPECT_FALSE(IsLocal("https://localhost.evil.example"));
  EXPECT_FALSE(IsLocal("https://api.openai.com/v1"));
  EXPECT_TRUE(IsOpenAiItself("https://api.openai.com/v1"));
  EXPECT_FALSE(IsOpenAiItself("https://notopenai.com"));
}

}  // namespace
}  // namespace nexy
