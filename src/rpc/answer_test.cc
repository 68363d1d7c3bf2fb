// The answer stream: wire contract 4, golden scenarios S1 to S5.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rpc/wire_client.h"

namespace nexy {
namespace {

using testing::ElementsAre;

struct AnswerTest : WireTest {
  std::unique_ptr<Call> Hear(ScriptedMind::Script script) {
    mind.Answer(std::move(script));
    Start();
    auto call = Ask(Question());
    ExpectAnswered(*call);
    return call;
  }
};

TEST_F(AnswerTest, S1_ASentenceIsFollowedByItsAudioThenTheNext) {
  auto call = Hear({Piece("One is here. Two is here.")});
  EXPECT_EQ(call->shape, "T A T A E");
  EXPECT_THAT(call->texts, ElementsAre("One is here.", "Two is here."));
  EXPECT_TRUE(call->sounds[0] == voice.SoundOf("One is here."));
  EXPECT_TRUE(call->sounds[1] == voice.SoundOf("Two is here."));
}

TEST_F(AnswerTest, S1_AShortAnswerAndAnUnpunctuatedOneAreNotLost) {
  mind.Say("Yes.");
  mind.Say("Sure thing");
  mind.Say("Done well. Ok.");
  Start();
  for (const char* answer : {"Yes.", "Sure thing", "Done well. Ok."}) {
    auto call = Ask(Question());
    ExpectAnswered(*call);
    EXPECT_EQ(call->text(), answer);
  }
}

TEST_F(AnswerTest, S2_PiecesAreConcatenatedAsTheyCome) {
  auto call = Hear({Piece("Hel"), Piece("lo wor"), Piece("ld")});
  EXPECT_EQ(call->shape, "T A E");
  EXPECT_THAT(call->texts, ElementsAre("Hello world"));
}

TEST_F(AnswerTest, S3_WhatIsRepeatedIsSaidAsOften) {
  auto call = Hear({Piece("No. No. No.")});
  EXPECT_EQ(call->shape, "T A T A T A E");
  EXPECT_THAT(call->texts, ElementsAre("No.", "No.", "No."));
}

TEST_F(AnswerTest, S4_CharactersStayAsTheyAre) {
  for (const char* text : {"It costs 5 € — that’s C# 12.0 at 20 °C."}) {
    auto call = Hear({Piece(text)});
    EXPECT_EQ(call->shape, "T A E");
    EXPECT_THAT(call->texts, ElementsAre(text));
  }
}

TEST_F(AnswerTest, S5_OddSizedPiecesBecomeWholeSamples) {
  voice.Behave({.bytes_per_char = 1001, .piece_bytes = 777});
  auto call = Hear({Piece("One is here. Two is it.")});
  for (std::size_t i = 0; i < call->texts.size(); ++i) {
    std::string sound = voice.SoundOf(call->texts[i]);
    if (sound.size() % 2 == 1) sound.pop_back();  // The odd last byte is dropped.
    EXPECT_TRUE(call->sounds[i] == sound) << call->texts[i];
  }
}

TEST_F(AnswerTest, EveryChunkSaysTheFormat) {
  server.options.rpc.audio_chunk_bytes = 1000;
  auto call = Hear({Piece("One is here. Two is here.")});
  ASSERT_GT(call->chunks.size(), 20u);
  for (const auto& chunk : call->chunks) {
    EXPECT_EQ(chunk.dtype(), "int16");
    EXPECT_EQ(chunk.sample_rate(), 48000);
    EXPECT_EQ(chunk.channels(), 1);
    EXPECT_THAT(chunk.shape(), ElementsAre(static_cast<int>(chunk.audio_data().size() / 2), 1));
    EXPECT_FALSE(chunk.audio_data().empty());
    EXPECT_EQ(chunk.audio_data().size() % 2, 0u);
    EXPECT_LE(chunk.audio_data().size(), 1000u);
  }
}

TEST_F(AnswerTest, TheFirstSentenceIsSpokenWhileTheModelStillWrites) {
  mind.Answer({Piece("One is here. Two"), ScriptedMind::Gate{}, Piece(" is here.")});
  Start();
  auto call = Open(Question());
  EXPECT_TRUE(call->ReadUntil("T A"));
  mind.OpenGate();
  ExpectAnswered(call->Finish());
  EXPECT_EQ(call->text(), "One is here. Two is here.");
}

TEST_F(AnswerTest, MarkupIsGoneAndTextStays) {
  auto call = Hear({Piece("# News\n\nIt is **very** [cold](http://x.org/a).\n\n---\n")});
  EXPECT_EQ(call->text(), "News It is very cold.");
}

TEST_F(AnswerTest, ALongSentenceIsCutAtTheLimit) {
  server.options.turn.sentence_max_chars = 60;
  std::string words = "word";
  for (int i = 0; i < 50; ++i) words += " word";
  auto call = Hear({Piece(words)});
  EXPECT_GT(call->texts.size(), 4u);
  for (const auto& text : call->texts) EXPECT_LE(text.size(), 60u);
  EXPECT_EQ(call->text(), words);
}

TEST_F(AnswerTest, AClientThatReadsNothingIsCancelledAndItsWorkEnds) {
  server.options.rpc.write_stall = std::chrono::milliseconds(200);
  server.options.turn.audio_ahead = std::chrono::hours(1);
  voice.Behave({.bytes_per_char = 100'000});
  std::string answer;
  for (int i = 0; i < 40; ++i) answer += "This sentence is long enough. ";
  mind.Say(answer);
  Start();
  auto call = Open(Question());
  ASSERT_TRUE(Eventually([this] { return mind.open() == 1; }));
  ASSERT_TRUE(Eventually([this] { return mind.open() == 0 && server.sessions->live() == 0; }));
  EXPECT_EQ(call->Finish().status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(call->end, "");
  EXPECT_EQ(voice.open(), 0u);
}

}  // namespace
}  // namespace nexy
