#include "web/update_tokens.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "base/strings.h"
#include "update/channels.h"

namespace nexy {

absl::StatusOr<std::multimap<std::string, std::string>> ReadUpdateTokens(std::string_view text) {
  std::multimap<std::string, std::string> tokens;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    line = line.substr(0, line.find('#'));
    absl::StripAsciiWhitespace(&line);
    if (line.empty()) continue;
    const auto space = line.find(' ');
    std::string hash = space == std::string::npos ? "" : line.substr(space + 1);
    absl::StripAsciiWhitespace(&hash);
    absl::AsciiStrToLower(&hash);
    const std::string channel = line.substr(0, space);
    if (!IsChannelName(channel) || hash.size() != 64 ||
        hash.find_first_not_of("0123456789abcdef") != std::string::npos) {
      return absl::InvalidArgumentError(
          Concat("line ", number, ": expected a channel and the SHA-256 of a token in hex"));
    }
    tokens.emplace(std::move(hash), channel);
  }
  return tokens;
}

}  // namespace nexy
