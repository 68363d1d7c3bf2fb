#include "nexy/wav_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/memory/memory.h"
#include "audio/wav.h"
#include "base/status.h"
#include "base/strings.h"

namespace nexy {
namespace {

absl::Status CannotWrite(const std::string& path) {
  return absl::UnavailableError(
      Concat("The sound file ", path, " cannot be written: ", std::strerror(errno), "."));
}

}  // namespace

absl::StatusOr<std::unique_ptr<WavFile>> WavFile::Create(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return CannotWrite(path);
  auto wav = absl::WrapUnique(new WavFile(file, path));
  NEXY_RETURN_IF_ERROR(wav->Append(""));
  return wav;
}

WavFile::~WavFile() { close(file_); }

absl::Status WavFile::Append(std::string_view pcm) {
  NEXY_RETURN_IF_ERROR(WriteAt(kWavHeaderBytes + pcm_bytes_, pcm));
  pcm_bytes_ += pcm.size();
  return WriteAt(0, WavHeader(kWireFormat, pcm_bytes_));
}

absl::Status WavFile::WriteAt(std::uint64_t position, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(position));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return CannotWrite(path_);
    bytes.remove_prefix(static_cast<std::size_t>(count));
    position += static_cast<std::uint64_t>(count);
  }
  return absl::OkStatus();
}

}  // namespace nexy
