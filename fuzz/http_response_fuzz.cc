// Whatever a server answers, and however it is cut: no crash, an end, and the same response for
// every cut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/response_parser.h"

namespace {

constexpr std::size_t kHeaderMaxBytes = 2000;

struct Read {
  bool done = false;
  bool failed = false;
  int status = 0;
  std::size_t headers = 0;
  std::string body;
  bool operator==(const Read&) const = default;
};

Read ReadIn(std::string_view stream, std::size_t piece, bool without_body) {
  nexy::ResponseParser parser(kHeaderMaxBytes, without_body);
  Read read;
  std::string waiting;
  for (std::size_t at = 0; at < stream.size() && !parser.is_done() && !read.failed; at += piece) {
    waiting += stream.substr(at, piece);
    while (!waiting.empty() && !parser.is_done()) {
      const auto taken = parser.Push(waiting);
      if (!taken.ok()) {
        read.failed = true;
        break;
      }
      if (*taken > waiting.size()) std::abort();
      read.body += parser.TakeBody();
      if (*taken == 0) break;
      waiting.erase(0, *taken);
    }
  }
  if (!read.failed && !parser.is_done()) read.failed = !parser.PushEnd(/*clean=*/true).ok();
  read.body += parser.TakeBody();
  read.done = parser.is_done();
  if (read.failed) return Read{.failed = true};
  read.status = parser.status();
  read.headers = parser.headers().size();
  return read;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const bool without_body = (data[0] & 1) != 0;
  const std::string_view stream(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Read whole = ReadIn(stream, stream.size() + 1, without_body);
  const Read cut = ReadIn(stream, 1 + data[1] % 60u, without_body);
  if (!(whole == cut)) std::abort();
  return 0;
}
