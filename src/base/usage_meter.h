#pragma once

#include <cstdint>
#include <string>

namespace nexy {

// What one answer, utterance or report used of a service.
struct Usage {
  std::string device;    // Whose it was; empty: the server's own (speech made ahead).
  std::string service;   // "llm", "tts"; "client": a client reported it.
  std::string provider;  // "gemini", …; a client's word for it in its reports.
  std::string model = {};
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t characters = 0;  // Of text that was to be spoken.
  std::int64_t audio_ms = 0;    // Of sound that was made.
  bool estimated = false;       // The service did not tell the tokens.
};

// Where use of services is counted. Thread-safe; never waits.
class UsageMeter {
 public:
  virtual ~UsageMeter() = default;
  virtual void Count(Usage usage) = 0;
};

}  // namespace nexy
