#include "nexyctl/usage_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/strings.h"
#include "nexyctl/usage_days.h"

namespace nexy {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view kNobody = "none";  // Speech that was made for no device.

std::string ProviderOf(const UsageRow& row) {
  return Concat(row.provider.empty() ? "unnamed" : row.provider, " (", row.service, ")");
}

std::string DeviceOf(const UsageRow& row) {
  return row.device.empty() ? std::string(kNobody) : row.device;
}

// Seconds, to the nearest.
std::string SecondsOf(const UsageRow& row) {
  return Concat((row.amounts.audio_ms + 500) / 1000, " s");
}

std::string CostOf(const UsageRow& row) {
  const std::string cost = ShowMoney(row.amounts.cost);
  return row.currency.empty() ? cost : Concat(cost, " ", row.currency);
}

struct Column {
  std::string_view head;
  bool number;
  std::string (*show)(const UsageRow&);
};

// What tells the rows apart.
std::vector<Column> KeyColumns(const UsageQuery& query) {
  std::vector<Column> columns;
  for (const UsageColumn by : query.by) {
    if (by == UsageColumn::kDay)
      columns.push_back({"Day", false, [](const UsageRow& r) { return r.day; }});
    if (by == UsageColumn::kProvider) columns.push_back({"Provider", false, ProviderOf});
    if (by == UsageColumn::kModel) {
      columns.push_back(
          {"Model", false, [](const UsageRow& r) { return r.model.empty() ? "none" : r.model; }});
    }
    if (by == UsageColumn::kDevice) columns.push_back({"Device", false, DeviceOf});
  }
  return columns;
}

std::vector<Column> AmountColumns() {
  return {
      {"Requests", true, [](const UsageRow& r) { return Concat(r.amounts.requests); }},
      {"Input tokens", true, [](const UsageRow& r) { return Concat(r.amounts.input_tokens); }},
      {"Output tokens", true, [](const UsageRow& r) { return Concat(r.amounts.output_tokens); }},
      {"Characters", true, [](const UsageRow& r) { return Concat(r.amounts.characters); }},
      {"Audio", true, SecondsOf},
      {"Cost", true, CostOf},
  };
}

void PrintPadded(std::string_view text, std::size_t width, bool right, std::ostream& out) {
  const std::string blanks(width - std::min(width, text.size()), ' ');
  out << (right ? Concat(blanks, text) : Concat(text, blanks));
}

void PrintRow(const std::vector<std::string>& cells, const std::vector<Column>& columns,
              const std::vector<std::size_t>& widths, std::ostream& out) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool last = i + 1 == cells.size();
    // No blanks at the end of a line.
    PrintPadded(cells[i], last && !columns[i].number ? 0 : widths[i], columns[i].number, out);
    out << (last ? "\n" : "  ");
  }
}

std::string Days(const UsageQuery& query) {
  const std::string since = ShowDay(query.since);
  const std::string until = ShowDay(query.until);
  return since == until ? Concat("on ", since) : Concat("from ", since, " to ", until);
}

std::string Counted(std::int64_t count, std::string_view one, std::string_view many) {
  return Concat(count, " ", count == 1 ? one : many);
}

void PrintTotal(const UsageRow& total, std::ostream& out) {
  const UsageAmounts& sum = total.amounts;
  out << "In all: " << Counted(sum.requests, "request", "requests") << " of "
      << Counted(total.devices, "device", "devices") << ", "
      << Counted(sum.input_tokens, "input token", "input tokens") << ", "
      << Counted(sum.output_tokens, "output token", "output tokens") << ", "
      << Counted(sum.characters, "character", "characters") << ", " << SecondsOf(total)
      << " of audio, cost " << CostOf(total) << ".";
  if (sum.estimated > 0) {
    out << " The tokens of " << Counted(sum.estimated, "request are", "requests are")
        << " an estimate.";
  }
  out << "\n";
}

