#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy {

// A WAV file of wire PCM that is whole after every Append(), however the program ends.
class WavFile {
 public:
  // Replaces what `path` holds. Errors are for the person and name the path.
  static absl::StatusOr<std::unique_ptr<WavFile>> Create(const std::string& path);
  ~WavFile();
  WavFile(const WavFile&) = delete;
  WavFile& operator=(const WavFile&) = delete;

  absl::Status Append(std::string_view pcm);

 private:
  WavFile(int file, std::string path) : file_(file), path_(std::move(path)) {}
  absl::Status WriteAt(std::uint64_t position, std::string_view bytes);

  const int file_;
  const std::string path_;
  std::uint64_t pcm_bytes_ = 0;
};

}  // namespace nexy
