#include "update/release.h"

#include <algorithm>

namespace nexy {

const Placement* Release::PlacementIn(std::string_view channel) const {
  const auto found = std::ranges::find(placements, channel, &Placement::channel);
  return found == placements.end() ? nullptr : &*found;
}

Placement* Release::PlacementIn(std::string_view channel) {
  const auto found = std::ranges::find(placements, channel, &Placement::channel);
  return found == placements.end() ? nullptr : &*found;
}

const Release* Catalogue::Find(std::int64_t build) const {
  const auto found = std::ranges::find(releases, build, &Release::build);
  return found == releases.end() ? nullptr : &*found;
}

Release* Catalogue::Find(std::int64_t build) {
  const auto found = std::ranges::find(releases, build, &Release::build);
  return found == releases.end() ? nullptr : &*found;
}

bool Catalogue::HasChannel(std::string_view channel) const {
  return std::ranges::find(channels, channel) != channels.end();
}

std::vector<std::string> Catalogue::Seen(std::string_view channel) const {
  const auto found = std::ranges::find(channels, channel);
  if (found == channels.end()) return {};
  return {channels.begin(), found + 1};
}

const Placement* Catalogue::SeenPlacement(const Release& release, std::string_view channel) const {
  for (const std::string& seen : Seen(channel)) {
    if (const Placement* placement = release.PlacementIn(seen)) return placement;
  }
  return nullptr;
}

}  // namespace nexy
