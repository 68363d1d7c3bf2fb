#include "audio/packed_pcm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>

namespace nexy {
namespace {

void Append(std::string& pcm, double sample) {
  const auto value = static_cast<std::uint16_t>(static_cast<std::int16_t>(sample));
  pcm.push_back(static_cast<char>(value & 0xFF));
  pcm.push_back(static_cast<char>(value >> 8));
}

TEST(PackedPcm, ASmoothSoundTakesLessThanHalf) {
  std::string pcm;
  for (int i = 0; i < 48000; ++i) Append(pcm, 8000 * std::sin(i * 0.03) + 900 * std::sin(i * 0.4));
  const PackedPcm packed(pcm);
  EXPECT_LT(packed.packed_bytes(), pcm.size() / 2);
  EXPECT_EQ(packed.pcm_bytes(), pcm.size());
  EXPECT_TRUE(packed.Unpack() == pcm);
}

TEST(PackedPcm, SilenceTakesAlmostNothing) {
  const std::string pcm(96000, '\0');
  EXPECT_LT(PackedPcm(pcm).packed_bytes(), pcm.size() / 15);
  EXPECT_TRUE(PackedPcm(pcm).Unpack() == pcm);
}

TEST(PackedPcm, NoiseAndTheWorstJumpsSurvive) {
  std::mt19937 random(7);
  std::string noise;
  for (int i = 0; i < 100'000; ++i) noise.push_back(static_cast<char>(random()));
  EXPECT_TRUE(PackedPcm(noise).Unpack() == noise);
  EXPECT_LT(PackedPcm(noise).packed_bytes(), noise.size() * 9 / 8);
  std::string jumps;
  for (int i = 0; i < 5000; ++i) Append(jumps, i % 3 == 0 ? -32768 : 32767);
  for (int i = 0; i < 5000; ++i) Append(jumps, i == 2500 ? -32768 : 0);
  EXPECT_TRUE(PackedPcm(jumps).Unpack() == jumps);
}

TEST(PackedPcm, EveryLengthSurvives) {
  std::string pcm;
  for (int i = 0; i < 2100; ++i) Append(pcm, i * 13 % 1000);
  for (std::size_t samples : {0u, 1u, 2u, 3u, 4u, 5u, 1023u, 1024u, 1025u, 2048u, 2100u}) {
    const std::string part = pcm.substr(0, 2 * samples);
    EXPECT_TRUE(PackedPcm(part).Unpack() == part) << samples;
  }
  EXPECT_EQ(PackedPcm("abc").Unpack(), "ab");
}

}  // namespace
}  // namespace nexy
