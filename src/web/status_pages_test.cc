#include "web/status_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/counter.h>

#include <nlohmann/json.hpp>

namespace nexy {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

struct StatusPagesTest : testing::Test {
  Serving serving{true, "", true};
  ServerStatus status;
  prometheus::Registry registry;
  std::pair<std::string, std::string> latest;
  StatusPages pages{{.version = "2.0.0.40",
                     .serving = [this] { return serving; },
                     .status =
                         [this] {
                           status.serving = serving;
                           return status;
                         },
                     .latest = [this] { return latest; },
                     .registry = registry}};

  HttpResponse Get(std::string_view path) { return pages.Answer({"GET", path, ""}); }
  json GetJson(std::string_view path) { return json::parse(Get(path).body); }
};

TEST_F(StatusPagesTest, HealthHasTheKeysAndHeadersThatEarlierScriptsRead) {
  const HttpResponse response = Get("/health");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json; charset=utf-8");
  EXPECT_THAT(response.headers,
              UnorderedElementsAre(Pair("Cache-Control", "public, max-age=30"),
                                   Pair("Pragma", "no-cache"), Pair("Expires", "0")));
  const json body = json::parse(response.body);
  EXPECT_EQ(body["status"], "OK");
  EXPECT_EQ(body["latest_version"], "2.0.0.40");
  EXPECT_EQ(body["latest_build"], "2.0.0.40");
  EXPECT_EQ(body["ffmpeg_available"], true);
}

TEST_F(StatusPagesTest, HealthNamesTheNewestPublishedClient) {
  latest = {"2.0.0.41", "2000041"};
  EXPECT_EQ(GetJson("/health")["version"], "2.0.0.40");
  EXPECT_EQ(GetJson("/health")["latest_version"], "2.0.0.41");
  EXPECT_EQ(GetJson("/health")["latest_build"], "2000041");
}

TEST_F(StatusPagesTest, HealthSaysWhyNoTurnCanBeServedAndIsNotCached) {
  serving = {false, "draining", true};
  const HttpResponse response = Get("/health");
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.headers, UnorderedElementsAre(Pair("Cache-Control", "no-store")));
  const json body = json::parse(response.body);
  EXPECT_EQ(body["status"], "unhealthy");
  EXPECT_EQ(body["error"], "draining");
  EXPECT_EQ(body["latest_version"], "2.0.0.40");
}

TEST_F(StatusPagesTest, HealthTellsThatTheAudioPathIsBroken) {
  serving.audio = false;
  EXPECT_EQ(GetJson("/health")["ffmpeg_available"], false);
}

TEST_F(StatusPagesTest, ReadyFollowsWhetherTurnsAreServed) {
  EXPECT_EQ(Get("/ready").status, 200);
  EXPECT_EQ(GetJson("/ready"), json({{"ready", true}}));
  serving = {false, "starting", false};
  EXPECT_EQ(Get("/ready").status, 503);
  EXPECT_EQ(GetJson("/ready")["reason"], "starting");
}

TEST_F(StatusPagesTest, StatusHasTheEarlierKeysWithTrueContent) {
  status.version = "2.0.0.40";
  status.grpc_address = "127.0.0.1:40123";
  const json body = GetJson("/status");
  EXPECT_EQ(body["status"], "running");
  EXPECT_EQ(body["service"], "voice-assistant");
  EXPECT_EQ(body["latest_version"], "2.0.0.40");
  EXPECT_EQ(body["latest_build"], "2.0.0.40");
  EXPECT_EQ(body["endpoints"]["health"], "/health");
  EXPECT_EQ(body["endpoints"]["grpc"], "port 40123");
  EXPECT_EQ(body["endpoints"]["updates"], nullptr);
  EXPECT_EQ(body["update_server"], "disabled");
  EXPECT_EQ(body["listening"]["grpc"], "127.0.0.1:40123");
}

