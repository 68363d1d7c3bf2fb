#pragma once

#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "llm/llm_provider.h"
#include "screen/screenshot.h"
#include "session/text_hash.h"
#include "session/session_options.h"

namespace nexy {

// What a follow-up question may refer to.
struct Recollection {
  std::vector<Exchange> history;                 // Oldest first.
  std::shared_ptr<const Screenshot> screenshot;  // The last one that the device sent; may be null.
};

// What was said and heard in the last turns of each device, in memory only.
//
// Thread-safe. A device is forgotten `conversation_ttl` after its last turn, by Sweep() or by
// whichever call comes first; when there are too many devices, the one longest silent goes.
class Conversations {
 public:
  Conversations(const SessionOptions& options, Clock& clock);

  Recollection Recall(std::string_view device);

  // `screenshot` null keeps the one before. An exchange above `conversation_bytes` is kept with its
  // answer, then its question cut short; older exchanges make room for it.
  void Remember(std::string_view device, Exchange exchange,
                std::shared_ptr<const Screenshot> screenshot);

  void Sweep();  // Forgets the devices whose time is over.

  struct Usage {
    std::size_t devices = 0;
    std::size_t text_bytes = 0;
    std::size_t screenshot_bytes = 0;
  };
  Usage usage() const;

 private:
  struct Conversation {
    std::string device;
    Clock::Time last_turn;
    std::deque<Exchange> exchanges;  // Oldest first.
    std::size_t text_bytes = 0;
    std::shared_ptr<const Screenshot> screenshot;
  };
  using ConversationList = std::list<Conversation>;

  // What goes to `forgotten` is destroyed by the caller without the lock.
  void Forget(ConversationList::iterator conversation, ConversationList& forgotten)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void ForgetExpired(ConversationList& forgotten) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  ConversationList::iterator Latest(std::string_view device, ConversationList& forgotten)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddExchange(Conversation& conversation, Exchange exchange)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void DropScreenshot(Conversation& conversation) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SetScreenshot(Conversation& conversation, std::shared_ptr<const Screenshot> screenshot)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const SessionOptions options_;
  Clock& clock_;
  mutable Mutex mutex_;
  ConversationList conversations_ ABSL_GUARDED_BY(mutex_);  // The longest silent first.
  // Keys are views of Conversation::device.
  std::unordered_map<std::string_view, ConversationList::iterator, TextHash, std::equal_to<>>
      index_ ABSL_GUARDED_BY(mutex_);
  std::size_t text_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t screenshot_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace nexy
