#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace nexy {

inline std::uint64_t MixHash(std::uint64_t hash, std::uint64_t word) {
  return (hash ^ word) * 0x9e3779b97f4a7c15;
}

// Fast enough for every byte of a 4K picture; not for hash tables that strangers fill.
std::uint64_t HashBytes(std::span<const std::uint8_t> bytes);

}  // namespace nexy
