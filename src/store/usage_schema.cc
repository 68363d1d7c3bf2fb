#include "store/usage_schema.h"

#include <soci/soci.h>

#include <string>
#include <vector>

#include "base/strings.h"

namespace nexy {
namespace {

// The statements that lead from each version to the next; the first makes version 1. What was
// released is never changed: a file of that version may be anywhere.
const std::vector<std::vector<std::string>>& Steps() {
  static const std::vector<std::vector<std::string>> steps = {
      {"CREATE TABLE IF NOT EXISTS usage("
       "  day TEXT NOT NULL, device TEXT NOT NULL, source TEXT NOT NULL, model TEXT NOT NULL,"
       "  reports BIGINT NOT NULL, input_tokens BIGINT NOT NULL, output_tokens BIGINT NOT NULL,"
       "  PRIMARY KEY(day, device, source, model))"},
      // What clients had reported stays, as such.
      {"ALTER TABLE usage RENAME TO usage_of_version_1",
       "CREATE TABLE usage("
       "  day TEXT NOT NULL, device TEXT NOT NULL, service TEXT NOT NULL, provider TEXT NOT NULL,"
       "  model TEXT NOT NULL, currency TEXT NOT NULL, requests BIGINT NOT NULL,"
       "  estimated BIGINT NOT NULL, input_tokens BIGINT NOT NULL, output_tokens BIGINT NOT NULL,"
       "  characters BIGINT NOT NULL, audio_ms BIGINT NOT NULL, cost_micros BIGINT NOT NULL,"
       "  PRIMARY KEY(day, device, service, provider, model, currency))",
       "INSERT INTO usage SELECT day, device, 'client', source, model, '', reports, 0, "
       "input_tokens,"
       "  output_tokens, 0, 0, 0 FROM usage_of_version_1",
       "DROP TABLE usage_of_version_1"}};
  return steps;
}

int Newest() { return static_cast<int>(Steps().size()); }

// 0: there are no tables.
int VersionOf(soci::session& sql) {
  std::string version;
  sql << "SELECT value FROM meta WHERE name = 'schema_version'", soci::into(version);
  return sql.got_data() ? std::stoi(version) : 0;
}

absl::Status TooNew(int version) {
  return absl::FailedPreconditionError(
      Concat("written by a newer nexyd (schema ", version, ", known ", Newest(), ")"));
}

}  // namespace

absl::Status UpgradeSchema(SqlSession& session) {
  int version = 0;
  const absl::Status status = TrySql([&session, &version] {
    soci::session& sql = *session.sql;
    if (session.dialect == Dialect::kSqlite) {
      sql << "BEGIN IMMEDIATE";
    } else {
      sql << "BEGIN";
      sql << "SELECT pg_advisory_xact_lock(6399001)";  // A number of Nexy's own.
    }
    sql << "CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value TEXT NOT NULL)";
    version = VersionOf(sql);
    for (int step = version; step < Newest(); ++step) {
      for (const std::string& statement : Steps()[static_cast<std::size_t>(step)]) sql << statement;
    }
    if (version < Newest()) {
      const std::string newest = std::to_string(Newest());
      sql << "INSERT INTO meta(name, value) VALUES('schema_version', :version)"
             " ON CONFLICT(name) DO UPDATE SET value = excluded.value",
          soci::use(newest);
    }
    sql << "COMMIT";
  });
  if (!status.ok()) return status;
  return version > Newest() ? TooNew(version) : absl::OkStatus();
}

absl::Status CheckSchema(SqlSession& session) {
  int version = 0;
  const absl::Status status = TrySql([&session, &version] { version = VersionOf(*session.sql); });
  if (!status.ok()) return status;
  if (version > Newest()) return TooNew(version);
  if (version < Newest()) {
    return absl::FailedPreconditionError(Concat("written by an earlier nexyd (schema ", version,
                                                "); this one upgrades it when it starts"));
  }
  return absl::OkStatus();
}

}  // namespace nexy
