// The worker program as nexyd sees it: frames in, frames out.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <optional>
#include <string>

#include "tts/voice_frames.h"
#include "tts/worker_process.h"

namespace nexy {
namespace {

struct Answer {
  std::string pcm;
  std::optional<VoiceEnd> end;
  std::optional<ErrorReport> error;
};

// One worker and a blocking conversation with it.
class Conversation {
 public:
  Conversation()
      : process_(*WorkerProcess::Start(NEXY_BIN_DIR "/nexy-voice")),
        socket_(process_.TakeSocket()) {}
  ~Conversation() { close(socket_); }

  bool Send(std::string_view bytes) {
    return send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }
  bool Speak(std::uint32_t number, const SpeakRequest& request) {
    return Send(EncodeFrame(FrameType::kSpeak, number, EncodeSpeak(request)));
  }
  bool Cancel(std::uint32_t number) {
    return Send(EncodeFrame(FrameType::kCancel, number, ""));
  }
  // The next frame; nullopt at the end of the stream.
  std::optional<Frame> Read() {
    while (true) {
      if (const auto frame = reader_.Next()) return frame;
      char bytes[4096];
      const ssize_t count = recv(socket_, bytes, sizeof(bytes), 0);
      if (count <= 0 || reader_.broken()) return std::nullopt;
      reader_.Feed({bytes, static_cast<std::size_t>(count)});
    }
  }
  Hello ReadHello() {
    const auto frame = Read();
    return frame ? DecodeHello(frame->payload).value_or(Hello{}) : Hello{};
  }
  Answer ReadAnswer(std::uint32_t number) {
    Answer answer;
    while (const auto frame = Read()) {
      EXPECT_EQ(frame->utterance, number);
      if (frame->type == FrameType::kPcm) {
        EXPECT_FALSE(frame->payload.empty());
        EXPECT_EQ(frame->payload.size() % 2, 0u);
        answer.pcm += frame->payload;
        continue;
      }
      if (frame->type == FrameType::kEnd) answer.end = DecodeEnd(frame->payload);
      if (frame->type == FrameType::kError) answer.error = DecodeError(frame->payload);
      break;
    }
    return answer;
  }
  Answer Say(std::uint32_t number, const SpeakRequest& request) {
    EXPECT_TRUE(Speak(number, request));
    return ReadAnswer(number);
  }
  // Ends the worker's stdin and waits for its end.
  int Finish() {
    shutdown(socket_, SHUT_WR);
    int status = -1;
    waitpid(process_.pid(), &status, 0);
    return status;
  }
  pid_t pid() const { return process_.pid(); }

