#pragma once

#include <chrono>

#include "base/blocking_pool.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/http_client.h"
#include "llm/prompts.h"

namespace nexy {

// What a provider over the network shares with its siblings. Everything outlives them.
struct LlmParts {
  HttpClient& http;
  const Prompts& prompts;
  BlockingPool& pool;  // For pictures.
  Clock& clock;
  std::chrono::milliseconds first_token_timeout;
  std::chrono::milliseconds next_token_timeout;
  Log& log;
};

}  // namespace nexy
