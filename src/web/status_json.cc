#include "web/status_json.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/strings.h"

namespace nexy {
namespace {

using Json = nlohmann::ordered_json;

Json Milliseconds(Clock::Duration duration) {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  return static_cast<double>(micros) / 1000.0;
}

Json FiguresJson(const LatencyFigures& figures) {
  const bool known = figures.count > 0;
  return {{"count", figures.count},
          {"p50", known ? Milliseconds(figures.p50) : Json()},
          {"p95", known ? Milliseconds(figures.p95) : Json()},
          {"p99", known ? Milliseconds(figures.p99) : Json()}};
}

Json CountsJson(const std::vector<NamedCount>& counts) {
  Json json = Json::object();
  for (const auto& [name, count] : counts) {
    json[name] = {{"last_minute", count.last_minute}, {"last_hour", count.last_hour}};
  }
  return json;
}

WindowCount Sum(const std::vector<NamedCount>& counts, std::string_view only = {}) {
  WindowCount sum;
  for (const auto& [name, count] : counts) {
    if (!only.empty() && name != only) continue;
    sum.last_minute += count.last_minute;
    sum.last_hour += count.last_hour;
  }
  return sum;
}

Json Share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return nullptr;
  return static_cast<double>(part) / static_cast<double>(whole);
}

Json SharesJson(WindowCount part, WindowCount whole) {
  return {{"last_minute", Share(part.last_minute, whole.last_minute)},
          {"last_hour", Share(part.last_hour, whole.last_hour)}};
}

const char* HealthName(ProviderHealth health) {
  switch (health) {
    case ProviderHealth::kOk: return "ok";
    case ProviderHealth::kDegraded: return "degraded";
    case ProviderHealth::kDown: return "down";
    case ProviderHealth::kOff: return "off";
  }
  return "unknown";
}

Json ProvidersJson(const std::vector<ProviderStatus>& providers) {
  Json json = Json::array();
  for (const auto& provider : providers) {
    Json row{{"kind", provider.kind}, {"name", provider.name}, {"state", HealthName(provider.health)}};
    if (!provider.reason.empty()) row["reason"] = provider.reason;
    if (!provider.detail.empty()) row["detail"] = provider.detail;
    if (!provider.circuit.empty()) row["circuit"] = provider.circuit;
    if (provider.failures > 0) row["failures_in_a_row"] = provider.failures;
    if (provider.since) row["failing_for_seconds"] = provider.since->count();
    if (provider.next_try) row["next_try_in_seconds"] = provider.next_try->count();
    json.push_back(std::move(row));
  }
  return json;
}

Json AddressJson(const std::string& address) { return address.empty() ? Json() : Json(address); }

// Earlier scripts read "port 50051".
Json PortText(const std::string& address) {
  if (address.empty()) return nullptr;
  return Concat("port ", address.substr(address.rfind(':') + 1));
}

Json LatenciesJson(const std::vector<StageLatency>& latencies) {
  Json json = Json::object();
  for (const auto& latency : latencies) {
    json[latency.stage] = {{"last_minute", FiguresJson(latency.last_minute)},
                           {"last_hour", FiguresJson(latency.last_hour)}};
  }
  return json;
}

}  // namespace

nlohmann::ordered_json StatusJson(const ServerStatus& status) {
  const WindowCount ended = Sum(status.turns);
  const WindowCount refused = Sum(status.refusals);
  const WindowCount asked{ended.last_minute + refused.last_minute,
                          ended.last_hour + refused.last_hour};
  Json json;
  json["status"] = status.serving.turns ? "running" : "unhealthy";
  if (!status.serving.turns) json["reason"] = status.serving.reason;
  json["service"] = "voice-assistant";
  json["version"] = status.version;
  json["latest_version"] = status.version;
  json["latest_build"] = status.version;
  json["update_server"] = status.update_address.empty() ? "disabled" : "enabled";
  if (!status.update_adoption.empty()) {
    json["update_adoption"] =
        Json::parse(status.update_adoption, nullptr, /*allow_exceptions=*/false);
  }
  json["endpoints"] = {{"health", "/health"},
                       {"ready", "/ready"},
                       {"status", "/status"},
                       {"metrics", "/metrics"},
                       {"grpc", PortText(status.grpc_address)},
                       {"updates", PortText(status.update_address)}};
  json["listening"] = {{"grpc", AddressJson(status.grpc_address)},
                       {"http", AddressJson(status.http_address)},
                       {"update", AddressJson(status.update_address)}};
  json["uptime_seconds"] = status.uptime.count();
  json["live_turns"] = status.live_turns;
  json["max_live_turns"] = status.max_live_turns;
  json["latency_ms"] = LatenciesJson(status.latencies);
  json["turns"] = CountsJson(status.turns);
  json["refusals"] = CountsJson(status.refusals);
  json["error_rate"] = SharesJson(Sum(status.turns, "failed"), ended);
  json["refusal_rate"] = SharesJson(refused, asked);
  json["providers"] = ProvidersJson(status.providers);
  return json;
}

}  // namespace nexy
