#include "update/channels.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_split.h"
#include "base/strings.h"

namespace nexy {
namespace {

std::string FeedName(const std::vector<std::string>& channels, std::string_view channel,
                     std::string_view stem, std::string_view ending) {
  const bool first = !channels.empty() && channels.front() == channel;
  return first ? Concat(stem, ending) : Concat(stem, "-", channel, ending);
}

}  // namespace

bool IsChannelName(std::string_view name) {
  return !name.empty() && name.size() <= 32 && name[0] != '.' && name[0] != '-' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") ==
             std::string_view::npos;
}

absl::StatusOr<std::vector<Channel>> ParseChannels(std::string_view setting) {
  std::vector<Channel> channels;
  for (const absl::string_view entry :
       absl::StrSplit(absl::string_view(setting.data(), setting.size()), ' ', absl::SkipEmpty())) {
    const std::string text(entry);
    const std::size_t equals = text.find('=');
    Channel channel{.name = text.substr(0, equals)};
    const std::string rule = equals == std::string::npos ? "public" : text.substr(equals + 1);
    if (!IsChannelName(channel.name)) {
      return absl::InvalidArgumentError(
          Concat("\"", channel.name,
                 "\" is no name for a channel: expected small letters, digits, . _ -"));
    }
    if (rule == "public") {
      channel.access = ChannelAccess::kPublic;
    } else if (rule == "closed") {
      channel.access = ChannelAccess::kClosed;
    } else if (rule == "off") {
      channel.access = ChannelAccess::kOff;
    } else {
      return absl::InvalidArgumentError(Concat("the access of the channel ", channel.name, " is \"",
                                               rule, "\", expected public, closed or off"));
    }
    if (std::ranges::find(channels, channel.name, &Channel::name) != channels.end()) {
      return absl::InvalidArgumentError(
          Concat("the channel ", channel.name, " stands there twice"));
    }
    channels.push_back(channel);
  }
  if (channels.empty()) return absl::InvalidArgumentError("there is no channel");
  return channels;
}

std::string AppcastName(const std::vector<std::string>& channels, std::string_view channel) {
  return FeedName(channels, channel, "appcast", ".xml");
}

std::string ManifestName(const std::vector<std::string>& channels, std::string_view channel) {
  return FeedName(channels, channel, "manifest", ".json");
}

}  // namespace nexy
