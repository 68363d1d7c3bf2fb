#include "screen/byte_hash.h"

#include <cstring>

namespace nexy {
namespace {

std::uint64_t Word(const std::uint8_t* bytes, std::size_t count) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, count);
  return word;
}

}  // namespace

// A word into each of four lanes, which do not wait for each other.
std::uint64_t HashBytes(std::span<const std::uint8_t> bytes) {
  const std::uint8_t* at = bytes.data();
  std::size_t count = bytes.size();
  std::uint64_t a = count + 1, b = 2, c = 3, d = 4;
  for (; count >= 32; at += 32, count -= 32) {
    a = MixHash(a, Word(at, 8));
    b = MixHash(b, Word(at + 8, 8));
    c = MixHash(c, Word(at + 16, 8));
    d = MixHash(d, Word(at + 24, 8));
  }
  if (count >= 16) {
    a = MixHash(a, Word(at, 8));
    b = MixHash(b, Word(at + 8, 8));
    at += 16, count -= 16;
  }
  if (count >= 8) {
    c = MixHash(c, Word(at, 8));
    at += 8, count -= 8;
  }
  if (count > 0) d = MixHash(d, Word(at, count));
  return MixHash(MixHash(a, b >> 7) ^ b, MixHash(c, d >> 9) ^ d) ^ (a >> 32);
}

}  // namespace nexy