std::string CsvText(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

bool Has(const UsageQuery& query, UsageColumn column) {
  return std::ranges::find(query.by, column) != query.by.end();
}

ordered_json JsonOf(const UsageRow& row, const UsageQuery& query) {
  ordered_json json = ordered_json::object();
  if (Has(query, UsageColumn::kDay)) json["day"] = row.day;
  if (Has(query, UsageColumn::kProvider)) {
    json["service"] = row.service;
    json["provider"] = row.provider;
  }
  if (Has(query, UsageColumn::kModel)) json["model"] = row.model;
  if (Has(query, UsageColumn::kDevice)) {
    json["device"] = row.device;
  } else {
    json["devices"] = row.devices;
  }
  const UsageAmounts& amounts = row.amounts;
  json["requests"] = amounts.requests;
  json["estimated_requests"] = amounts.estimated;
  json["input_tokens"] = amounts.input_tokens;
  json["output_tokens"] = amounts.output_tokens;
  json["characters"] = amounts.characters;
  json["audio_ms"] = amounts.audio_ms;
  json["cost"] = ShowMoney(amounts.cost);  // A text: numbers of JSON are rounded by many programs.
  json["cost_micros"] = amounts.cost.micros;
  json["currency"] = row.currency;
  return json;
}

}  // namespace

void PrintUsageTable(const UsageReport& report, std::ostream& out) {
  if (report.rows.empty()) {
    out << "No usage " << Days(report.query) << ".\n";
    return;
  }
  std::vector<Column> columns = KeyColumns(report.query);
  for (const Column& column : AmountColumns()) columns.push_back(column);
  std::vector<std::vector<std::string>> lines(1);
  for (const Column& column : columns) lines.front().emplace_back(column.head);
  for (const UsageRow& row : report.rows) {
    std::vector<std::string>& line = lines.emplace_back();
    for (const Column& column : columns) line.push_back(column.show(row));
  }
  std::vector<std::size_t> widths(columns.size(), 0);
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  out << "Usage " << Days(report.query) << ", days in UTC.\n";
  for (const auto& line : lines) PrintRow(line, columns, widths, out);
  for (const UsageRow& total : report.totals) PrintTotal(total, out);
}

void PrintUsageCsv(const UsageReport& report, std::ostream& out) {
  const UsageQuery& query = report.query;
  std::string head;
  if (Has(query, UsageColumn::kDay)) head += "day,";
  if (Has(query, UsageColumn::kProvider)) head += "service,provider,";
  if (Has(query, UsageColumn::kModel)) head += "model,";
  if (Has(query, UsageColumn::kDevice)) head += "device,";
  out << head
      << "requests,estimated_requests,input_tokens,output_tokens,characters,audio_ms,cost,"
         "currency\r\n";
  for (const UsageRow& row : report.rows) {
    if (Has(query, UsageColumn::kDay)) out << row.day << ",";
    if (Has(query, UsageColumn::kProvider)) {
      out << CsvText(row.service) << "," << CsvText(row.provider) << ",";
    }
    if (Has(query, UsageColumn::kModel)) out << CsvText(row.model) << ",";
    if (Has(query, UsageColumn::kDevice)) out << row.device << ",";
    const UsageAmounts& amounts = row.amounts;
    out << amounts.requests << "," << amounts.estimated << "," << amounts.input_tokens << ","
        << amounts.output_tokens << "," << amounts.characters << "," << amounts.audio_ms << ","
        << ShowMoney(amounts.cost) << "," << CsvText(row.currency) << "\r\n";
  }
}

void PrintUsageJson(const UsageReport& report, std::ostream& out) {
  ordered_json json;
  json["since"] = ShowDay(report.query.since);
  json["until"] = ShowDay(report.query.until);
  json["rows"] = ordered_json::array();
  for (const UsageRow& row : report.rows) json["rows"].push_back(JsonOf(row, report.query));
  json["totals"] = ordered_json::array();
  UsageQuery all = report.query;
  all.by.clear();
  for (const UsageRow& row : report.totals) json["totals"].push_back(JsonOf(row, all));
  out << json.dump(2, ' ', false, ordered_json::error_handler_t::replace) << "\n";
}

}  // namespace nexy
