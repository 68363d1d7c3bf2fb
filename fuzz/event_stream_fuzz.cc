// Whatever a service streams, and however it is cut: no crash, the same events for every cut, and
// no event longer than the limit.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/event_stream.h"

namespace {

constexpr std::size_t kEventMaxBytes = 200;

struct Read {
  std::vector<std::string> events;
  bool failed = false;
  bool unfinished = false;
  bool operator==(const Read&) const = default;
};

Read ReadIn(std::string_view stream, std::size_t piece) {
  nexy::EventStreamParser parser(kEventMaxBytes);
  Read read;
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    const auto events = parser.Push(stream.substr(at, piece));
    if (!events.ok()) {
      read.failed = true;
      return read;
    }
    for (const std::string& event : *events) {
      if (event.size() > kEventMaxBytes) std::abort();
      read.events.push_back(event);
    }
  }
  read.unfinished = parser.unfinished();
  return read;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
  Read whole = ReadIn(stream, stream.size() + 1);
  Read cut = ReadIn(stream, 1 + data[0] % 40u);
  // Events before one that is too long are told when they come in an earlier piece.
  if (whole.failed && cut.failed) return 0;
  if (!(whole == cut)) std::abort();
  return 0;
}
