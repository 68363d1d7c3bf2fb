#include "store/usage_database.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string_view>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "store/store_path.h"

namespace nexy {
namespace {

constexpr int kSchemaVersion = 1;

constexpr const char* kSchema[] = {
    "CREATE TABLE IF NOT EXISTS meta("
    "  name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS usage("
    "  day TEXT NOT NULL, device TEXT NOT NULL, source TEXT NOT NULL, model TEXT NOT NULL,"
    "  reports INTEGER NOT NULL, input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,"
    "  PRIMARY KEY(day, device, source, model)) WITHOUT ROWID"};

std::string Hex(const unsigned char* bytes, std::size_t size) {
  std::string hex(size * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes, size);
  hex.pop_back();
  return hex;
}

std::string Text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

// Runs `work`, which calls SOCI, and turns what SOCI throws into a status.
template <typename Work>
absl::Status Try(Work work) {
  try {
    work();
    return absl::OkStatus();
  } catch (const soci::sqlite3_soci_error& e) {
    const bool damaged = e.result() == SQLITE_CORRUPT || e.result() == SQLITE_NOTADB;
    return damaged ? absl::DataLossError(e.what()) : absl::UnavailableError(e.what());
  } catch (const std::exception& e) {  // soci_error, or a number in `meta` that is none.
    return absl::UnavailableError(e.what());
  }
}

// The value of `name` in the table meta, which is `otherwise` from now on if there was none.
std::string Meta(soci::session& sql, const std::string& name, const std::string& otherwise) {
  sql << "INSERT OR IGNORE INTO meta(name, value) VALUES(:name, :value)", soci::use(name),
      soci::use(otherwise);
  std::string value;
  sql << "SELECT value FROM meta WHERE name = :name", soci::into(value), soci::use(name);
  return value;
}

std::string NewKey() {
  std::array<unsigned char, crypto_generichash_KEYBYTES> key;
  randombytes_buf(key.data(), key.size());
  return Hex(key.data(), key.size());
}

}  // namespace

UsageDatabase::UsageDatabase(std::unique_ptr<soci::session> sql) : sql_(std::move(sql)) {}
UsageDatabase::~UsageDatabase() = default;

absl::StatusOr<std::unique_ptr<UsageDatabase>> UsageDatabase::Open(const StoreOptions& options) {
  if (sodium_init() < 0) return absl::InternalError("libsodium cannot start");
  NEXY_ASSIGN_OR_RETURN(const std::string path, StorePath(options));
  if (path.find_first_of(std::string_view("\"\0", 2)) != std::string::npos) {
    return absl::InvalidArgumentError("store.path must not contain \" or NUL");
  }
  NEXY_RETURN_IF_ERROR(CreateStoreFile(path));
  auto sql = std::make_unique<soci::session>();
  absl::Status status = Try([&sql, &path] {
    sql->open(soci::sqlite3, Concat("dbname=\"", path, "\""));
  });
  if (!status.ok()) return Annotate(status, path);
  std::unique_ptr<UsageDatabase> database(new UsageDatabase(std::move(sql)));
  if (status = database->Prepare(options); !status.ok()) return Annotate(status, path);
  return database;
}

absl::Status UsageDatabase::Prepare(const StoreOptions& options) {
  int version = 0;
  NEXY_RETURN_IF_ERROR(Try([this, &options, &version] {
    soci::session& sql = *sql_;
    sql << "PRAGMA busy_timeout = " << options.busy_timeout.count();
    // Readers do not stop the writer, and a killed process leaves a sound file.
    sql << "PRAGMA journal_mode = WAL";
    sql << "PRAGMA synchronous = NORMAL";
    long long page_size = 0;
    sql << "PRAGMA page_size", soci::into(page_size);
    sql << "PRAGMA max_page_count = "
        << std::max<long long>(static_cast<long long>(options.max_bytes) / page_size, 16);
    sql << "BEGIN IMMEDIATE";
    for (const char* statement : kSchema) sql << statement;
    version = std::stoi(Meta(sql, "schema_version", std::to_string(kSchemaVersion)));
    device_key_ = Meta(sql, "device_key", NewKey());
    sql << "COMMIT";
  }));
  if (version > kSchemaVersion) {
    return absl::FailedPreconditionError(
        Concat("written by a newer nexyd (schema ", version, ", known ", kSchemaVersion, ")"));
  }
  return absl::OkStatus();
}

std::string UsageDatabase::HashOf(const std::string& hardware_id) const {
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash;
  const auto bytes = [](const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  crypto_generichash(hash.data(), hash.size(), bytes(hardware_id), hardware_id.size(),
                     bytes(device_key_),
                     std::min<std::size_t>(device_key_.size(), crypto_generichash_KEYBYTES_MAX));
  return Hex(hash.data(), hash.size());
}

absl::Status UsageDatabase::Add(std::chrono::sys_days day, const UsageRecord& record) {
  return Try([this, day, &record] {
    const std::string day_text = Text(day);
    const std::string device = HashOf(record.hardware_id);
    const long long input = record.input_tokens;
    const long long output = record.output_tokens;
    *sql_ << "INSERT INTO usage(day, device, source, model, reports, input_tokens, output_tokens)"
             " VALUES(:day, :device, :source, :model, 1, :input, :output)"
             " ON CONFLICT(day, device, source, model) DO UPDATE SET reports = reports + 1,"
             " input_tokens = input_tokens + excluded.input_tokens,"
             " output_tokens = output_tokens + excluded.output_tokens",
        soci::use(day_text), soci::use(device), soci::use(record.source), soci::use(record.model),
        soci::use(input), soci::use(output);
  });
}

absl::StatusOr<UsageTotals> UsageDatabase::TotalsOf(std::chrono::sys_days day) {
  UsageTotals totals;
  NEXY_RETURN_IF_ERROR(Try([this, day, &totals] {
    const std::string day_text = Text(day);
    long long devices = 0, reports = 0, input = 0, output = 0;
    *sql_ << "SELECT COUNT(DISTINCT device), COALESCE(SUM(reports), 0),"
             " COALESCE(SUM(input_tokens), 0), COALESCE(SUM(output_tokens), 0)"
             " FROM usage WHERE day = :day",
        soci::into(devices), soci::into(reports), soci::into(input), soci::into(output),
        soci::use(day_text);
    totals = {devices, reports, input, output};
  }));
  return totals;
}

absl::Status UsageDatabase::DeleteBefore(std::chrono::sys_days day) {
  return Try([this, day] {
    const std::string day_text = Text(day);
    *sql_ << "DELETE FROM usage WHERE day < :day", soci::use(day_text);
  });
}

}  // namespace nexy
