#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string_view>
#include <unordered_map>

#include "absl/hash/hash.h"
#include "base/mutex.h"

namespace nexy {

// The latest `capacity` devices that called (wire contract 3.2), so that an interrupt can tell a
// device it knows from one it has never seen.
//
// Thread-safe. Keeps 128-bit hashes under a random key instead of names: a name may be long, and
// nobody can choose two names that collide.
class KnownDevices {
 public:
  explicit KnownDevices(std::size_t capacity);

  void Add(std::string_view device);  // Makes `device` the latest.
  bool Contains(std::string_view device) const;
  std::size_t size() const;

 private:
  using Digest = std::array<std::uint8_t, 16>;

  Digest DigestOf(std::string_view device) const;

  const std::size_t capacity_;
  Digest key_{};
  mutable Mutex mutex_;
  std::list<Digest> latest_ ABSL_GUARDED_BY(mutex_);  // Latest first.
  std::unordered_map<Digest, std::list<Digest>::iterator, absl::Hash<Digest>> index_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
