#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace nexy {

// A regular file that is open for reading and whose bytes do not change any more, so its size is
// known once and for all. Shared by the answers that send it; read by offset only. Thread-safe.
class OpenFile {
 public:
  // Follows no symbolic link in the last part of the path. NOT_FOUND: there is no such regular
  // file; RESOURCE_EXHAUSTED: too many files are open; UNAVAILABLE: anything else.
  static absl::StatusOr<std::shared_ptr<const OpenFile>> Open(const std::string& path);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int descriptor() const { return descriptor_; }
  std::uint64_t size() const { return size_; }

 private:
  OpenFile(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}

  const int descriptor_;
  const std::uint64_t size_;
};

}  // namespace nexy
