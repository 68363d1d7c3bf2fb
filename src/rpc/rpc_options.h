#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace nexy {

// Section `rpc` of config/nexy.yaml. Defaults of the wire contract, section 14.
struct RpcOptions {
  std::string host = "auto";          // auto: 127.0.0.1 in prod and stage, 0.0.0.0 in dev.
  std::uint16_t port = 50051;         // 0: any free port.
  std::size_t max_message_bytes = 16 * 1024 * 1024;
  std::size_t max_live_turns = 100;
  std::size_t device_turns_per_minute = 60;  // 0: no limit.
  bool one_turn_per_device = false;
  std::size_t id_max_bytes = 256;
  std::size_t prompt_max_bytes = 32 * 1024;
  std::size_t legacy_spoken_refusals = 20;
  bool reflection = true;
  std::size_t audio_chunk_bytes = 4096;  // Even.
  std::size_t send_queue_bytes = 256 * 1024;
  std::chrono::milliseconds write_stall{60'000};
  std::size_t welcome_max_chars = 2000;
  std::size_t welcome_max_live = 32;
  std::size_t usage_tokens_max = 10'000'000;
  std::chrono::milliseconds shutdown_grace{5'000};
  std::string tls_certificate_file;  // PEM; empty: plaintext.
  std::string tls_key_file;          // PEM.
};

}  // namespace nexy
