#include "audio/packed_pcm.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

// What FLAC and Shorten do, in their simplest form. Samples are cut into blocks. In a block each
// sample is predicted from those before it by one of five fixed polynomials, and the error is
// written in Rice code: its low `k` bits, and the rest in unary. A block is
//
//   3 bits order of the polynomial   5 bits k   the errors
//
// A voice that was resampled to the wire's rate is smooth, so the errors are small.
namespace nexy {
namespace {

constexpr std::size_t kBlockSamples = 1024;
constexpr int kOrders = 5;
constexpr int kMaxUnary = 24;    // So many ones mean that the error follows as it is,
constexpr int kPlainBits = 24;   // in so many bits: the largest error has 21.

// Writes and reads bits, the highest first.
class BitWriter {
 public:
  void Write(std::uint32_t value, int count) {
    pending_ = (pending_ << count) | value;
    pending_count_ += count;
    while (pending_count_ >= 8) {
      pending_count_ -= 8;
      bytes_.push_back(static_cast<char>((pending_ >> pending_count_) & 0xFF));
    }
  }
  std::string Finish() {
    if (pending_count_ > 0) Write(0, 8 - pending_count_);
    bytes_.shrink_to_fit();
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
  std::uint64_t pending_ = 0;
  int pending_count_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint32_t Read(int count) {
    Fill(count);
    pending_count_ -= count;
    return static_cast<std::uint32_t>(pending_ >> pending_count_) & ((1u << count) - 1);
  }
  // The number of ones before the next zero, which is read too; at most kMaxUnary.
  int Ones() {
    Fill(kMaxUnary + 1);
    const int ones = std::min(kMaxUnary, std::countl_one(pending_ << (64 - pending_count_)));
    pending_count_ -= ones == kMaxUnary ? ones : ones + 1;
    return ones;
  }

 private:
  void Fill(int count) {
    while (pending_count_ < count) {
      const auto byte = at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_]) : 0u;
      ++at_;
      pending_ = (pending_ << 8) | byte;
      pending_count_ += 8;
    }
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::uint64_t pending_ = 0;
  int pending_count_ = 0;
};

// The last four samples, the latest first.
using Past = std::array<std::int32_t, 4>;

std::int32_t Predict(int order, const Past& past) {
  switch (order) {
    case 1:
      return past[0];
    case 2:
      return 2 * past[0] - past[1];
    case 3:
      return 3 * (past[0] - past[1]) + past[2];
    case 4:
      return 4 * (past[0] + past[2]) - 6 * past[1] - past[3];
    default:
      return 0;
  }
}

void Remember(Past& past, std::int32_t sample) { past = {sample, past[0], past[1], past[2]}; }

std::int32_t SampleAt(std::string_view pcm, std::size_t index) {
  const auto low = static_cast<unsigned char>(pcm[2 * index]);
  const auto high = static_cast<unsigned char>(pcm[2 * index + 1]);
  return static_cast<std::int16_t>(static_cast<std::uint16_t>(low | (high << 8)));
}

// 0, -1, 1, -2, … become 0, 1, 2, 3, …
std::uint32_t Fold(std::int32_t error) {
  return (static_cast<std::uint32_t>(error) << 1) ^ static_cast<std::uint32_t>(error >> 31);
}
std::int32_t Unfold(std::uint32_t folded) {
  return static_cast<std::int32_t>(folded >> 1) ^ -static_cast<std::int32_t>(folded & 1);
}

struct Coding {
  int order = 0;
  int k = 0;
};

Coding BestCoding(std::string_view block, Past past) {
  std::array<std::uint64_t, kOrders> sums{};
  const std::size_t count = block.size() / 2;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t sample = SampleAt(block, i);
    for (int order = 0; order < kOrders; ++order) {
      sums[static_cast<std::size_t>(order)] += Fold(sample - Predict(order, past));
    }
    Remember(past, sample);
  }
  const auto best = std::min_element(sums.begin(), sums.end());
  const std::uint64_t mean = *best / count;
  return {.order = static_cast<int>(best - sums.begin()),
          .k = std::max(0, static_cast<int>(std::bit_width(mean)) - 1)};
}

void WriteError(BitWriter& out, std::uint32_t folded, int k) {
  const std::uint32_t high = folded >> k;
  if (high >= kMaxUnary) {
    out.Write((1u << kMaxUnary) - 1, kMaxUnary);
    out.Write(folded, kPlainBits);
    return;
  }
  out.Write(((1u << high) - 1) << 1, static_cast<int>(high) + 1);
  out.Write(folded & ((1u << k) - 1), k);
}

std::uint32_t ReadError(BitReader& in, int k) {
  const int ones = in.Ones();
  if (ones == kMaxUnary) return in.Read(kPlainBits);
  return (static_cast<std::uint32_t>(ones) << k) | in.Read(k);
}

}  // namespace

PackedPcm::PackedPcm(std::string_view pcm) : samples_(pcm.size() / 2) {
  BitWriter out;
  Past past{};
  for (std::size_t begin = 0; begin < samples_; begin += kBlockSamples) {
    const std::string_view block =
        pcm.substr(2 * begin, 2 * std::min(kBlockSamples, samples_ - begin));
    const Coding coding = BestCoding(block, past);
    out.Write(static_cast<std::uint32_t>(coding.order), 3);
    out.Write(static_cast<std::uint32_t>(coding.k), 5);
    for (std::size_t i = 0; i < block.size() / 2; ++i) {
      const std::int32_t sample = SampleAt(block, i);
      WriteError(out, Fold(sample - Predict(coding.order, past)), coding.k);
      Remember(past, sample);
    }
  }
  bits_ = out.Finish();
}

std::string PackedPcm::Unpack() const {
  std::string pcm;
  pcm.reserve(pcm_bytes());
  BitReader in(bits_);
  Past past{};
  for (std::size_t begin = 0; begin < samples_; begin += kBlockSamples) {
    const int order = static_cast<int>(in.Read(3));
    const int k = static_cast<int>(in.Read(5));
    for (std::size_t i = begin; i < std::min(samples_, begin + kBlockSamples); ++i) {
      const std::int32_t sample = Predict(order, past) + Unfold(ReadError(in, k));
      pcm.push_back(static_cast<char>(sample & 0xFF));
      pcm.push_back(static_cast<char>((sample >> 8) & 0xFF));
      Remember(past, sample);
    }
  }
  return pcm;
}

}  // namespace nexy
