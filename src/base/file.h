#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace nexy {

// "cannot <what> <path>: " and what errno says; NOT_FOUND if there is no such file, else
// UNAVAILABLE.
absl::Status SystemError(std::string_view what, const std::string& path);

// An open file descriptor that is closed in the end.
class FileHandle {
 public:
  explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
  ~FileHandle();
  FileHandle(FileHandle&& other) noexcept : descriptor_(other.Release()) {}
  FileHandle& operator=(FileHandle&&) = delete;

  int get() const { return descriptor_; }
  int Release();

 private:
  int descriptor_;
};

// The whole of a file in memory without a copy.
class MappedFile {
 public:
  // As SystemError(); INVALID_ARGUMENT for anything but a regular file.
  static absl::StatusOr<MappedFile> Open(const std::string& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;

  std::string_view bytes() const { return {data_, size_}; }

  // Takes up no memory until it is read again.
  void Forget() const;

 private:
  MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace nexy
