#pragma once

#include <cstddef>
#include <list>
#include <memory>

#include "base/mutex.h"
#include "screen/screen_reader.h"

namespace nexy {

// The texts of the latest few pictures that somebody still holds: what was read is forgotten with
// the picture. Thread-safe.
class RecentTexts {
 public:
  explicit RecentTexts(std::size_t capacity) : capacity_(capacity) {}

  // The text of this very picture, or of a living one with the same bytes; null when there is none.
  std::shared_ptr<const ScreenText> Find(const std::shared_ptr<const Screenshot>& picture);
  void Remember(const std::shared_ptr<const Screenshot>& picture,
                std::shared_ptr<const ScreenText> text);
  // Frees the texts whose pictures are gone.
  void Forget();

 private:
  struct Entry {
    std::weak_ptr<const Screenshot> picture;
    std::shared_ptr<const ScreenText> text;
  };

  const std::size_t capacity_;
  Mutex mutex_;
  std::list<Entry> entries_ ABSL_GUARDED_BY(mutex_);  // The latest first.
};

}  // namespace nexy
