#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/strings.h"

namespace nexy {

absl::Status SystemError(std::string_view what, const std::string& path) {
  const std::error_code error(errno, std::generic_category());
  const std::string sentence = Concat("cannot ", what, " ", path, ": ", error.message());
  return error.value() == ENOENT ? absl::NotFoundError(sentence) : absl::UnavailableError(sentence);
}

FileHandle::~FileHandle() {
  if (descriptor_ >= 0) close(descriptor_);
}

int FileHandle::Release() { return std::exchange(descriptor_, -1); }

absl::StatusOr<MappedFile> MappedFile::Open(const std::string& path) {
  FileHandle file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return SystemError("open", path);
  struct stat facts = {};
  if (fstat(file.get(), &facts) != 0) return SystemError("look at", path);
  if (!S_ISREG(facts.st_mode)) {
    return absl::InvalidArgumentError(Concat(path, " is not a regular file"));
  }
  const auto size = static_cast<std::size_t>(facts.st_size);
  if (size == 0) return MappedFile(nullptr, 0);
  void* data = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (data == MAP_FAILED) return SystemError("read", path);
  return MappedFile(static_cast<const char*>(data), size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile::~MappedFile() {
  if (data_ != nullptr) munmap(const_cast<char*>(data_), size_);
}

void MappedFile::Forget() const {
  if (data_ != nullptr) madvise(const_cast<char*>(data_), size_, MADV_DONTNEED);
}

}  // namespace nexy
