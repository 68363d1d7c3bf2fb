#include "store/usage_database.h"

#include <soci/soci.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "store/usage_schema.h"

namespace nexy {
namespace {

constexpr std::string_view kColumns[] = {"day", "device", "service", "provider", "model"};

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

// The value of `name` in the table meta, which is `otherwise` from now on if there was none.
std::string Meta(soci::session& sql, const std::string& name, const std::string& otherwise) {
  sql << "INSERT INTO meta(name, value) VALUES(:name, :value) ON CONFLICT(name) DO NOTHING",
      soci::use(name), soci::use(otherwise);
  std::string value;
  sql << "SELECT value FROM meta WHERE name = :name", soci::into(value), soci::use(name);
  return value;
}

std::string NewKey() {
  std::array<unsigned char, crypto_generichash_KEYBYTES> key;
  randombytes_buf(key.data(), key.size());
  return Hex(key.data(), key.size());
}

// A UsageRecord as SOCI binds it.
struct BoundRecord {
  std::string day, device, service, provider, model, currency;
  long long requests = 0, estimated = 0, input = 0, output = 0, characters = 0, audio = 0, cost = 0;
};

constexpr const char* kAdd =
    "INSERT INTO usage(day, device, service, provider, model, currency, requests, estimated,"
    " input_tokens, output_tokens, characters, audio_ms, cost_micros)"
    " VALUES(:day, :device, :service, :provider, :model, :currency, :requests, :estimated,"
    " :input, :output, :characters, :audio, :cost)"
    " ON CONFLICT(day, device, service, provider, model, currency) DO UPDATE SET"
    " requests = usage.requests + excluded.requests,"
    " estimated = usage.estimated + excluded.estimated,"
    " input_tokens = usage.input_tokens + excluded.input_tokens,"
    " output_tokens = usage.output_tokens + excluded.output_tokens,"
    " characters = usage.characters + excluded.characters,"
    " audio_ms = usage.audio_ms + excluded.audio_ms,"
    " cost_micros = usage.cost_micros + excluded.cost_micros";

// Clients choose some of the texts: no control character of theirs reaches an operator's terminal,
// and no byte that a database refuses keeps the rest from being stored.
std::string Storable(std::string text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = '?';
  }
  return text;
}

// Texts that were not asked for are '' in every row.
std::string SumStatement(const UsageQuery& query) {
  std::string columns, order;
  for (std::size_t i = 0; i < std::size(kColumns); ++i) {
    const bool wanted = std::ranges::find(query.by, static_cast<UsageColumn>(i)) != query.by.end();
    columns += wanted ? Concat(kColumns[i], ", ") : "'', ";
  }
  for (const UsageColumn column : query.by) {
    order += Concat(kColumns[static_cast<std::size_t>(column)], ", ");
  }
  std::string sums;
  for (std::string_view amount : {"requests", "estimated", "input_tokens", "output_tokens",
                                  "characters", "audio_ms", "cost_micros"}) {
    sums += Concat(", CAST(COALESCE(SUM(", amount, "), 0) AS BIGINT)");
  }
  return Concat("SELECT ", columns, "currency, COUNT(DISTINCT NULLIF(device, ''))", sums,
                " FROM usage WHERE day >= :since AND day <= :until",
                query.device ? " AND device = :device" : "", " GROUP BY ", order,
                "currency ORDER BY ", order, "currency");
}

}  // namespace

UsageDatabase::UsageDatabase(SqlSession session) : session_(std::move(session)) {}
UsageDatabase::~UsageDatabase() = default;

absl::StatusOr<std::unique_ptr<UsageDatabase>> UsageDatabase::Open(const StoreOptions& options) {
  if (sodium_init() < 0) return absl::InternalError("libsodium cannot start");
  NEXY_ASSIGN_OR_RETURN(SqlSession session, OpenSql(options, OpenFor::kWriting));
  absl::Status status = UpgradeSchema(session);
  std::unique_ptr<UsageDatabase> database(new UsageDatabase(std::move(session)));
  if (status.ok()) {
    status = TrySql([&database] {
      database->device_key_ = Meta(*database->session_.sql, "device_key", NewKey());
    });
  }
  if (!status.ok()) return Annotate(status, database->session_.place);
  return database;
}

