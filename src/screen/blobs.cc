#include "screen/blobs.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace nexy {
namespace {

// A piece of a row.
struct Run {
  int left = 0, right = 0;
  std::size_t blob = 0;
};

// Joins runs of rows that follow each other to blobs.
class BlobBuilder {
 public:
  void Add(int left, int right, int y) {
    Run run{left, right, blobs_.size()};
    while (above_at_ < above_.size() && above_[above_at_].right < left) ++above_at_;
    for (std::size_t at = above_at_; at < above_.size() && above_[at].left <= right; ++at) {
      const std::size_t other = Root(above_[at].blob);
      if (run.blob == blobs_.size()) {
        run.blob = other;
      } else if (other != run.blob) {
        Merge(run.blob, other);
      }
    }
    if (run.blob == blobs_.size()) {
      parents_.push_back(run.blob);
      blobs_.push_back({left, y, right, y + 1, 0});
    }
    Blob& blob = blobs_[run.blob];
    blob.left = std::min(blob.left, left);
    blob.right = std::max(blob.right, right);
    blob.bottom = y + 1;
    blob.pixels += right - left;
    here_.push_back(run);
  }

  void EndRow() {
    above_.swap(here_);
    here_.clear();
    above_at_ = 0;
  }

  std::vector<Blob> Take() {
    std::vector<Blob> roots;
    for (std::size_t at = 0; at < blobs_.size(); ++at) {
      if (parents_[at] == at) roots.push_back(blobs_[at]);
    }
    return roots;
  }

 private:
  std::size_t Root(std::size_t blob) {
    while (parents_[blob] != blob) blob = parents_[blob] = parents_[parents_[blob]];
    return blob;
  }

  void Merge(std::size_t into, std::size_t from) {
    parents_[from] = into;
    Blob& blob = blobs_[into];
    const Blob& other = blobs_[from];
    blob = {std::min(blob.left, other.left), std::min(blob.top, other.top),
            std::max(blob.right, other.right), std::max(blob.bottom, other.bottom),
            blob.pixels + other.pixels};
  }

  std::vector<Blob> blobs_;
  std::vector<std::size_t> parents_;
  std::vector<Run> above_, here_;
  std::size_t above_at_ = 0;  // The first run above that may touch the next one.
};

}  // namespace

std::vector<Blob> FindBlobs(const GreyImage& image, int shade) {
  BlobBuilder builder;
  const std::uint8_t* row = image.pixels.data();
  for (int y = 0; y < image.height; ++y, row += image.width) {
    int begin = -1;  // Of the run, if there is one.
    for (int x = 0; x < image.width; ++x) {
      const bool marked = row[x] >= shade;
      if (marked && begin < 0) begin = x;
      if (marked || begin < 0) continue;
      builder.Add(begin, x, y);
      begin = -1;
    }
    if (begin >= 0) builder.Add(begin, image.width, y);
    builder.EndRow();
  }
  return builder.Take();
}

}  // namespace nexy
