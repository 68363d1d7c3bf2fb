#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "screen/screenshot.h"
#include "session/text_hash.h"
#include "session/session_id.h"
#include "session/session_options.h"

namespace nexy {

// One accepted or refused COLLECT request.
struct CollectChunk {
  std::int32_t seq = 0;
  std::string text;                              // May be empty.
  std::shared_ptr<const Screenshot> screenshot;  // Null: none.
  int screen_width = 0;
  int screen_height = 0;
};

// What a buffer amounts to; all empty when there is no buffer.
struct Collected {
  std::string text;
  std::shared_ptr<const Screenshot> screenshot;
  int screen_width = 0;
  int screen_height = 0;
};

absl::Status CheckChunkSeq(std::int32_t seq);  // C1 of wire contract 3.4.

// The questions that devices are still telling in pieces: the COLLECT buffers of wire contract 3.4.
//
// Thread-safe. A buffer is dropped `collect_ttl` after its last accepted chunk, by Sweep() or by
// whichever call comes first.
class CollectBuffers {
 public:
  CollectBuffers(const SessionOptions& options, std::size_t prompt_max_bytes, Clock& clock);

  // INVALID_ARGUMENT by C1, RESOURCE_EXHAUSTED by C3 with the name of the cap; the buffer is then
  // as it was. OK also for a duplicate or late chunk that changes nothing.
  absl::Status Add(std::string_view device, const SessionKey& key, CollectChunk chunk);

  Collected Peek(std::string_view device, const SessionKey& key);
  void Pop(std::string_view device, const SessionKey& key);

  void Sweep();  // Drops the buffers whose time is over.

  struct Usage {
    std::size_t buffers = 0;
    std::size_t bytes = 0;  // Texts and screenshots, as the caps count them.
  };
  Usage usage() const;

 private:
  struct Buffer;
  using BufferList = std::list<Buffer>;
  struct Device {
    std::vector<BufferList::iterator> buffers;  // Longest unused first.
    std::size_t bytes = 0;
  };
  using Devices = std::unordered_map<std::string, Device, TextHash, std::equal_to<>>;
  struct Buffer {
    Devices::value_type* device = nullptr;
    SessionKey key{SessionKey::Bytes{}};
    Clock::Time last_chunk = {};
    std::map<std::int32_t, std::string> texts = {};
    std::size_t text_bytes = 0;
    std::int32_t highest_seq = 0;
    std::shared_ptr<const Screenshot> screenshot = nullptr;
    std::int32_t screenshot_seq = 0;
    int screen_width = 0;
    int screen_height = 0;

    std::size_t bytes() const { return text_bytes + (screenshot ? screenshot->bytes().size() : 0); }
  };
  struct Change;

  Change Plan(const Buffer* buffer, const CollectChunk& chunk) const;
  BufferList::iterator Find(std::string_view device, const SessionKey& key)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status CheckCaps(const Change& change, const Buffer* buffer, const Device* device) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  BufferList::iterator Create(std::string_view device, const SessionKey& key, BufferList& dropped)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Apply(BufferList::iterator buffer, Change change, CollectChunk chunk)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Buffers go to `dropped`, which the caller destroys without the lock.
  void Drop(BufferList::iterator buffer, BufferList& dropped) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void DropExpired(BufferList& dropped) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const SessionOptions options_;
  const std::size_t prompt_max_bytes_;
  Clock& clock_;
  mutable Mutex mutex_;
  BufferList buffers_ ABSL_GUARDED_BY(mutex_);  // The first to expire first.
  Devices devices_ ABSL_GUARDED_BY(mutex_);     // Those with a buffer.
  std::size_t total_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace nexy
