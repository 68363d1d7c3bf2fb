#pragma once

#include <chrono>
#include <cstddef>

namespace nexy {

// Section `session` of config/nexy.yaml.
struct SessionOptions {
  std::size_t known_devices_max = 100'000;
  // COLLECT buffers (wire contract 3.4).
  std::chrono::milliseconds collect_ttl{120'000};
  std::size_t collect_chunks_max = 512;
  std::size_t collect_device_buffers = 4;
  std::size_t collect_device_bytes = 24 * 1024 * 1024;
  std::size_t collect_total_buffers = 1000;
  std::size_t collect_total_bytes = 256 * 1024 * 1024;
  // What a follow-up question may know of the device's last turns, in memory only.
  std::size_t conversation_turns = 6;                     // 0: nothing is remembered.
  std::chrono::milliseconds conversation_ttl{600'000};    // Since the device's last turn.
  std::size_t conversation_bytes = 64 * 1024;             // Text a device.
  std::size_t conversation_devices = 1000;
  bool conversation_keep_screenshot = true;
  std::size_t conversation_screenshots_bytes = 64 * 1024 * 1024;  // All devices together.
};

}  // namespace nexy
