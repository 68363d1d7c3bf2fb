#include "audio/wav.h"

#include <gtest/gtest.h>

#include <string>

namespace nexy {
namespace {

std::string File(PcmFormat format, const std::string& pcm) {
  return WavHeader(format, pcm.size()) + pcm;
}

absl::StatusCode CodeOf(std::string_view file) { return ReadWav(file).status().code(); }

TEST(Wav, WhatIsWrittenIsReadBack) {
  const std::string file = File({.sample_rate = 22050, .channels = 2}, "abcdefgh");
  EXPECT_EQ(file.size(), kWavHeaderBytes + 8);
  const auto sound = ReadWav(file);
  ASSERT_TRUE(sound.ok()) << sound.status();
  EXPECT_EQ(sound->format.sample_rate, 22050);
  EXPECT_EQ(sound->format.channels, 2);
  EXPECT_EQ(sound->pcm, "abcdefgh");
}

TEST(Wav, OtherChunksAreSteppedOverAlsoWhenTheirSizeIsOdd) {
  std::string file = File(kWireFormat, "abcd");
  file.insert(12, std::string("LIST\x03\0\0\0xyz\0", 12));
  ASSERT_TRUE(ReadWav(file).ok());
  EXPECT_EQ(ReadWav(file)->pcm, "abcd");
}

TEST(Wav, EveryTruncatedFileIsRefused) {
  const std::string file = File(kWireFormat, "abcd");
  for (std::size_t size = 0; size < file.size(); ++size) {
    EXPECT_EQ(CodeOf(std::string_view(file).substr(0, size)), absl::StatusCode::kInvalidArgument)
        << size;
  }
}

TEST(Wav, AByteThatIsNoWholeFrameIsLeftOut) {
  EXPECT_EQ(ReadWav(File(kWireFormat, "abc"))->pcm, "ab");
}

TEST(Wav, HostileHeadersAreRefused) {
  const std::string good = File(kWireFormat, "abcd");
  const auto with = [&good](std::size_t offset, std::string_view bytes) {
    return std::string(good).replace(offset, bytes.size(), bytes);
  };
  EXPECT_EQ(CodeOf(with(20, "\x03")), absl::StatusCode::kInvalidArgument);               // Float.
  EXPECT_EQ(CodeOf(with(22, {"\0", 1})), absl::StatusCode::kInvalidArgument);            // Channels.
  EXPECT_EQ(CodeOf(with(22, "\xFF\xFF")), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(with(24, {"\0\0\0\0", 4})), absl::StatusCode::kInvalidArgument);      // Rate.
  EXPECT_EQ(CodeOf(with(24, "\xFF\xFF\xFF\xFF")), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(with(32, {"\0\0", 2})), absl::StatusCode::kInvalidArgument);          // Frame.
  EXPECT_EQ(CodeOf(with(34, "\x08")), absl::StatusCode::kInvalidArgument);               // Bits.
  EXPECT_EQ(CodeOf(with(16, "\xFF\xFF\xFF\xFF")), absl::StatusCode::kInvalidArgument);   // Sizes.
  EXPECT_EQ(CodeOf(with(40, "\xFF\xFF\xFF\xFF")), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(with(40, {"\0\0\0\0", 4})), absl::StatusCode::kInvalidArgument);      // Silence.
  EXPECT_EQ(CodeOf(with(12, "data")), absl::StatusCode::kInvalidArgument);               // Order.
}

TEST(Wav, ALengthAboveFourGigabytesIsWrittenAsTheLargest) {
  const std::string header = WavHeader(kWireFormat, std::uint64_t{1} << 40);
  EXPECT_EQ(header.substr(40, 4), "\xFF\xFF\xFF\xFF");
}

}  // namespace
}  // namespace nexy
