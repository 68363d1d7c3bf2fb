#include "http/gzip.h"

#include <zlib.h>

#include <utility>

#include "base/failure.h"

namespace nexy {
namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr int kGzipOnly = 16 + MAX_WBITS;

}  // namespace

struct Gunzip::Zlib {
  z_stream stream{};
};

Gunzip::Gunzip() : zlib_(std::make_unique<Zlib>()) { inflateInit2(&zlib_->stream, kGzipOnly); }

Gunzip::~Gunzip() { inflateEnd(&zlib_->stream); }

absl::StatusOr<std::string> Gunzip::Next() {
  std::string piece(kPieceBytes, '\0');
  z_stream& stream = zlib_->stream;
  stream.next_out = reinterpret_cast<Bytef*>(piece.data());
  stream.avail_out = static_cast<uInt>(piece.size());
  stream.next_in = reinterpret_cast<Bytef*>(coded_.data());
  stream.avail_in = static_cast<uInt>(coded_.size());
  while (stream.avail_out > 0) {
    if (finished_) {  // Perhaps another file follows; files are simply joined.
      if (stream.avail_in == 0) break;
      inflateReset(&stream);
      finished_ = false;
    }
    const int result = inflate(&stream, Z_SYNC_FLUSH);
    if (result == Z_STREAM_END) {
      finished_ = true;
    } else if (result == Z_BUF_ERROR) {
      break;  // Needs more.
    } else if (result != Z_OK) {
      return Failure(FailureReason::kMalformed, "a gzip body is damaged");
    }
  }
  coded_.erase(0, coded_.size() - stream.avail_in);
  piece.resize(kPieceBytes - stream.avail_out);
  return piece;
}

}  // namespace nexy
