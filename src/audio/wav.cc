#include "audio/wav.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "base/strings.h"

namespace nexy {
namespace {

constexpr std::uint16_t kFormatPcm = 1;
constexpr std::uint16_t kFormatExtensible = 0xFFFE;  // The real one then stands in a GUID.
constexpr std::uint16_t kBitsPerSample = 16;
constexpr std::size_t kFormatBytes = 16;       // Of a plain `fmt ` chunk.
constexpr std::size_t kGuidOffset = 24;        // Of the real format in an extensible `fmt ` chunk.
constexpr std::size_t kChunkHeaderBytes = 8;
constexpr std::uint32_t kMaxRate = 384000;
constexpr std::uint16_t kMaxChannels = 8;

template <typename T>
void Append(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
  }
}

// The caller has checked that the bytes are there.
template <typename T>
T Read(std::string_view bytes, std::size_t offset) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    const T byte = static_cast<unsigned char>(bytes[offset + i]);
    value = static_cast<T>(value | static_cast<T>(byte << (8 * i)));
  }
  return value;
}

absl::StatusOr<PcmFormat> ReadFormat(std::string_view chunk) {
  if (chunk.size() < kFormatBytes) return absl::InvalidArgumentError("WAV: `fmt ` is too short");
  auto encoding = Read<std::uint16_t>(chunk, 0);
  if (encoding == kFormatExtensible) {
    if (chunk.size() < kGuidOffset + sizeof(std::uint16_t)) {
      return absl::InvalidArgumentError("WAV: `fmt ` is too short");
    }
    encoding = Read<std::uint16_t>(chunk, kGuidOffset);
  }
  const auto channels = Read<std::uint16_t>(chunk, 2);
  const auto rate = Read<std::uint32_t>(chunk, 4);
  const auto frame_bytes = Read<std::uint16_t>(chunk, 12);
  const auto bits = Read<std::uint16_t>(chunk, 14);
  if (encoding != kFormatPcm || bits != kBitsPerSample) {
    return absl::InvalidArgumentError(
        Concat("WAV: encoding ", encoding, " with ", bits, " bits; 16-bit PCM is expected"));
  }
  if (channels == 0 || channels > kMaxChannels || frame_bytes != channels * kBitsPerSample / 8) {
    return absl::InvalidArgumentError(Concat("WAV: ", channels, " channels in frames of ",
                                             frame_bytes, " bytes"));
  }
  if (rate == 0 || rate > kMaxRate) {
    return absl::InvalidArgumentError(Concat("WAV: sample rate of ", rate, " Hz"));
  }
  return PcmFormat{.sample_rate = static_cast<int>(rate), .channels = channels};
}

}  // namespace

std::string WavHeader(PcmFormat format, std::uint64_t pcm_bytes) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint32_t>::max();
  const auto rate = static_cast<std::uint32_t>(format.sample_rate);
  const auto channels = static_cast<std::uint16_t>(format.channels);
  const auto frame_bytes = static_cast<std::uint16_t>(channels * kBitsPerSample / 8);
  std::string header = "RIFF";
  Append(header, static_cast<std::uint32_t>(
                     std::min(kMax, pcm_bytes + kWavHeaderBytes - kChunkHeaderBytes)));
  header += "WAVEfmt ";
  Append(header, static_cast<std::uint32_t>(kFormatBytes));
  Append(header, kFormatPcm);
  Append(header, channels);
  Append(header, rate);
  Append(header, rate * frame_bytes);
  Append(header, frame_bytes);
  Append(header, kBitsPerSample);
  header += "data";
  Append(header, static_cast<std::uint32_t>(std::min(kMax, pcm_bytes)));
  return header;
}

absl::StatusOr<WavSound> ReadWav(std::string_view file) {
  if (file.size() < 12 || file.substr(0, 4) != "RIFF" || file.substr(8, 4) != "WAVE") {
    return absl::InvalidArgumentError("WAV: this is not a RIFF/WAVE file");
  }
  std::string_view rest = file.substr(12);
  std::optional<PcmFormat> format;
  while (rest.size() >= kChunkHeaderBytes) {
    const std::string_view name = rest.substr(0, 4);
    const std::size_t size = Read<std::uint32_t>(rest, 4);
    rest.remove_prefix(kChunkHeaderBytes);
    if (size > rest.size()) {
      return absl::InvalidArgumentError(
          Concat("WAV: a chunk of ", size, " bytes where ", rest.size(), " are left"));
    }
    const std::string_view chunk = rest.substr(0, size);
    if (name == "fmt ") {
      auto read = ReadFormat(chunk);
      if (!read.ok()) return read.status();
      format = *read;
    } else if (name == "data") {
      if (!format) return absl::InvalidArgumentError("WAV: `data` stands before `fmt `");
      const std::size_t frame = static_cast<std::size_t>(format->channels) * kBitsPerSample / 8;
      const std::size_t whole = chunk.size() - chunk.size() % frame;
      if (whole == 0) return absl::InvalidArgumentError("WAV: there is no sound in it");
      return WavSound{.format = *format, .pcm = chunk.substr(0, whole)};
    }
    rest.remove_prefix(std::min(rest.size(), size + size % 2));  // Chunks begin at even offsets.
  }
  return absl::InvalidArgumentError("WAV: there is no `data` chunk");
}

}  // namespace nexy
