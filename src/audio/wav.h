#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "audio/pcm.h"

namespace nexy {

inline constexpr std::size_t kWavHeaderBytes = 44;

// The header of a WAV file that holds `pcm_bytes` of s16le PCM after it. A length that does not fit
// the format's 32 bits is written as the largest one, which players read as "until the end".
std::string WavHeader(PcmFormat format, std::uint64_t pcm_bytes);

struct WavSound {
  PcmFormat format;
  std::string_view pcm;  // s16le, whole frames; lies in the file's bytes.
};

// The sound of a 16-bit PCM WAV file that is whole in memory. INVALID_ARGUMENT, with what is wrong,
// for anything else: another encoding, a length that points behind the end, no sound at all.
absl::StatusOr<WavSound> ReadWav(std::string_view file);

}  // namespace nexy
