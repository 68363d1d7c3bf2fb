// Runs the real nexyctl against a server of raw bytes.
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "audio/wav.h"
#include "base/strings.h"
#include "http/loopback_server.h"

namespace nexy {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
};

class NexyctlServiceTest : public testing::Test {
 protected:
  NexyctlServiceTest() : folder_(::mkdtemp(name_)) {
    std::ofstream(folder_ + "/sound.wav", std::ios::binary) << WavHeader({16'000, 1}, 4) << "abcd";
  }
  ~NexyctlServiceTest() override { std::filesystem::remove_all(folder_); }

  static std::string Reply(int status, std::string_view body) {
    return Concat("HTTP/1.1 ", status,
                  " X\r\nContent-Type: application/json\r\nContent-Length: ", body.size(),
                  "\r\n\r\n", body);
  }
  // `words` and `variables` are for a shell. The server plays `reply`, if any.
  Outcome Run(const std::string& words, const std::string& reply,
              const std::string& variables = "") {
    asio::io_context io;
    LoopbackServer server(io);
    if (!reply.empty()) server.scenes = {{.replies = {reply}}};
    const std::string command = "env -i OPENAI_API_KEY=sk-secret " + variables +
                                " ADDRESS=" + server.host_and_port() +
                                " sh -c '" NEXY_BIN_DIR "/nexyctl " + words + "' >" + folder_ +
                                "/out 2>" + folder_ + "/err";
    int status = 0;
    {
      const auto work = asio::make_work_guard(io);
      std::jthread loop([&io] { io.run(); });
      status = std::system(command.c_str());
      io.stop();
    }
    requests_ = server.requests;
    return {WEXITSTATUS(status), Contents("out"), Contents("err")};
  }
  Outcome Stt(const std::string& words, const std::string& reply) {
    return Run(
        "stt --set stt.openai.base_url=http://$ADDRESS/v1/ --set stt.resilience.attempts=1 " +
            words,
        reply);
  }
  std::string sound() const { return folder_ + "/sound.wav"; }

  std::vector<std::string> requests_;

 private:
  std::string Contents(const std::string& name) const {
    std::ifstream file(folder_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  char name_[32] = "/tmp/nexyctl-XXXXXX";
  std::string folder_;
};

TEST_F(NexyctlServiceTest, SttWritesDownWhatIsSaid) {
  const Outcome told = Stt(sound() + " --language ru-RU", Reply(200, R"({"text":" Hello.\n"})"));
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_EQ(told.out, "Hello.\n");
  ASSERT_EQ(requests_.size(), 1u);
  EXPECT_THAT(requests_[0], AllOf(HasSubstr("POST /v1/audio/transcriptions"),
                                  HasSubstr("Bearer sk-secret"), HasSubstr("\r\n\r\nru\r\n")));
  EXPECT_EQ(Stt(sound() + " --json", Reply(200, R"({"text":"Hi.","duration":2.5})")).out,
            "{\"text\":\"Hi.\",\"seconds\":2.5}\n");
}

TEST_F(NexyctlServiceTest, SttSaysWhatIsWrongAndWhatToDo) {
  Outcome told = Stt(sound(), Reply(401, R"({"error":{"code":"invalid_api_key"}})"));
  EXPECT_EQ(told.code, 1);
  EXPECT_THAT(told.err, AllOf(HasSubstr("(key); it refuses the key: check OPENAI_API_KEY"),
                              Not(HasSubstr("sk-secret"))));
  told = Run(
      "stt --set stt.openai.base_url=http://127.0.0.1:1 --set stt.resilience.attempts=1 " + sound(),
      "");
  EXPECT_EQ(told.code, 1);
  EXPECT_THAT(told.err, HasSubstr("is the service running"));
  told = Stt("/nowhere.wav", "");
  EXPECT_EQ(told.code, 2);
  EXPECT_THAT(told.err, HasSubstr("/nowhere.wav: cannot be read"));
  told = Stt("/etc/passwd", "");
  EXPECT_EQ(told.code, 2);
  EXPECT_THAT(told.err, HasSubstr("not a RIFF/WAVE file; `nexyctl stt --help`"));
  EXPECT_EQ(Stt("", "").code, 2);
  told = Run("stt " + sound(), "", "OPENAI_API_KEY=");
  EXPECT_EQ(told.code, 2);
  EXPECT_THAT(told.err,
              HasSubstr("set OPENAI_API_KEY in the environment, or stt.openai.api_key_file"));
}

TEST_F(NexyctlServiceTest, SttHelpHasExamples) {
  EXPECT_THAT(Run("stt --help", "").out, AllOf(HasSubstr("Examples:"), HasSubstr("ffmpeg -i")));
}

TEST_F(NexyctlServiceTest, StatusTellsWhyAProviderIsDown) {
  const std::string page =
      R"({"status":"running","version":"2.1","live_turns":1,"max_live_turns":100,
    "providers":[{"kind":"llm","name":"gemini","state":"down","reason":"quota",
    "detail":"gemini: error 429","failing_for_seconds":12,"next_try_in_seconds":18},
    {"kind":"llm","name":"offline","state":"ok"}]})";
  const Outcome told = Run("status --server $ADDRESS", Reply(200, page));
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out, HasSubstr(": running, 1 of 100 turns live\n"));
  EXPECT_THAT(told.out, HasSubstr("llm   gemini      down     quota (gemini: error 429), for 12 s, "
                                  "tried again in 18 s\nllm   offline     ok\n"));
  EXPECT_EQ(Run("status --server $ADDRESS", Reply(200, R"({"status":"unhealthy"})")).code, 1);
  const Outcome nobody = Run("status --server 127.0.0.1:1", "");
  EXPECT_EQ(nobody.code, 1);
  EXPECT_THAT(nobody.err, HasSubstr("no answer from 127.0.0.1:1"));
}

}  // namespace
}  // namespace nexy
