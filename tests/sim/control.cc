#include "control.h"

#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"

namespace nexy::sim {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

// As text when it is UTF-8, else as base64.
ordered_json Payload(const std::string& bytes) {
  try {
    ordered_json(bytes).dump();
    return {{"text", bytes}};
  } catch (const json::exception&) {
    std::string base64;
    absl::Base64Escape(bytes, &base64);
    return {{"base64", base64}};
  }
}

ordered_json JsonOf(const SimRequest& request) {
  ordered_json headers = ordered_json::array();
  for (const auto& [name, value] : request.headers) {
    headers.push_back(ordered_json::array({name, value}));
  }
  ordered_json messages = ordered_json::array();
  for (const SimMessage& message : request.messages) {
    ordered_json one = Payload(message.payload);
    one["from"] = message.from_client ? "client" : "server";
    one["binary"] = message.binary;
    one["at_ns"] = message.at_ns;
    messages.push_back(std::move(one));
  }
  return {{"number", request.number},          {"service", request.service},
          {"connection", request.connection},  {"tls", request.tls},
          {"method", request.method},          {"target", request.target},
          {"headers", std::move(headers)},     {"body", Payload(request.body)},
          {"messages", std::move(messages)},   {"status", request.status},
          {"outcome", request.outcome},        {"closed", request.closed},
          {"refusal", request.refusal},        {"arrived_ns", request.arrived_ns},
          {"first_ns", request.first_ns},      {"last_ns", request.last_ns},
          {"finished_ns", request.finished_ns}};
}

ordered_json JsonOf(const SimStats& stats) {
  return {{"connections_open", stats.connections_open},
          {"connections_total", stats.connections_total},
          {"requests", stats.requests},
          {"refused", stats.refused},
          {"generations_live", stats.generations_live},
          {"generations_started", stats.generations_started},
          {"generations_finished", stats.generations_finished},
          {"generations_cut", stats.generations_cut},
          {"generations_aborted", stats.generations_aborted},
          {"bytes_received", stats.bytes_received},
          {"bytes_sent", stats.bytes_sent}};
}

ControlAnswer Wrong(std::string_view what) {
  ControlAnswer answer;
  answer.status = 400;
  answer.body = json{{"error", what}}.dump();
  return answer;
}

ControlAnswer Right(std::string body = "{}") {
  ControlAnswer answer;
  answer.body = std::move(body);
  return answer;
}

ControlAnswer Release(Engine& engine, const std::string& body) {
  const json wish = json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (!wish.is_object() || !wish.contains("gate") || !wish["gate"].is_string()) {
    return Wrong("wanted: {\"gate\": NAME, \"count\": N} or {\"gate\": NAME, \"open\": true}");
  }
  const std::string gate = wish["gate"].get<std::string>();
  if (wish.contains("open")) {
    engine.gates().Open(gate);
  } else {
    const bool counted = wish.contains("count") && wish["count"].is_number_unsigned();
    engine.gates().Release(gate, counted ? wish["count"].get<std::size_t>() : 1);
  }
  return Right();
}

}  // namespace

ControlAnswer Control(Engine& engine, std::string_view method, std::string_view path,
                      const std::string& body) {
  const bool get = method == "GET";
  if (path == "/__sim/script" && !get) {
    const absl::Status status = engine.Load(body);
    return status.ok() ? Right() : Wrong(std::string(status.message()));
  }
  if (path == "/__sim/release" && !get) return Release(engine, body);
  if (path == "/__sim/reset" && !get) {
    engine.Reset();
    return Right();
  }
  if (path == "/__sim/stats" && get) return Right(JsonOf(engine.Stats()).dump());
  if (path == "/__sim/requests" && get) {
    ordered_json requests = ordered_json::array();
    for (const SimRequest& one : engine.Requests("")) requests.push_back(JsonOf(one));
    return Right(requests.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
  }
  ControlAnswer unknown = Wrong("script, release, reset (POST); requests, stats (GET)");
  unknown.status = 404;
  return unknown;
}

}  // namespace nexy::sim
