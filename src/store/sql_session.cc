#include "store/sql_session.h"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "base/status.h"
#include "base/strings.h"
#include "store/store_path.h"

namespace nexy {
namespace {

// The database must not hold up the one thread that talks to it, nor the server's end.
constexpr std::string_view kConnectTimeoutSeconds = "5";
constexpr std::string_view kTcpTimeoutMs = "10000";

absl::StatusOr<SqlSession> OpenSqlite(const StoreOptions& options, OpenFor purpose) {
  NEXY_ASSIGN_OR_RETURN(const std::string path, StorePath(options));
  if (path.find_first_of(std::string_view("\"\0", 2)) != std::string::npos) {
    return absl::InvalidArgumentError("store.path must not contain \" or NUL");
  }
  if (purpose == OpenFor::kWriting) {
    NEXY_RETURN_IF_ERROR(CreateStoreFile(path));
  } else if (access(path.c_str(), F_OK) != 0) {
    return absl::NotFoundError(Concat("there is no store at ", path));
  }
  SqlSession opened{std::make_unique<soci::session>(), Dialect::kSqlite, path};
  const absl::Status status = TrySql([&opened, &options, purpose] {
    soci::session& sql = *opened.sql;
    sql.open(soci::sqlite3, Concat("dbname=\"", opened.place, "\""));
    sql << "PRAGMA busy_timeout = " << options.busy_timeout.count();
    if (purpose == OpenFor::kReading) {
      sql << "PRAGMA query_only = 1";
      return;
    }
    // Readers do not stop the writer, and a killed process leaves a sound file.
    sql << "PRAGMA journal_mode = WAL";
    sql << "PRAGMA synchronous = NORMAL";
    long long page_size = 0;
    sql << "PRAGMA page_size", soci::into(page_size);
    sql << "PRAGMA max_page_count = "
        << std::max<long long>(static_cast<long long>(options.max_bytes) / page_size, 16);
  });
  if (!status.ok()) return Annotate(status, path);
  return opened;
}

absl::StatusOr<std::string> ConnectionText(const StoreOptions& options) {
  if (options.postgresql_file.empty()) return options.postgresql;
  std::ifstream file(options.postgresql_file);
  std::stringstream content;
  if (!(content << file.rdbuf())) {
    return absl::UnavailableError(
        Concat("cannot read store.postgresql_file ", options.postgresql_file));
  }
  std::string text = content.str();
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

// A value of libpq's `name='value'` writing.
std::string QuotedValue(std::string_view value) {
  std::string quoted = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

// `text` as name='value' pairs, with time limits where it gives none; `place` is what may be shown.
// libpq's own complaint could show a part of a password.
absl::StatusOr<std::string> WithTimeouts(const std::string& text, std::string& place) {
  std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
      PQconninfoParse(text.c_str(), nullptr), &PQconninfoFree);
  if (!parsed) {
    return absl::InvalidArgumentError(
        "store.postgresql is neither \"host=… dbname=…\" nor postgresql://…");
  }
  std::string connection;
  place = "postgresql";
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    const std::string_view keyword = option->keyword;
    std::string_view value = option->val == nullptr ? "" : option->val;
    if (value.empty() && keyword == "connect_timeout") value = kConnectTimeoutSeconds;
    if (value.empty() && keyword == "tcp_user_timeout") value = kTcpTimeoutMs;
    if (value.empty() && keyword == "application_name") value = "nexy";
    if (value.empty()) continue;
    connection += Concat(keyword, "=", QuotedValue(value), " ");
    if (keyword == "host" || keyword == "dbname") place += Concat(" ", keyword, "=", value);
  }
  return connection;
}

absl::StatusOr<SqlSession> OpenPostgresql(const StoreOptions& options, OpenFor purpose) {
  NEXY_ASSIGN_OR_RETURN(const std::string text, ConnectionText(options));
  SqlSession opened{std::make_unique<soci::session>(), Dialect::kPostgresql, ""};
  NEXY_ASSIGN_OR_RETURN(const std::string connection, WithTimeouts(text, opened.place));
  const absl::Status status = TrySql([&opened, &connection, &options, purpose] {
    soci::session& sql = *opened.sql;
    sql.open(soci::postgresql, connection);
    sql << "SET client_encoding = 'UTF8'";
    sql << "SET client_min_messages = error";  // Or libpq writes notices to standard error.
    sql << Concat("SET statement_timeout = ",
                  std::max<std::int64_t>(options.busy_timeout.count(), 1));
    if (purpose == OpenFor::kReading) sql << "SET default_transaction_read_only = on";
  });
  if (!status.ok()) return Annotate(status, opened.place);
  return opened;
}

}  // namespace

Dialect DialectOf(const StoreOptions& options) {
  const bool file = options.postgresql.empty() && options.postgresql_file.empty();
  return file ? Dialect::kSqlite : Dialect::kPostgresql;
}

absl::StatusOr<SqlSession> OpenSql(const StoreOptions& options, OpenFor purpose) {
  if (DialectOf(options) == Dialect::kPostgresql) return OpenPostgresql(options, purpose);
  return OpenSqlite(options, purpose);
}

absl::Status StatusFromSql() {
  try {
    throw;
  } catch (const soci::sqlite3_soci_error& e) {
    const bool damaged = e.result() == SQLITE_CORRUPT || e.result() == SQLITE_NOTADB;
    return damaged ? absl::DataLossError(e.what()) : absl::UnavailableError(e.what());
  } catch (const std::exception& e) {  // soci_error, or a number in `meta` that is none.
    return absl::UnavailableError(e.what());
  }
}

}  // namespace nexy
