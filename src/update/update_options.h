#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace nexy {

// Section `update` of config/nexy.yaml: the update service of nexyd, and what nexyctl publishes.
struct UpdateOptions {
  bool enabled = true;        // Without a store nothing is served either.
  std::string host = "auto";  // As rpc.host.
  std::uint16_t port = 8081;  // 0: any free port; the ready line says which.
  std::string store;          // Folder of the release store; empty: there is none.
  // Channels from the safest to the newest, each with its access rule: public, closed (a token is
  // asked for) or off (not served). A client of a channel also sees the releases of the safer ones.
  std::string channels = "stable=public beta=public alpha=closed";
  std::string tokens_file;    // SHA-256 of the tokens for closed channels, `channel hex` a line.
  std::string public_url;     // How clients reach the service, such as https://example.org/updates
  bool require_https = true;  // false: http and loopback addresses may stand in feeds, for tests.
  bool allow_direct_stable = false;           // true: publish may name the safest channel.
  std::string app_id = "com.nexy.assistant";  // The program that the releases are of.
  std::string title = "Nexy Updates";         // As people read it in a feed.
  std::chrono::milliseconds reload{2'000};    // How soon a new publication is noticed.
  std::string reports;  // Folder for outcome reports; empty: reports/ in the state folder.
  std::size_t reports_keep_days = 400;                // Older counts are deleted; 0: none are.
  std::size_t max_connections = 2'000;                // One more is closed at once.
  std::chrono::milliseconds request_timeout{10'000};  // For a whole request to arrive.
  std::chrono::milliseconds stall_timeout{60'000};    // A reader that takes nothing for so long.
  std::size_t threads = 1;    // That send files; reading the disk keeps no turn waiting.
  bool cors = true;           // Answers may be read by web pages of other hosts.
  bool log_downloads = true;  // A line a finished download, without an address.
};

}  // namespace nexy