absl::StatusOr<std::unique_ptr<UsageDatabase>> UsageDatabase::OpenToRead(
    const StoreOptions& options) {
  if (sodium_init() < 0) return absl::InternalError("libsodium cannot start");
  NEXY_ASSIGN_OR_RETURN(SqlSession session, OpenSql(options, OpenFor::kReading));
  absl::Status status = CheckSchema(session);
  std::unique_ptr<UsageDatabase> database(new UsageDatabase(std::move(session)));
  if (status.ok()) {
    status = TrySql([&database] {
      *database->session_.sql << "SELECT value FROM meta WHERE name = 'device_key'",
          soci::into(database->device_key_);
    });
  }
  if (!status.ok()) return Annotate(status, database->session_.place);
  return database;
}

std::string UsageDatabase::HashOf(const std::string& hardware_id) const {
  if (hardware_id.empty()) return "";
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash;
  const auto bytes = [](const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  crypto_generichash(hash.data(), hash.size(), bytes(hardware_id), hardware_id.size(),
                     bytes(device_key_),
                     std::min<std::size_t>(device_key_.size(), crypto_generichash_KEYBYTES_MAX));
  return Hex(hash.data(), hash.size());
}

absl::Status UsageDatabase::Add(const std::vector<UsageRecord>& records) {
  return TrySql([this, &records] {
    soci::transaction all(*session_.sql);
    BoundRecord row;
    soci::statement add = (session_.sql->prepare << kAdd, soci::use(row.day), soci::use(row.device),
                           soci::use(row.service), soci::use(row.provider), soci::use(row.model),
                           soci::use(row.currency), soci::use(row.requests),
                           soci::use(row.estimated), soci::use(row.input), soci::use(row.output),
                           soci::use(row.characters), soci::use(row.audio), soci::use(row.cost));
    for (const auto& [key, amounts] : records) {
      row.day = Text(key.day);
      row.device = HashOf(key.device);
      row.service = Storable(key.service);
      row.provider = Storable(key.provider);
      row.model = Storable(key.model);
      row.currency = Storable(key.currency);
      row.requests = amounts.requests;
      row.estimated = amounts.estimated;
      row.input = amounts.input_tokens;
      row.output = amounts.output_tokens;
      row.characters = amounts.characters;
      row.audio = amounts.audio_ms;
      row.cost = amounts.cost.micros;
      add.execute(/*with_data_exchange=*/true);
    }
    all.commit();
  });
}

absl::StatusOr<std::vector<UsageRow>> UsageDatabase::Sum(const UsageQuery& query) {
  std::vector<UsageRow> rows;
  NEXY_RETURN_IF_ERROR(TrySql([this, &query, &rows] {
    const std::string since = Text(query.since);
    const std::string until = Text(query.until);
    const std::string device = query.device ? HashOf(*query.device) : "";
    BoundRecord row;
    long long devices = 0;
    soci::statement sum(*session_.sql);
    sum.alloc();
    sum.prepare(SumStatement(query));
    for (std::string* text :
         {&row.day, &row.device, &row.service, &row.provider, &row.model, &row.currency}) {
      sum.exchange(soci::into(*text));
    }
    for (long long* number : {&devices, &row.requests, &row.estimated, &row.input, &row.output,
                              &row.characters, &row.audio, &row.cost}) {
      sum.exchange(soci::into(*number));
    }
    sum.exchange(soci::use(since));
    sum.exchange(soci::use(until));
    if (query.device) sum.exchange(soci::use(device));
    sum.define_and_bind();
    sum.execute();
    while (sum.fetch()) {
      rows.push_back({row.day,
                      row.device,
                      row.service,
                      row.provider,
                      row.model,
                      row.currency,
                      devices,
                      {.requests = row.requests,
                       .estimated = row.estimated,
                       .input_tokens = row.input,
                       .output_tokens = row.output,
                       .characters = row.characters,
                       .audio_ms = row.audio,
                       .cost = {row.cost}}});
    }
  }));
  return rows;
}

absl::Status UsageDatabase::DeleteBefore(std::chrono::sys_days day) {
  return TrySql([this, day] {
    const std::string day_text = Text(day);
    *session_.sql << "DELETE FROM usage WHERE day < :day", soci::use(day_text);
  });
}

}  // namespace nexy
