#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace nexy {

// Section `store` of config/nexy.yaml.
struct StoreOptions {
  // SQLite file; empty: $STATE_DIRECTORY/nexy.db, else $XDG_STATE_HOME/nexy/nexy.db.
  std::string path = {};
  // PostgreSQL instead of the file: "host=… dbname=…" or postgresql://…, without a password.
  std::string postgresql = {};
  std::string postgresql_file = {};               // Holds such a text, with its password.
  std::size_t max_bytes = 256 * 1024 * 1024;      // Of the file; what does not fit is refused.
  std::size_t usage_keep_days = 400;              // Older usage is deleted; 0: none is.
  std::size_t usage_pending = 10'000;             // Sums that wait to be written.
  std::chrono::milliseconds flush_every{1'000};   // How long they wait.
  std::chrono::milliseconds busy_timeout{2'000};  // For another process that writes the file.
  std::chrono::milliseconds retry_after{10'000};  // Between tries to open a store that failed.
};

}  // namespace nexy
