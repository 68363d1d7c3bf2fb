// Sound of any rate in any pieces: resampling and cutting do not depend on the pieces, every chunk
// is whole, packing loses nothing.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "audio/chunker.h"
#include "audio/packed_pcm.h"
#include "audio/resampler.h"

namespace {

std::string Convert(int rate, std::string_view pcm, std::size_t piece, std::size_t chunk_bytes) {
  auto resampler = nexy::Resampler::Open(rate);
  if (!resampler.ok()) return "";
  nexy::Chunker chunker(chunk_bytes, 2);
  std::string out;
  const auto cut = [&chunker, &out, chunk_bytes](const std::string& wire) {
    for (const std::string& chunk : chunker.Push(wire)) {
      if (chunk.size() != (out.empty() ? 2 : chunk_bytes)) std::abort();
      out += chunk;
    }
  };
  for (std::size_t at = 0; at < pcm.size(); at += piece) {
    cut((*resampler)->Push(pcm.substr(at, piece)));
  }
  cut((*resampler)->Finish());
  const std::string rest = chunker.Finish();
  if (rest.size() % 2 != 0 || rest.size() >= chunk_bytes) std::abort();
  return out + rest;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  const int rate = 3000 + 200 * data[0] + data[1];
  const std::size_t chunk_bytes = 2 + 2 * (data[2] % 100u);
  const std::string_view pcm(reinterpret_cast<const char*>(data) + 4,
                             std::min<std::size_t>(size - 4, 20000));
  const std::string wire = Convert(rate, pcm, pcm.size() + 1, chunk_bytes);
  if (wire != Convert(rate, pcm, 1 + data[3], chunk_bytes)) std::abort();
  const nexy::PackedPcm packed(pcm);
  if (packed.Unpack() != pcm.substr(0, pcm.size() / 2 * 2)) std::abort();
  return 0;
}
