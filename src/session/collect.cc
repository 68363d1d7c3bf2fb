#include "session/collect.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/strings.h"
#include "session/merge_text.h"

namespace nexy {
namespace {

absl::Status LimitReached(std::string_view setting) {
  return absl::ResourceExhaustedError(Concat("collect limit reached: ", setting));
}

}  // namespace

// What accepting a chunk would do to its buffer.
struct CollectBuffers::Change {
  bool text = false;                  // The chunk's text is stored at its place, or
  std::optional<std::string> merged;  // this one, made of it and of the one stored.
  bool screenshot = false;            // The chunk's replaces the buffer's.
  std::size_t chunks = 0;             // Of the buffer afterwards, like the following.
  std::size_t text_bytes = 0;
  std::size_t bytes = 0;
};

absl::Status CheckChunkSeq(std::int32_t seq) {
  if (seq >= 0) return absl::OkStatus();
  return absl::InvalidArgumentError("chunk_seq must not be negative");
}

CollectBuffers::CollectBuffers(const SessionOptions& options, std::size_t prompt_max_bytes,
                               Clock& clock)
    : options_(options), prompt_max_bytes_(prompt_max_bytes), clock_(clock) {}

auto CollectBuffers::Plan(const Buffer* buffer, const CollectChunk& chunk) const -> Change {
  static const Buffer kNothing{};
  const Buffer& before = buffer ? *buffer : kNothing;
  Change change;
  change.chunks = before.texts.size();
  change.text_bytes = before.text_bytes;
  const auto stored = before.texts.find(chunk.seq);
  if (stored == before.texts.end()) {
    change.text = !chunk.text.empty();
    change.chunks += change.text ? 1 : 0;
    change.text_bytes += chunk.text.size();
  } else if (chunk.seq == 0 && before.highest_seq == 0) {
    // The client does not number. What is too long anyway is not worth the work of merging.
    change.merged = chunk.text.size() > prompt_max_bytes_ ? chunk.text
                                                          : MergeText(stored->second, chunk.text);
    change.text_bytes += change.merged->size() - stored->second.size();
  }
  change.screenshot =
      chunk.screenshot && (!before.screenshot || chunk.seq >= before.screenshot_seq);
  const auto& kept = change.screenshot ? chunk.screenshot : before.screenshot;
  change.bytes = change.text_bytes + (kept ? kept->bytes().size() : 0);
  return change;
}

absl::Status CollectBuffers::CheckCaps(const Change& change, const Buffer* buffer,
                                       const Device* device) const {
  if (change.chunks > options_.collect_chunks_max) return LimitReached("collect_chunks_max");
  if (change.text_bytes > prompt_max_bytes_) return LimitReached("prompt_max_bytes");
  std::size_t leaving_buffers = buffer ? 1 : 0;  // Replaced by what comes.
  std::size_t leaving_bytes = buffer ? buffer->bytes() : 0;
  if (!buffer && device && device->buffers.size() >= options_.collect_device_buffers) {
    leaving_buffers = 1;
    leaving_bytes = device->buffers.front()->bytes();
  }
  const std::size_t device_bytes = device ? device->bytes : 0;
  if (device_bytes - leaving_bytes + change.bytes > options_.collect_device_bytes) {
    return LimitReached("collect_device_bytes");
  }
  if (total_bytes_ - leaving_bytes + change.bytes > options_.collect_total_bytes) {
    return LimitReached("collect_total_bytes");
  }
  if (buffers_.size() - leaving_buffers + 1 > options_.collect_total_buffers) {
    return LimitReached("collect_total_buffers");
  }
  return absl::OkStatus();
}

absl::Status CollectBuffers::Add(std::string_view device, const SessionKey& key,
                                 CollectChunk chunk) {
  if (auto status = CheckChunkSeq(chunk.seq); !status.ok()) return status;
  BufferList dropped;
  std::shared_ptr<const Screenshot> replaced;  // Destroyed, like `dropped`, after the lock.
  MutexLock lock(mutex_);
  DropExpired(dropped);
  auto at = Find(device, key);
  const Buffer* const buffer = at == buffers_.end() ? nullptr : &*at;
  if (!buffer && chunk.text.empty() && !chunk.screenshot) return absl::OkStatus();
  Change change = Plan(buffer, chunk);
  const auto owner = devices_.find(device);
  const Device* const known = owner == devices_.end() ? nullptr : &owner->second;
  if (auto status = CheckCaps(change, buffer, known); !status.ok()) return status;
  if (!buffer) at = Create(device, key, dropped);
  replaced = at->screenshot;
  Apply(at, std::move(change), std::move(chunk));
  return absl::OkStatus();
}

auto CollectBuffers::Create(std::string_view device, const SessionKey& key, BufferList& dropped)
    -> BufferList::iterator {
  const auto owner = devices_.try_emplace(std::string(device)).first;
  auto& mine = owner->second.buffers;
  buffers_.push_back({.device = &*owner, .key = key, .last_chunk = clock_.Now()});
  mine.push_back(std::prev(buffers_.end()));
  if (mine.size() > std::max<std::size_t>(options_.collect_device_buffers, 1)) {
    Drop(mine.front(), dropped);
  }
  return std::prev(buffers_.end());
}

void CollectBuffers::Apply(BufferList::iterator buffer, Change change, CollectChunk chunk) {
  Device& device = buffer->device->second;
  device.bytes += change.bytes - buffer->bytes();
  total_bytes_ += change.bytes - buffer->bytes();
  if (change.text) buffer->texts.emplace(chunk.seq, std::move(chunk.text));
  if (change.merged) buffer->texts[chunk.seq] = *std::move(change.merged);
  buffer->text_bytes = change.text_bytes;
  buffer->highest_seq = std::max(buffer->highest_seq, chunk.seq);
  if (change.screenshot) {
    buffer->screenshot = std::move(chunk.screenshot);
    buffer->screenshot_seq = chunk.seq;
    buffer->screen_width = chunk.screen_width;
    buffer->screen_height = chunk.screen_height;
  }
  buffer->last_chunk = clock_.Now();
  buffers_.splice(buffers_.end(), buffers_, buffer);
  const auto place = std::find(device.buffers.begin(), device.buffers.end(), buffer);
  std::rotate(place, std::next(place), device.buffers.end());
}

auto CollectBuffers::Find(std::string_view device, const SessionKey& key) -> BufferList::iterator {
  const auto owner = devices_.find(device);
  if (owner == devices_.end()) return buffers_.end();
  for (const auto buffer : owner->second.buffers) {
    if (buffer->key == key) return buffer;
  }
  return buffers_.end();
}

void CollectBuffers::Drop(BufferList::iterator buffer, BufferList& dropped) {
  Device& device = buffer->device->second;
  device.bytes -= buffer->bytes();
  total_bytes_ -= buffer->bytes();
  std::erase(device.buffers, buffer);
  if (device.buffers.empty()) devices_.erase(devices_.find(buffer->device->first));
  dropped.splice(dropped.end(), buffers_, buffer);
}

void CollectBuffers::DropExpired(BufferList& dropped) {
  if (buffers_.empty()) return;
  const Clock::Time now = clock_.Now();
  while (!buffers_.empty() && now - buffers_.front().last_chunk >= options_.collect_ttl) {
    Drop(buffers_.begin(), dropped);
  }
}

Collected CollectBuffers::Peek(std::string_view device, const SessionKey& key) {
  Collected collected;
  std::vector<std::string> texts;
  BufferList dropped;
  {
    MutexLock lock(mutex_);
    DropExpired(dropped);
    const auto buffer = Find(device, key);
    if (buffer == buffers_.end()) return collected;
    for (const auto& [seq, text] : buffer->texts) texts.push_back(text);
    collected.screenshot = buffer->screenshot;
    collected.screen_width = buffer->screen_width;
    collected.screen_height = buffer->screen_height;
  }
  MergedText merged;
  for (const auto& text : texts) merged.Add(text);
  collected.text = std::move(merged).Take();
  return collected;
}

void CollectBuffers::Pop(std::string_view device, const SessionKey& key) {
  BufferList dropped;
  MutexLock lock(mutex_);
  if (const auto buffer = Find(device, key); buffer != buffers_.end()) Drop(buffer, dropped);
}

void CollectBuffers::Sweep() {
  BufferList dropped;
  MutexLock lock(mutex_);
  DropExpired(dropped);
}

auto CollectBuffers::usage() const -> Usage {
  MutexLock lock(mutex_);
  return {buffers_.size(), total_bytes_};
}

}  // namespace nexy
