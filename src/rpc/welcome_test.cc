// GenerateWelcomeAudio: wire contract 7, golden scenarios W1 and W2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/wire_client.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using grpc::StatusCode;
using testing::ElementsAre;

constexpr const char* kGreeting = "Hi! Nexy is here. How can I help you?";

// A GenerateWelcomeAudio call as a client sees it. M metadata, A audio_chunks, E, R as in Call.
struct WelcomeCallOfClient {
  WelcomeCallOfClient(v1::StreamingService::Stub& stub, const v1::WelcomeRequest& request) {
    context.set_deadline(std::chrono::system_clock::now() + 50s);
    reader = stub.GenerateWelcomeAudio(&context, request);
  }
  ~WelcomeCallOfClient() {
    if (finished) return;
    context.TryCancel();
    Finish();
  }
  WelcomeCallOfClient& Finish() {
    v1::WelcomeResponse message;
    while (reader->Read(&message)) {
      if (message.has_metadata()) {
        shape += 'M';
        metadata = message.metadata();
      } else if (message.has_audio_chunk()) {
        if (!shape.ends_with('A')) shape += 'A';
        chunks.push_back(message.audio_chunk());
        sound += message.audio_chunk().audio_data();
      } else if (message.has_end_message()) {
        shape += 'E';
        end = message.end_message();
      } else {
        shape += 'R';
        error = message.error_message();
      }
    }
    status = reader->Finish();
    finished = true;
    const auto& trailers = context.GetServerTrailingMetadata();
    for (const char* key : {"nexy-outcome", "nexy-cause"}) {
      const auto found = trailers.find(key);
      if (found == trailers.end()) continue;
      if (!verdict.empty()) verdict += ' ';
      verdict.append(found->second.data(), found->second.size());
    }
    return *this;
  }

  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReader<v1::WelcomeResponse>> reader;
  bool finished = false;
  std::string shape, sound, end, error, verdict;
  v1::WelcomeMetadata metadata;
  std::vector<v1::AudioChunk> chunks;
  grpc::Status status;
};

struct WelcomeTest : WireTest {
  static v1::WelcomeRequest Text(const std::string& text, const std::string& language = "") {
    v1::WelcomeRequest request;
    request.set_text(text);
    request.set_language(language);
    request.set_session_id("welcome_1696.123");
    return request;
  }
  std::unique_ptr<WelcomeCallOfClient> Open(const v1::WelcomeRequest& request) {
    return std::make_unique<WelcomeCallOfClient>(*stub, request);
  }
  std::unique_ptr<WelcomeCallOfClient> Hear(const v1::WelcomeRequest& request) {
    auto call = Open(request);
    call->Finish();
    return call;
  }
  void ExpectWelcome(const WelcomeCallOfClient& call, const std::string& sound,
                     const std::string& method, const std::string& verdict) {
    EXPECT_TRUE(call.status.ok()) << call.status.error_message();
    EXPECT_EQ(call.shape, "MAE");
    EXPECT_EQ(call.metadata.method(), method);
    EXPECT_DOUBLE_EQ(call.metadata.duration_sec(),
                     static_cast<double>(call.sound.size()) / 2 / 48000);
    EXPECT_EQ(call.metadata.sample_rate(), 48000);
    EXPECT_EQ(call.metadata.channels(), 1);
    EXPECT_EQ(call.metadata.dtype(), "int16");
    EXPECT_TRUE(call.sound == sound);
    EXPECT_EQ(call.end, "Welcome audio generation completed");
    EXPECT_EQ(call.verdict, verdict);
    for (const auto& chunk : call.chunks) {
      EXPECT_EQ(chunk.dtype(), "int16");
      EXPECT_EQ(chunk.sample_rate(), 48000);
      EXPECT_EQ(chunk.channels(), 1);
      EXPECT_THAT(chunk.shape(), ElementsAre(static_cast<int>(chunk.audio_data().size() / 2), 1));
    }
  }
  void ExpectRefusedWelcome(const WelcomeCallOfClient& call, StatusCode code,
                            const std::string& text) {
    EXPECT_EQ(call.shape, "R");
    EXPECT_EQ(call.error, text);
    EXPECT_EQ(call.status.error_code(), code);
    EXPECT_EQ(call.status.error_message(), text);
  }
};

TEST_F(WelcomeTest, W1_BlankTextIsTheGreetingAndTheSessionIsNotValidated) {
  Start();
  for (const char* text : {"", " \n"}) {
    ExpectWelcome(*Hear(Text(text)), voice.SoundOf(kGreeting), "azure", "ok");
  }
}

TEST_F(WelcomeTest, W1_RussianTextIsSpokenWhole) {
  Start();
  const std::string text = "Привет! Чем помочь?";
  ExpectWelcome(*Hear(Text(text, "ru-RU")), voice.SoundOf(text), "azure", "ok");
  ExpectWelcome(*Hear(Text(text)), voice.SoundOf(text), "azure", "ok");
}

