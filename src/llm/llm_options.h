#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace nexy {

// Settings of the embedded mind, `llm.offline` of config/nexy.yaml.
struct OfflineOptions {
  std::size_t portion_chars = 600;   // Of a long reading, before "more" is offered.
  std::string time_zone;             // IANA name; empty: the server's.
};

// Section `llm` of config/nexy.yaml.
struct LlmOptions {
  std::string provider = "offline";
  std::chrono::milliseconds first_token_timeout{8'000};
  std::chrono::milliseconds next_token_timeout{8'000};
  OfflineOptions offline;
};

}  // namespace nexy
