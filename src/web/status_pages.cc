#include "web/status_pages.h"

#include <prometheus/text_serializer.h>

#include <nlohmann/json.hpp>

#include "web/status_json.h"

namespace nexy {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kText[] = "text/plain; charset=utf-8";
constexpr char kJson[] = "application/json; charset=utf-8";
constexpr char kMetrics[] = "text/plain; version=0.0.4; charset=utf-8";

HttpResponse Text(int status, std::string body) { return {status, kText, std::move(body), {}}; }

HttpResponse JsonResponse(int status, const Json& body) {
  // A provider's reason may hold what is no UTF-8.
  return {status, kJson, body.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
}

HttpResponse NoStore(HttpResponse response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace

StatusPages::StatusPages(StatusSources sources) : sources_(std::move(sources)) {}

HttpResponse StatusPages::Health() const {
  const Serving serving = sources_.serving();
  Json body;
  body["status"] = serving.turns ? "OK" : "unhealthy";
  if (!serving.turns) body["error"] = serving.reason;
  body["version"] = sources_.version;
  const auto [version, build] = sources_.latest();
  body["latest_version"] = version.empty() ? sources_.version : version;
  body["latest_build"] = build.empty() ? sources_.version : build;
  body["ffmpeg_available"] = serving.audio;
  // A failure must be seen to be over at once, so only health may be cached, as it always was.
  if (!serving.turns) return NoStore(JsonResponse(503, body));
  HttpResponse response = JsonResponse(200, body);
  response.headers = {
      {"Cache-Control", "public, max-age=30"}, {"Pragma", "no-cache"}, {"Expires", "0"}};
  return response;
}

HttpResponse StatusPages::Ready() const {
  const Serving serving = sources_.serving();
  Json body{{"ready", serving.turns}};
  if (!serving.turns) body["reason"] = serving.reason;
  return NoStore(JsonResponse(serving.turns ? 200 : 503, body));
}

HttpResponse StatusPages::Metrics() const {
  return NoStore(
      {200, kMetrics, prometheus::TextSerializer().Serialize(sources_.registry.Collect()), {}});
}

HttpResponse StatusPages::Answer(const HttpRequest& request) const {
  enum class Page { kRoot, kHealth, kReady, kStatus, kMetrics, kSubscription };
  static constexpr std::pair<std::string_view, Page> kPages[] = {
      {"/", Page::kRoot},           {"/health", Page::kHealth},
      {"/ready", Page::kReady},     {"/status", Page::kStatus},
      {"/metrics", Page::kMetrics}, {"/api/subscription/status", Page::kSubscription}};
  for (const auto& [path, page] : kPages) {
    if (path != request.path) continue;
    if (request.method != "GET" && request.method != "HEAD") {
      HttpResponse response = Text(405, "405: Method Not Allowed");
      response.headers.emplace_back("Allow", "GET,HEAD");
      return response;
    }
    switch (page) {
      case Page::kRoot: return Text(200, "Voice Assistant Server is running!");
      case Page::kHealth: return Health();
      case Page::kReady: return Ready();
      case Page::kStatus: return JsonResponse(200, StatusJson(sources_.status()));
      case Page::kMetrics: return Metrics();
      case Page::kSubscription:  // Older clients ask; there is no such module.
        return JsonResponse(503, {{"error", "Subscription module disabled"}, {"stripe_mode", "test"}});
    }
  }
  return Text(404, "404: Not Found");
}

}  // namespace nexy
