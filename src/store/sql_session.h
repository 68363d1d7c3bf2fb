#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/store_options.h"

namespace soci {
class session;
}

namespace nexy {

enum class Dialect { kSqlite, kPostgresql };

// A connection to the database that `options` name.
struct SqlSession {
  std::unique_ptr<soci::session> sql;
  Dialect dialect = Dialect::kSqlite;
  std::string place;  // For messages: the file's path, or "postgresql" and the host; no secret.
};

enum class OpenFor { kWriting, kReading };

Dialect DialectOf(const StoreOptions& options);

// kReading: NOT_FOUND when there is no file; nothing can be changed. Codes as of UsageDatabase.
absl::StatusOr<SqlSession> OpenSql(const StoreOptions& options, OpenFor purpose);

// The status of the SOCI exception that is being handled; call it in a `catch (...)`.
absl::Status StatusFromSql();

// Runs `work`, which calls SOCI, and turns what SOCI throws into a status.
template <typename Work>
absl::Status TrySql(Work work) {
  try {
    work();
    return absl::OkStatus();
  } catch (...) {
    return StatusFromSql();
  }
}

}  // namespace nexy