TEST_F(StatusPagesTest, StatusShowsQuantilesInMillisecondsAndNullWhereNothingIsKnown) {
  using namespace std::chrono_literals;
  status.latencies = {{"first_audio", {}, {200, 412ms, 900ms, 1500ms}}};
  const json first_audio = GetJson("/status")["latency_ms"]["first_audio"];
  EXPECT_EQ(first_audio["last_hour"],
            json({{"count", 200}, {"p50", 412.0}, {"p95", 900.0}, {"p99", 1500.0}}));
  EXPECT_EQ(first_audio["last_minute"]["count"], 0);
  EXPECT_EQ(first_audio["last_minute"]["p95"], nullptr);
}

TEST_F(StatusPagesTest, StatusCountsFailedTurnsAsErrorsAndRefusalsApart) {
  status.turns = {{"ok", {6, 60}}, {"failed", {2, 20}}};
  status.refusals = {{"stream_limit", {0, 15}}, {"draining", {0, 5}}};
  const json body = GetJson("/status");
  EXPECT_EQ(body["error_rate"], json({{"last_minute", 0.25}, {"last_hour", 0.25}}));
  EXPECT_EQ(body["refusal_rate"], json({{"last_minute", 0.0}, {"last_hour", 0.2}}));
  EXPECT_EQ(body["refusals"]["stream_limit"]["last_hour"], 15);
  EXPECT_EQ(body["turns"]["failed"]["last_minute"], 2);
}

TEST_F(StatusPagesTest, StatusHasNoRateWhenNothingWasAsked) {
  EXPECT_EQ(GetJson("/status")["error_rate"]["last_minute"], nullptr);
  EXPECT_EQ(GetJson("/status")["refusal_rate"]["last_hour"], nullptr);
}

TEST_F(StatusPagesTest, StatusSurvivesAReasonThatIsNoUtf8) {
  status.providers = {{"llm", "gemini", ProviderHealth::kDown, "bad \xff bytes"}};
  const json provider = GetJson("/status")["providers"][0];
  EXPECT_EQ(provider["state"], "down");
  EXPECT_EQ(provider["reason"], "bad \xEF\xBF\xBD bytes");
}

TEST_F(StatusPagesTest, MetricsAreInTheFormatOfPrometheus) {
  prometheus::BuildCounter().Name("nexy_turns_total").Register(registry).Add({}).Increment();
  const HttpResponse response = Get("/metrics");
  EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(response.body, HasSubstr("# TYPE nexy_turns_total counter\nnexy_turns_total 1\n"));
}

TEST_F(StatusPagesTest, TheRootSaysWhoIsThere) {
  EXPECT_EQ(Get("/").body, "Voice Assistant Server is running!");
}

TEST_F(StatusPagesTest, AnythingElseIsNotFound) {
  for (const char* path : {"", "/Health", "/health/", "//health", "/../etc/passwd", "/%2e%2e/etc/passwd",
                           "/webhook/stripe", "/payment/success", "http://host/health"}) {
    const HttpResponse response = Get(path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_EQ(response.body, "404: Not Found");
    EXPECT_EQ(response.content_type, "text/plain; charset=utf-8");
  }
}

TEST_F(StatusPagesTest, AWrongMethodIsToldTheRightOnes) {
  for (const char* method : {"POST", "DELETE", "OPTIONS", "TRACE"}) {
    const HttpResponse response = pages.Answer({method, "/health", ""});
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(response.body, "405: Method Not Allowed");
    EXPECT_THAT(response.headers, UnorderedElementsAre(Pair("Allow", "GET,HEAD")));
  }
  EXPECT_EQ(pages.Answer({"POST", "/nothing", ""}).status, 404);
}

TEST_F(StatusPagesTest, TheSubscriptionModuleIsOff) {
  EXPECT_EQ(Get("/api/subscription/status").status, 503);
  EXPECT_EQ(GetJson("/api/subscription/status")["error"], "Subscription module disabled");
}

}  // namespace
}  // namespace nexy
