#include "tts/voice_frames.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nexy {
namespace {

struct Seen {
  FrameType type;
  std::uint32_t utterance;
  std::string payload;
  bool operator==(const Seen&) const = default;
};

std::vector<Seen> ReadInPieces(const std::string& stream, std::size_t piece) {
  FrameReader reader(kMaxRequestBytes);
  std::vector<Seen> seen;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    reader.Feed(std::string_view(stream).substr(at, piece));
    while (const auto frame = reader.Next()) {
      seen.push_back({frame->type, frame->utterance, std::string(frame->payload)});
    }
  }
  EXPECT_FALSE(reader.broken());
  return seen;
}

TEST(VoiceFrames, FramesComeOutWholeHoweverTheStreamIsCut) {
  const std::string stream = EncodeFrame(FrameType::kHello, 0, EncodeHello({1, 22050})) +
                             EncodeFrame(FrameType::kPcm, 7, "abcd") +
                             EncodeFrame(FrameType::kCancel, 0xFFFFFFFF, "");
  const std::vector<Seen> expected = {{FrameType::kHello, 0, EncodeHello({1, 22050})},
                                      {FrameType::kPcm, 7, "abcd"},
                                      {FrameType::kCancel, 0xFFFFFFFF, ""}};
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    EXPECT_EQ(ReadInPieces(stream, piece), expected) << piece;
  }
}

TEST(VoiceFrames, AHeaderThatNobodyWritesBreaksTheStreamForGood) {
  const std::string good = EncodeFrame(FrameType::kPcm, 1, "ab");
  for (const auto& [offset, byte] : std::vector<std::pair<std::size_t, char>>{
           {0, 0}, {0, 7}, {0, '\xFF'}, {1, 1}, {3, 1}, {10, 1}, {11, '\xFF'}}) {
    std::string bad = good;
    bad[offset] = byte;
    FrameReader reader(/*max_payload=*/1000);
    reader.Feed(bad);
    EXPECT_FALSE(reader.Next());
    EXPECT_TRUE(reader.broken()) << offset;
    reader.Feed(good);
    EXPECT_FALSE(reader.Next()) << offset;
  }
}

TEST(VoiceFrames, ASpeakRequestSurvivesTheWire) {
  const SpeakRequest request{.voice = "en-us+f3",
                             .default_voice = "en-gb",
                             .language = "en",
                             .rate = 450,
                             .pitch = 99,
                             .volume = 200,
                             .text = std::string("a\0b\xFF", 4)};
  const auto read = DecodeSpeak(EncodeSpeak(request));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->voice, request.voice);
  EXPECT_EQ(read->default_voice, request.default_voice);
  EXPECT_EQ(read->language, request.language);
  EXPECT_EQ(read->rate, request.rate);
  EXPECT_EQ(read->pitch, request.pitch);
  EXPECT_EQ(read->volume, request.volume);
  EXPECT_EQ(read->text, request.text);
}

TEST(VoiceFrames, ATextAboveTheLimitIsCut) {
  SpeakRequest request;
  request.text.assign(kMaxSpeechText + 5, 'a');
  request.voice.assign(1000, 'v');
  const std::string payload = EncodeSpeak(request);
  EXPECT_LE(payload.size(), kMaxRequestBytes);
  EXPECT_EQ(DecodeSpeak(payload)->text.size(), kMaxSpeechText);
}

TEST(VoiceFrames, PayloadsOfAnotherShapeAreRefused) {
  EXPECT_FALSE(DecodeHello("1234567"));
  EXPECT_FALSE(DecodeHello("123456789"));
  EXPECT_FALSE(DecodeEnd(""));
  EXPECT_FALSE(DecodeEnd("\x03"));
  EXPECT_FALSE(DecodeError(std::string_view("\0\0\0\0\0", 5)));
  EXPECT_FALSE(DecodeError(std::string_view("\x06\0\0\0\0", 5)));
  EXPECT_FALSE(DecodeError("\x01"));
  EXPECT_FALSE(DecodeSpeak(""));
  EXPECT_FALSE(DecodeSpeak("123456\xFFz"));
  EXPECT_EQ(DecodeError(EncodeError({VoiceError::kCrashed, 11}))->detail, 11u);
}

}  // namespace
}  // namespace nexy