TEST_F(WelcomeTest, IsSaidAsTheSentencesOfAnAnswerAre) {
  const auto dictionary = Pronunciations::Make({{"Nexy", "Necksy", std::nullopt, false, true}});
  server.pronunciations = &*dictionary;
  server.options.turn.emoji = "drop";
  Start();
  ExpectWelcome(*Hear(Text("**Hi!** 👋 Nexy is here. It is 5 km away.", "en")),
                voice.SoundOf("Hi! Necksy is here. It is 5 kilometers away."), "azure", "ok");
}

TEST_F(WelcomeTest, W2_EveryRemoteVoiceIsDown) {
  voice.Behave({.fail_after_pieces = 0});
  Start();
  ExpectWelcome(*Hear(Text("")), server.embedded.SoundOf(kGreeting), "espeak",
                "degraded voice_fallback");
}

TEST_F(WelcomeTest, W2_AVoiceThatBreaksOffIsReplacedWhole) {
  voice.Behave({.fail_after_pieces = 2});
  Start();
  ExpectWelcome(*Hear(Text("")), server.embedded.SoundOf(kGreeting), "espeak",
                "degraded voice_fallback");
}

TEST_F(WelcomeTest, W2_AVoiceThatHangsIsReplaced) {
  server.options.first_audio_timeout = server.options.next_audio_timeout =
      std::chrono::milliseconds(50);
  Start();
  voice.Behave({.fail_after_pieces = 0, .stall_instead = true});
  ExpectWelcome(*Hear(Text("")), server.embedded.SoundOf(kGreeting), "espeak",
                "degraded voice_fallback");
  voice.Behave({.fail_after_pieces = 1, .stall_instead = true});
  ExpectWelcome(*Hear(Text("")), server.embedded.SoundOf(kGreeting), "espeak",
                "degraded voice_fallback");
}

TEST_F(WelcomeTest, TheNextConfiguredVoiceIsNamed) {
  ScriptedVoice second(server.clock, "openai");
  voice.Behave({.fail_after_pieces = 0});
  server.Start({&mind}, {&voice, &second});
  stub = server.Connect();
  ExpectWelcome(*Hear(Text("")), second.SoundOf(kGreeting), "openai", "degraded voice_fallback");
}

TEST_F(WelcomeTest, TheEmbeddedVoiceAsFirstChoiceIsNoFallback) {
  server.Start({&mind}, {});
  stub = server.Connect();
  ExpectWelcome(*Hear(Text("")), server.embedded.SoundOf(kGreeting), "espeak", "ok");
}

TEST_F(WelcomeTest, WithoutAnyVoiceThereIsAnErrorAndNothingBeforeIt) {
  voice.Behave({.fail_after_pieces = 0});
  server.embedded.Behave({.fail_after_pieces = 0});
  Start();
  auto call = Hear(Text(""));
  EXPECT_EQ(call->shape, "R");
  EXPECT_TRUE(call->error.starts_with("Ошибка генерации приветственного аудио: ")) << call->error;
  EXPECT_EQ(call->status.error_code(), StatusCode::UNAVAILABLE);
  EXPECT_EQ(call->status.error_message(), call->error);
  EXPECT_EQ(call->verdict, "failed voice_unavailable");
}

TEST_F(WelcomeTest, WhileDrainingItIsRefused) {
  Start();
  server.sessions->BeginDrain();
  ExpectRefusedWelcome(*Hear(Text("")), StatusCode::UNAVAILABLE,
                       "Server is shutting down, please try again");
}

TEST_F(WelcomeTest, ATextAboveTheLimitIsRefusedByItsCharacters) {
  server.options.rpc.welcome_max_chars = 5;
  Start();
  EXPECT_EQ(Hear(Text("Вечер"))->shape, "MAE");
  ExpectRefusedWelcome(*Hear(Text("Привет")), StatusCode::INVALID_ARGUMENT,
                       "Welcome text is too long: 6 characters, the limit is 5");
  EXPECT_EQ(Hear(Text("       "))->shape, "MAE");
}

TEST_F(WelcomeTest, MoreAtOnceThanAllowedAreRefusedAndACancelledOneMakesRoom) {
  server.options.rpc.welcome_max_live = 1;
  voice.BehaveFor("stall", {.fail_after_pieces = 1, .stall_instead = true});
  Start();
  auto live = Open(Text("stall"));
  ASSERT_TRUE(Eventually([this] { return voice.open() == 1; }));
  for (int i = 0; i < 3; ++i) {
    ExpectRefusedWelcome(
        *Hear(Text("")), StatusCode::RESOURCE_EXHAUSTED,
        "STREAM_LIMIT_EXCEEDED: Maximum concurrent streams (1) reached. Current active: 1");
  }
  live->context.TryCancel();
  EXPECT_EQ(live->Finish().status.error_code(), StatusCode::CANCELLED);
  ASSERT_TRUE(Eventually([this] { return voice.open() == 0; }));
  ASSERT_TRUE(Eventually([this] { return Hear(Text(""))->shape == "MAE"; }));
}

}  // namespace
}  // namespace nexy