 private:
  WorkerProcess process_;
  int socket_;
  FrameReader reader_{kMaxPcmBytes};
};

SpeakRequest English(std::string text) {
  return {.voice = "", .default_voice = "en-us", .language = "en", .text = std::move(text)};
}
SpeakRequest Russian(std::string text) {
  return {.voice = "", .default_voice = "ru", .language = "ru", .text = std::move(text)};
}

// The child that speaks for `worker`; 0 if there is none.
pid_t ChildOf(pid_t worker) {
  const std::string id = std::to_string(worker);
  std::ifstream children("/proc/" + id + "/task/" + id + "/children");
  pid_t child = 0;
  children >> child;
  return child;
}

const std::string kLongText = [] {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "a rather long sentence without an end, ";
  return text;
}();

TEST(NexyVoice, SaysHelloWithItsVersionAndRate) {
  Conversation worker;
  const Hello hello = worker.ReadHello();
  EXPECT_EQ(hello.version, kVoiceVersion);
  EXPECT_EQ(hello.sample_rate, 22050u);
}

TEST(NexyVoice, TheSameRequestGivesTheSameSamplesWhateverWasSaidBefore) {
  Conversation first;
  Conversation second;
  first.ReadHello();
  second.ReadHello();
  const Answer alone = first.Say(1, English("Hello, how are you today?"));
  EXPECT_EQ(alone.end, VoiceEnd::kComplete);
  EXPECT_GT(alone.pcm.size(), 30000u);
  EXPECT_GT(second.Say(1, Russian("Привет, как дела?")).pcm.size(), 30000u);
  second.Say(2, English("One."));
  EXPECT_TRUE(second.Say(3, English("Hello, how are you today?")).pcm == alone.pcm);
}

TEST(NexyVoice, ACancelEndsTheUtteranceAtOnceAndTheNextOneIsWhole) {
  Conversation worker;
  worker.ReadHello();
  const Answer whole = worker.Say(1, English("Hello there."));
  ASSERT_TRUE(worker.Speak(2, English(kLongText)));
  ASSERT_EQ(worker.Read()->type, FrameType::kPcm);
  ASSERT_TRUE(worker.Cancel(2));
  EXPECT_EQ(worker.ReadAnswer(2).end, VoiceEnd::kCancelled);
  EXPECT_TRUE(worker.Say(3, English("Hello there.")).pcm == whole.pcm);
}

TEST(NexyVoice, ACancelThatComesTooLateIsIgnored) {
  Conversation worker;
  worker.ReadHello();
  worker.Say(1, English("Yes."));
  ASSERT_TRUE(worker.Cancel(1));
  EXPECT_EQ(worker.Say(2, English("Yes.")).end, VoiceEnd::kComplete);
}

TEST(NexyVoice, ACrashOfTheSynthesiserIsReportedAndTheWorkerGoesOn) {
  Conversation worker;
  worker.ReadHello();
  ASSERT_TRUE(worker.Speak(1, English(kLongText)));
  ASSERT_EQ(worker.Read()->type, FrameType::kPcm);
  const pid_t child = ChildOf(worker.pid());
  ASSERT_GT(child, 0);
  ASSERT_EQ(kill(child, SIGABRT), 0);
  const Answer answer = worker.ReadAnswer(1);
  ASSERT_TRUE(answer.error);
  EXPECT_EQ(answer.error->error, VoiceError::kCrashed);
  EXPECT_GT(worker.Say(2, English("Still here.")).pcm.size(), 10000u);
}

TEST(NexyVoice, AnUnknownForeignOrHostileVoiceGivesWayToTheDefaultOne) {
  Conversation worker;
  worker.ReadHello();
  const std::string expected = worker.Say(1, English("Hello.")).pcm;
  std::uint32_t number = 2;
  for (const char* voice : {"en-US-JennyNeural", "ru", "../../../../etc/passwd", "en-us+../../x",
                            "mb-en1", "en-us+", " ", "\xFF"}) {
    SpeakRequest request = English("Hello.");
    request.voice = voice;
    const Answer answer = worker.Say(number++, request);
    EXPECT_EQ(answer.end, VoiceEnd::kComplete) << voice;
    EXPECT_TRUE(answer.pcm == expected) << voice;
  }
}

TEST(NexyVoice, AKnownVoiceOfTheLanguageIsUsed) {
  Conversation worker;
  worker.ReadHello();
  const std::string usual = worker.Say(1, English("Hello.")).pcm;
  SpeakRequest request = English("Hello.");
  request.voice = "EN-GB+f3";
  const Answer answer = worker.Say(2, request);
  EXPECT_EQ(answer.end, VoiceEnd::kComplete);
  EXPECT_FALSE(answer.pcm == usual);
}

TEST(NexyVoice, AMissingDefaultVoiceIsReportedAndTheLanguagesOwnSpeaks) {
  Conversation worker;
  worker.ReadHello();
  SpeakRequest request = English("Hello.");
  request.default_voice = "klingon";
  const Answer answer = worker.Say(1, request);
  EXPECT_EQ(answer.end, VoiceEnd::kOtherVoice);
  EXPECT_GT(answer.pcm.size(), 10000u);
}

TEST(NexyVoice, ALanguageWithoutVoiceIsAnError) {
  Conversation worker;
  worker.ReadHello();
  SpeakRequest request = English("Hello.");
  request.language = "tlh";
  const Answer answer = worker.Say(1, request);
  ASSERT_TRUE(answer.error);
  EXPECT_EQ(answer.error->error, VoiceError::kNoVoice);
}

TEST(NexyVoice, RateAndVolumeAreHeard) {
  Conversation worker;
  worker.ReadHello();
  const std::string usual = worker.Say(1, English("Hello, how are you?")).pcm;
  SpeakRequest request = English("Hello, how are you?");
  request.rate = 350;
  EXPECT_LT(worker.Say(2, request).pcm.size(), usual.size() * 3 / 4);
  request = English("Hello, how are you?");
  request.volume = 10;
  EXPECT_FALSE(worker.Say(3, request).pcm == usual);
}

TEST(NexyVoice, TextThatIsNoTextDoesNotHurt) {
  Conversation worker;
  worker.ReadHello();
  std::uint32_t number = 1;
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
  for (const std::string& text :
       {std::string(), std::string(100, '\0'), every_byte, std::string(".."),
        std::string("\x01\x02s9"),
        std::string("<speak><voice name='x'>[[h@l'oU]]</voice>"), std::string(2000, '\xF0'),
        std::string(3000, '('), std::string("🙂👩‍❤️‍💋‍👩 € № ∑")}) {
    const Answer answer = worker.Say(number++, English(text));
    EXPECT_EQ(answer.end, VoiceEnd::kComplete) << number;
  }
}

TEST(NexyVoice, MarkupIsSpokenAndNotObeyed) {
  Conversation worker;
  worker.ReadHello();
  const std::size_t plain = worker.Say(1, English("one two")).pcm.size();
  EXPECT_GT(worker.Say(2, English("one <break time=\"9s\"/> two")).pcm.size(), plain);
  EXPECT_LT(worker.Say(3, English("one <break time=\"9s\"/> two")).pcm.size(), 9u * 44100);
}

TEST(NexyVoice, EndsWhenItsInputEndsAlsoInMidUtterance) {
  Conversation idle;
  idle.ReadHello();
  EXPECT_EQ(idle.Finish(), 0);
  Conversation busy;
  busy.ReadHello();
  ASSERT_TRUE(busy.Speak(1, English(kLongText)));
  ASSERT_EQ(busy.Read()->type, FrameType::kPcm);
  EXPECT_EQ(busy.Finish(), 0);
}

TEST(NexyVoice, GarbageEndsItWithAnError) {
  Conversation worker;
  worker.ReadHello();
  ASSERT_TRUE(worker.Send("this is no frame at all"));
  EXPECT_FALSE(worker.Read());
  EXPECT_EQ(WEXITSTATUS(worker.Finish()), 1);
}

TEST(NexyVoice, ARequestThatMakesNoSenseIsRefusedAndTheWorkerGoesOn) {
  Conversation worker;
  worker.ReadHello();
  ASSERT_TRUE(worker.Send(EncodeFrame(FrameType::kSpeak, 1, "abc")));
  EXPECT_EQ(worker.ReadAnswer(1).error->error, VoiceError::kBadRequest);
  EXPECT_EQ(worker.Say(2, English("Yes.")).end, VoiceEnd::kComplete);
}

}  // namespace
}  // namespace nexy
