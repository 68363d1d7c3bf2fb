#pragma once

#include <cstddef>
#include <string_view>

#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"

namespace nexy {

// Hash of a device's name for std::unordered_map, looked up by std::string_view; seeded by the
// process, because the names are chosen by clients.
struct DeviceHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view device) const {
    return absl::Hash<absl::string_view>{}(absl::string_view(device.data(), device.size()));
  }
};

}  // namespace nexy
