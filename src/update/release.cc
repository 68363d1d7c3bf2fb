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

bool Catalogue::IsOpen(std::string_view channel) const {
  return HasChannel(channel) && std::ranges::find(closed, channel) == closed.end();
}

std::string Catalogue::ListOf(std::string_view channel) const {
  for (const std::string& seer : SeenBy(channel)) {
    if (IsOpen(seer)) return "";
  }
  return std::string(channel);
}

std::string Catalogue::ListOf(const Release& release) const {
  std::string list;
  for (const std::string& channel : channels) {
    if (release.PlacementIn(channel) == nullptr) continue;
    const std::string here = ListOf(channel);
    if (here.empty()) return here;
    if (list.empty()) list = here;
  }
  return list;
}

std::vector<std::string> Catalogue::Seen(std::string_view channel) const {
  const auto found = std::ranges::find(channels, channel);
  if (found == channels.end()) return {};
  return {channels.begin(), found + 1};
}

std::vector<std::string> Catalogue::SeenBy(std::string_view channel) const {
  return {std::ranges::find(channels, channel), channels.end()};
}

const Placement* Catalogue::SeenPlacement(const Release& release, std::string_view channel) const {
  for (const std::string& seen : Seen(channel)) {
    if (const Placement* placement = release.PlacementIn(seen)) return placement;
  }
  return nullptr;
}

}  // namespace nexy
