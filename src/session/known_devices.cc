#include "session/known_devices.h"

#include <sodium.h>

namespace nexy {

KnownDevices::KnownDevices(std::size_t capacity) : capacity_(capacity) {
  static_assert(crypto_shorthash_siphashx24_BYTES == sizeof(Digest));
  static_assert(crypto_shorthash_siphashx24_KEYBYTES == sizeof(Digest));
  randombytes_buf(key_.data(), key_.size());
}

auto KnownDevices::DigestOf(std::string_view device) const -> Digest {
  Digest digest{};
  crypto_shorthash_siphashx24(digest.data(), reinterpret_cast<const unsigned char*>(device.data()),
                              device.size(), key_.data());
  return digest;
}

void KnownDevices::Add(std::string_view device) {
  if (capacity_ == 0) return;
  const Digest digest = DigestOf(device);
  MutexLock lock(mutex_);
  if (const auto found = index_.find(digest); found != index_.end()) {
    latest_.splice(latest_.begin(), latest_, found->second);
    return;
  }
  if (index_.size() == capacity_) {
    index_.erase(latest_.back());
    latest_.pop_back();
  }
  latest_.push_front(digest);
  index_.emplace(digest, latest_.begin());
}

bool KnownDevices::Contains(std::string_view device) const {
  const Digest digest = DigestOf(device);
  MutexLock lock(mutex_);
  return index_.contains(digest);
}

std::size_t KnownDevices::size() const {
  MutexLock lock(mutex_);
  return index_.size();
}

}  // namespace nexy
