#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "update/channels.h"
#include "web/http_server.h"

namespace nexy {

// Who may have what is published for the clients of some channels, by the setting update.channels
// and by tokens. Immutable, so thread-safe.
class ChannelDoors {
 public:
  // `tokens`: the SHA-256, in hex, of each token and the channel that it opens.
  ChannelDoors(std::vector<Channel> channels, std::multimap<std::string, std::string> tokens)
      : channels_(std::move(channels)), tokens_(std::move(tokens)) {}

  const std::vector<Channel>& channels() const { return channels_; }
  std::vector<std::string> names() const;

  // Whether everybody may have what is for the clients of any channel of `audience`; empty is
  // everybody.
  bool IsPublic(const std::vector<std::string>& audience) const;
  // Why `request` may not have it; nullopt: it may. The answer says that the channel is there, so
  // it is for names that everybody can guess.
  std::optional<HttpResponse> Refusal(const HttpRequest& request,
                                      const std::vector<std::string>& audience) const;

 private:
  const std::vector<Channel> channels_;  // From the safest to the newest.
  const std::multimap<std::string, std::string> tokens_;
};

// An answer in plain words; a failure is not to be kept by anybody.
HttpResponse PlainAnswer(int status, std::string text);

}  // namespace nexy
