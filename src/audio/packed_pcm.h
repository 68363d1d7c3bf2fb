#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nexy {

// Mono s16le PCM in about a third of its bytes, without loss: speech that waits in memory to be
// played, not a format for files or the wire.
class PackedPcm {
 public:
  // An odd last byte of `pcm` is dropped.
  explicit PackedPcm(std::string_view pcm);

  std::string Unpack() const;

  std::size_t pcm_bytes() const { return samples_ * 2; }
  std::size_t packed_bytes() const { return bits_.size(); }

 private:
  std::size_t samples_;
  std::string bits_;
};

}  // namespace nexy
