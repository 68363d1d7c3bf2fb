#include "audio/resampler.h"

#include <soxr.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/memory/memory.h"
#include "audio/pcm.h"
#include "base/strings.h"

namespace nexy {
namespace {

static_assert(std::endian::native == std::endian::little, "PCM is copied as it lies in memory");

constexpr int kMinRate = 4000;
constexpr int kMaxRate = 384000;
constexpr std::size_t kSampleBytes = sizeof(std::int16_t);
constexpr std::size_t kBlockSamples = 4096;  // Output samples that one call of soxr may make.

struct SoxrDelete {
  void operator()(soxr* resampler) const { soxr_delete(resampler); }
};

}  // namespace

struct Resampler::State {
  // Null when the input already has the wire's rate.
  std::unique_ptr<soxr, SoxrDelete> engine;
  std::string odd;  // At most one byte.

  // Appends what soxr makes of `samples`; null samples mean the end of the input.
  void Process(const std::int16_t* samples, std::size_t count, std::string& out) {
    std::int16_t block[kBlockSamples];
    std::size_t read = 0;
    std::size_t made = 0;
    do {
      soxr_process(engine.get(), samples, count, &read, block, kBlockSamples, &made);
      out.append(reinterpret_cast<const char*>(block), made * kSampleBytes);
      if (samples != nullptr) samples += read;
      count -= read;
    } while (read > 0 || made > 0);
  }
};

Resampler::Resampler(std::unique_ptr<State> state) : state_(std::move(state)) {}
Resampler::~Resampler() = default;

absl::StatusOr<std::unique_ptr<Resampler>> Resampler::Open(int input_rate) {
  if (input_rate < kMinRate || input_rate > kMaxRate) {
    return absl::InvalidArgumentError(Concat("cannot resample from ", input_rate, " Hz"));
  }
  auto state = std::make_unique<State>();
  if (input_rate != kWireFormat.sample_rate) {
    // 20 bits cost no more than 16 here, and dither would make equal input sound different.
    soxr_io_spec_t io = soxr_io_spec(SOXR_INT16_I, SOXR_INT16_I);
    io.flags = SOXR_NO_DITHER;
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    const soxr_runtime_spec_t runtime = soxr_runtime_spec(/*num_threads=*/1);
    soxr_error_t error = nullptr;
    state->engine.reset(soxr_create(input_rate, kWireFormat.sample_rate, /*num_channels=*/1, &error,
                                  &io, &quality, &runtime));
    if (error != nullptr) return absl::InternalError(Concat("soxr: ", error));
  }
  return absl::WrapUnique(new Resampler(std::move(state)));
}

std::string Resampler::Push(std::string_view pcm) {
  if (state_->odd.empty() && pcm.size() % kSampleBytes == 0) return Convert(pcm);
  std::string whole = std::exchange(state_->odd, {});
  whole.append(pcm);
  if (whole.size() % kSampleBytes != 0) {
    state_->odd.assign(1, whole.back());
    whole.pop_back();
  }
  return Convert(whole);
}

std::string Resampler::Convert(std::string_view pcm) {
  if (!state_->engine) return std::string(pcm);
  std::string out;
  std::int16_t block[kBlockSamples];  // soxr wants aligned samples; `pcm` need not be.
  while (!pcm.empty()) {
    const std::size_t bytes = std::min(pcm.size(), sizeof(block));
    std::memcpy(block, pcm.data(), bytes);
    state_->Process(block, bytes / kSampleBytes, out);
    pcm.remove_prefix(bytes);
  }
  return out;
}

std::string Resampler::Finish() {
  state_->odd.clear();
  std::string out;
  if (!state_->engine) return out;
  state_->Process(nullptr, 0, out);
  return out;
}

}  // namespace nexy
