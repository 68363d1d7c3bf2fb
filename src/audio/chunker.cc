#include "audio/chunker.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace nexy {

Chunker::Chunker(std::size_t chunk_bytes, std::size_t first_bytes)
    : chunk_bytes_(chunk_bytes), next_bytes_(first_bytes) {
  assert(chunk_bytes > 0 && chunk_bytes % 2 == 0);
  assert(first_bytes > 0 && first_bytes % 2 == 0 && first_bytes <= chunk_bytes);
}

std::vector<std::string> Chunker::Push(std::string_view pcm) {
  std::vector<std::string> chunks;
  while (!pcm.empty()) {
    const std::size_t bytes = std::min(pcm.size(), next_bytes_ - pending_.size());
    if (pending_.empty()) pending_.reserve(next_bytes_);
    pending_.append(pcm.substr(0, bytes));
    pcm.remove_prefix(bytes);
    if (pending_.size() < next_bytes_) break;
    chunks.push_back(std::exchange(pending_, {}));
    next_bytes_ = chunk_bytes_;
  }
  return chunks;
}

std::string Chunker::Finish() {
  if (pending_.size() % 2 != 0) pending_.pop_back();
  return std::exchange(pending_, {});
}

}  // namespace nexy
