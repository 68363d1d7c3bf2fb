#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy {

// Takes the gzip coding off bytes as they come, a bounded piece at a time.
class Gunzip {
 public:
  Gunzip();
  ~Gunzip();
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  // More of what is coded. Taken in whole; what comes out is asked for with Next().
  void Push(std::string bytes) { coded_.append(bytes); }
  // The next piece, at most 64 KiB; empty: more coded bytes are needed. kMalformed.
  absl::StatusOr<std::string> Next();
  // Whether what was pushed is a whole file.
  bool finished() const { return finished_ && coded_.empty(); }

 private:
  struct Zlib;
  const std::unique_ptr<Zlib> zlib_;
  std::string coded_;
  bool finished_ = false;
};

}  // namespace nexy
