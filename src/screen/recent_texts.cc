#include "screen/recent_texts.h"

#include <utility>

namespace nexy {

std::shared_ptr<const ScreenText> RecentTexts::Find(
    const std::shared_ptr<const Screenshot>& picture) {
  MutexLock lock(mutex_);
  for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
    const auto known = entry->picture.lock();
    if (known == nullptr) continue;
    if (known != picture && known->bytes() != picture->bytes()) continue;
    entry->picture = picture;  // The newer one lives longer.
    entries_.splice(entries_.begin(), entries_, entry);
    return entry->text;
  }
  return nullptr;
}

void RecentTexts::Remember(const std::shared_ptr<const Screenshot>& picture,
                           std::shared_ptr<const ScreenText> text) {
  MutexLock lock(mutex_);
  entries_.remove_if([](const Entry& entry) { return entry.picture.expired(); });
  entries_.push_front({picture, std::move(text)});
  if (entries_.size() > capacity_) entries_.pop_back();
}

void RecentTexts::Forget() {
  MutexLock lock(mutex_);
  entries_.remove_if([](const Entry& entry) { return entry.picture.expired(); });
}

}  // namespace nexy
