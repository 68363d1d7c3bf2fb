#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/latency.h"

namespace nexy {

// May a person get an answer now?
struct Serving {
  bool turns = false;
  std::string
      reason;  // Why not: "starting", "draining", "no voice works"; empty if turns are served.
  bool audio = false;  // The embedded voice and the audio path work.
};

enum class ProviderHealth { kOk, kDegraded, kDown, kOff };

struct ProviderStatus {
  std::string kind;  // "llm", "tts", "ocr", "store".
  std::string name;
  ProviderHealth health = ProviderHealth::kOk;
  std::string reason =
      {};  // Why it is not ok; a FailureReason's token where it is over the network.
  std::string detail = {};   // For the operator; no key, no prompt.
  std::string circuit = {};  // "closed", "half_open", "open"; empty: it has none.
  int failures = 0;          // In a row.
  std::optional<std::chrono::seconds> since = {};  // The first of them, ago.
  std::optional<std::chrono::seconds> next_try =
      {};  // When an open circuit lets one request through.
};

struct StageLatency {
  std::string stage;  // "first_audio", "llm_first_text", …
  LatencyFigures last_minute;
  LatencyFigures last_hour;
};

struct WindowCount {
  std::uint64_t last_minute = 0;
  std::uint64_t last_hour = 0;
};

struct NamedCount {
  std::string name;
  WindowCount count;
};

// What /status tells. Addresses are "host:port", empty when that server is off.
struct ServerStatus {
  Serving serving;
  std::string version;
  std::chrono::seconds uptime{};
  std::size_t live_turns = 0;
  std::size_t max_live_turns = 0;
  std::string grpc_address;
  std::string http_address;
  std::string update_address;
  std::string update_adoption;  // A JSON object; empty: nothing is known.
  std::vector<ProviderStatus> providers;
  std::vector<StageLatency> latencies;
  std::vector<NamedCount> turns;  // Ended turns by outcome; "failed" is what the error rate counts.
  std::vector<NamedCount> refusals;  // Refused calls by reason.
};

}  // namespace nexy
