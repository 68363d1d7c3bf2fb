#include "nexyd/log_line.h"

#include <absl/strings/str_replace.h>
#include <absl/time/time.h>

#include <nlohmann/json.hpp>
#include <string_view>
#include <variant>

#include "base/strings.h"

namespace nexy {
namespace {

std::string_view LevelWord(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "DEBUG";
    case LogLevel::kInfo:
      return "INFO";
    case LogLevel::kWarn:
      return "WARNING";
    case LogLevel::kError:
      return "ERROR";
  }
  return "";
}

// In ASCII; what is no UTF-8 becomes U+FFFD.
std::string ToJson(const nlohmann::json& value) {
  return value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::string ToJson(const LogValue& value, std::size_t text_max_bytes) {
  const auto* text = std::get_if<std::string>(&value.value());
  if (text == nullptr) {
    return std::visit([](const auto& held) { return ToJson(nlohmann::json(held)); }, value.value());
  }
  if (text->size() <= text_max_bytes) return ToJson(nlohmann::json(*text));
  return ToJson(nlohmann::json(text->substr(0, text_max_bytes) + "…"));
}

// A JSON text without its quotes; other values as they are.
std::string Unquoted(std::string json) {
  return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
}

// For a place that ends at the next space.
std::string OneWord(std::string json) {
  return absl::StrReplaceAll(Unquoted(std::move(json)), {{" ", "\\u0020"}});
}

std::string Escaped(LogWord word) { return Unquoted(ToJson(nlohmann::json(word.text()))); }

}  // namespace

std::string LogLine(const LogRecord& record, std::initializer_list<LogField> fields,
                    std::size_t text_max_bytes) {
  std::string method;
  std::string context;
  std::string duration;
  for (const LogField& field : fields) {
    std::string json = ToJson(field.value, text_max_bytes);
    if (field.key.text() == "method") {
      method = OneWord(std::move(json));
    } else if (field.key.text() == "dur_ms") {
      duration = OneWord(std::move(json));
    } else {
      context += Concat(context.empty() ? "{" : ", ", ToJson(nlohmann::json(field.key.text())),
                        ": ", json);
    }
  }
  std::string line = "ts=" + absl::FormatTime("%Y-%m-%dT%H:%M:%E6S%Ez",
                                              absl::FromChrono(record.time), absl::UTCTimeZone());
  line += Concat(" level=", LevelWord(record.level), " scope=", Escaped(record.scope));
  if (!method.empty()) line += " method=" + method;
  if (!record.decision.text().empty()) line += " decision=" + Escaped(record.decision);
  if (!context.empty()) line += " ctx=" + context + "}";
  if (!duration.empty()) line += " dur_ms=" + duration;
  if (!record.message.text().empty()) line += " msg=" + Escaped(record.message);
  return line;
}

}  // namespace nexy
