#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "base/log.h"

namespace nexy {

// Section `log` of config/nexy.yaml.
struct LogOptions {
  LogLevel level = LogLevel::kInfo;               // Records below it are not written.
  std::string file = "";                          // Empty: standard error.
  std::size_t file_max_bytes = 10 * 1024 * 1024;  // The file is then set aside and begun anew.
  std::size_t files_kept = 5;                     // Files set aside; the oldest is deleted.
  std::size_t queue = 2048;                       // Records that wait for a slow disk or reader.
  std::chrono::milliseconds write_stall{
      1'000};                             // Then what a stopped reader does not take is dropped.
  std::size_t text_max_bytes = 2 * 1024;  // A longer text in a record is cut.
};

}  // namespace nexy
