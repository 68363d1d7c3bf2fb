#include "web/channel_doors.h"

#include <algorithm>
#include <utility>

#include "update/signing_key.h"

namespace nexy {
namespace {

bool Contains(const std::vector<std::string>& audience, const std::string& channel) {
  return std::ranges::find(audience, channel) != audience.end();
}

}  // namespace

HttpResponse PlainAnswer(int status, std::string text) {
  HttpResponse response{
      .status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
  if (status >= 400) response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

std::vector<std::string> ChannelDoors::names() const {
  std::vector<std::string> names;
  for (const Channel& channel : channels_) names.push_back(channel.name);
  return names;
}

bool ChannelDoors::IsPublic(const std::vector<std::string>& audience) const {
  return audience.empty() || std::ranges::any_of(channels_, [&audience](const Channel& channel) {
           return channel.access == ChannelAccess::kPublic && Contains(audience, channel.name);
         });
}

std::optional<HttpResponse> ChannelDoors::Refusal(const HttpRequest& request,
                                                  const std::vector<std::string>& audience) const {
  if (IsPublic(audience)) return std::nullopt;
  const bool closed = std::ranges::any_of(channels_, [&audience](const Channel& channel) {
    return channel.access == ChannelAccess::kClosed && Contains(audience, channel.name);
  });
  if (!closed) {
    HttpResponse response = PlainAnswer(404, "This channel is switched off.");
    response.headers.emplace_back("Nexy-Channel", "off");
    return response;
  }
  std::string_view token = request.header("Authorization");
  if (token.starts_with("Bearer ")) {
    token.remove_prefix(7);
    // What is compared is a hash, so the time that it takes tells nothing of the token.
    const auto [first, last] = tokens_.equal_range(Sha256Hex(token));
    const bool opens = std::any_of(
        first, last, [&audience](const auto& entry) { return Contains(audience, entry.second); });
    if (opens) return std::nullopt;
  }
  HttpResponse response = PlainAnswer(401, "This channel is closed: its clients send a token.");
  response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"Nexy updates\"");
  response.headers.emplace_back("Nexy-Channel", "closed");
  return response;
}

}  // namespace nexy
