#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nexy {

// Cuts wire PCM of any pieces into the chunks of the wire (contract 4.3): all of one size, except
// the first and the last, always whole samples, never empty. Not thread-safe.
class Chunker {
 public:
  // Both sizes are even and positive; `first_bytes` <= `chunk_bytes`.
  Chunker(std::size_t chunk_bytes, std::size_t first_bytes);
  explicit Chunker(std::size_t chunk_bytes) : Chunker(chunk_bytes, chunk_bytes) {}

  // The chunks that `pcm` completes.
  std::vector<std::string> Push(std::string_view pcm);
  // What is left, shorter than a chunk; empty if nothing is. An odd last byte is dropped.
  std::string Finish();

 private:
  const std::size_t chunk_bytes_;
  std::size_t next_bytes_;
  std::string pending_;  // Shorter than next_bytes_.
};

}  // namespace nexy
