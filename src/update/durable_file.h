#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace nexy {

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

// The whole of a file in memory without a copy: what is hashed, signed and checked is one thing.
class MappedFile {
 public:
  // UNAVAILABLE with the reason; INVALID_ARGUMENT for anything but a regular file.
  static absl::StatusOr<MappedFile> Open(const std::string& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;

  std::string_view bytes() const { return {data_, size_}; }

 private:
  MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

// Everything below is durable when it returns OK: a power cut afterwards changes nothing. When it
// fails, the file is as it was before. UNAVAILABLE names the file and the reason.

// Replaces `folder`/`name` as a whole.
absl::Status WriteDurably(const std::string& folder, const std::string& name,
                          std::string_view bytes);
// Adds to the end of the file.
absl::Status AppendDurably(const std::string& path, std::string_view bytes);
absl::Status CreateFolder(const std::string& path);
absl::Status SyncFolder(const std::string& path);
absl::Status RemoveFile(const std::string& path);

// NOT_FOUND if there is none, RESOURCE_EXHAUSTED if it is longer than `max_bytes`.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path, std::size_t max_bytes);

// Unfinished files carry this name in front; whoever holds the store's lock may delete them.
constexpr char kUnfinishedPrefix[] = ".unfinished-";

}  // namespace nexy
