// Any bytes as a WAV file: what is read lies inside the file and can be written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "audio/wav.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  const auto sound = nexy::ReadWav(file);
  if (!sound.ok()) return 0;
  if (sound->pcm.data() < file.data() ||
      sound->pcm.data() + sound->pcm.size() > file.data() + file.size()) {
    std::abort();
  }
  const std::string again =
      nexy::WavHeader(sound->format, sound->pcm.size()).append(sound->pcm);
  const auto reread = nexy::ReadWav(again);
  if (!reread.ok() || reread->pcm != sound->pcm) std::abort();
  return 0;
}
