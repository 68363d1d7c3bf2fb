#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace nexy {

enum class ChannelAccess { kPublic, kClosed, kOff };

struct Channel {
  std::string name;
  ChannelAccess access = ChannelAccess::kPublic;
  friend bool operator==(const Channel&, const Channel&) = default;
};

// The setting update.channels: "stable=public beta=closed", from the safest to the newest.
// INVALID_ARGUMENT for an empty list, a name that Sparkle would not take for a channel (it would
// then show a beta to everybody), a name twice, or an unknown rule.
absl::StatusOr<std::vector<Channel>> ParseChannels(std::string_view setting);

bool IsChannelName(std::string_view name);

// "appcast.xml" for the safest channel, "appcast-beta.xml" for beta.
std::string AppcastName(const std::vector<std::string>& channels, std::string_view channel);
std::string ManifestName(const std::vector<std::string>& channels, std::string_view channel);

}  // namespace nexy
