#include "audio/resampler.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <numbers>
#include <string>
#include <vector>

namespace nexy {
namespace {

std::string Tone(int rate, double hertz, double seconds) {
  std::string pcm;
  const int samples = static_cast<int>(rate * seconds);
  for (int i = 0; i < samples; ++i) {
    const double wave = std::sin(2 * std::numbers::pi * hertz * i / rate);
    const auto sample = static_cast<std::int16_t>(10000 * wave);
    pcm.append(reinterpret_cast<const char*>(&sample), sizeof sample);
  }
  return pcm;
}

std::vector<std::int16_t> Samples(const std::string& pcm) {
  std::vector<std::int16_t> samples(pcm.size() / 2);
  std::memcpy(samples.data(), pcm.data(), samples.size() * 2);
  return samples;
}

std::string Resample(int rate, std::string_view pcm, std::size_t piece) {
  auto resampler = *Resampler::Open(rate);
  std::string out;
  for (std::size_t at = 0; at < pcm.size(); at += piece) {
    out += resampler->Push(pcm.substr(at, piece));
  }
  return out + resampler->Finish();
}

TEST(Resampler, PlaysAsLongAsItsInputAtEveryUsualRate) {
  for (const int rate : {8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 96000}) {
    const std::string out = Resample(rate, Tone(rate, 440, 1.5), 2646);
    EXPECT_NEAR(static_cast<double>(out.size()), 1.5 * 96000, 4) << rate;
  }
}

TEST(Resampler, KeepsAToneAndItsLoudness) {
  const auto samples = Samples(Resample(22050, Tone(22050, 1000, 1.0), 2646));
  double worst = 0;
  for (std::size_t i = 2000; i < 46000; ++i) {
    const double wave =
        10000 * std::sin(2 * std::numbers::pi * 1000 * static_cast<double>(i) / 48000);
    worst = std::max(worst, std::abs(wave - samples[i]));
  }
  EXPECT_LT(worst, 10);  // A thousandth.
}

TEST(Resampler, TheResultDoesNotDependOnHowTheInputIsCut) {
  const std::string pcm = Tone(22050, 300, 0.2) + "x";
  const std::string expected = Resample(22050, pcm, pcm.size());
  for (const std::size_t piece : {1u, 2u, 3u, 441u, 1000u, 4084u, 7777u}) {
    EXPECT_TRUE(Resample(22050, pcm, piece) == expected) << piece;
  }
}

TEST(Resampler, TheWireRateGoesThroughUnchanged) {
  const std::string pcm = Tone(48000, 300, 0.1);
  EXPECT_TRUE(Resample(48000, pcm + "x", 777) == pcm);
}

TEST(Resampler, FirstSoundComesOutWithinSeventyMillisecondsOfInput) {
  auto resampler = *Resampler::Open(22050);
  const std::string pcm = Tone(22050, 300, 0.07);
  EXPECT_FALSE(resampler->Push(pcm).empty());
}

TEST(Resampler, AnEmptyInputGivesAnEmptyOutput) {
  EXPECT_EQ(Resample(22050, "", 1), "");
  EXPECT_EQ(Resample(22050, "x", 1), "");
}

TEST(Resampler, RefusesARateThatNoSoundHas) {
  for (const int rate : {-22050, 0, 3999, 384001, 2147483647}) {
    EXPECT_EQ(Resampler::Open(rate).status().code(), absl::StatusCode::kInvalidArgument) << rate;
  }
}

}  // namespace
}  // namespace nexy
