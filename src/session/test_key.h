#pragma once

#include <cstddef>
#include <cstdint>

#include "session/session_id.h"

namespace nexy {

// Another key for each number.
inline SessionKey TestKey(int number) {
  SessionKey::Bytes bytes{};
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return SessionKey(bytes);
}

}  // namespace nexy
