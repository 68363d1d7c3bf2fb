// What an operator sees over HTTP.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "e2e/nexyd_process.h"
#include "e2e/tcp_exchange.h"

namespace nexy::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Pages, TellOfAServerThatServes) {
  NexydProcess server(kPatient);
  const Person person(server);
  person.Ask("What is 2 + 2?");
  person.Ask("What is 2 + 2?", {"--screenshot", NEXY_SOURCE_DIR "/VERSION"});

  const auto health = HttpGet(server.http(), "/health");
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(nlohmann::json::parse(health.body).at("status"), "OK");
  const auto ready = HttpGet(server.http(), "/ready");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.body, R"({"ready":true})");

  const auto status = nlohmann::json::parse(HttpGet(server.http(), "/status").body);
  EXPECT_EQ(status.at("status"), "running");
  EXPECT_EQ(status.at("live_turns"), 0);
  EXPECT_EQ(status.at("turns").at("ok").at("last_minute"), 1);
  EXPECT_EQ(status.at("listening").at("grpc"), server.grpc());
  for (const char* stage : {"first_token", "first_sentence", "first_audio", "answer", "turn"}) {
    const auto& figures = status.at("latency_ms").at(stage).at("last_hour");
    EXPECT_EQ(figures.at("count"), 1) << stage;
    EXPECT_GT(figures.at("p99"), 0) << stage;
  }
  for (const auto& provider : status.at("providers")) EXPECT_EQ(provider.at("state"), "ok");

  const auto metrics = HttpGet(server.http(), "/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_THAT(metrics.body, HasSubstr("nexy_turns_total{outcome=\"ok\"} 1\n"));
  EXPECT_THAT(metrics.body, HasSubstr("nexy_first_audio_seconds_count 1\n"));
}

TEST(Pages, PathsCannotLeaveThem) {
  NexydProcess server;
  for (const std::string target :
       {"/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/health/../../etc/passwd",
        "//etc/passwd", "/..%2f..%2fetc%2fpasswd", "/status%00.html", "/\\..\\..\\etc\\passwd",
        "/.git/config", "http://elsewhere/etc/passwd"}) {
    const auto reply = HttpGet(server.http(), target);
    EXPECT_THAT(reply.status, AnyOf(0, 400, 404)) << target;  // 0: hung up at once.
    EXPECT_THAT(reply.body, Not(HasSubstr("root:"))) << target;
  }
  EXPECT_EQ(HttpGet(server.http(), "/health").status, 200);
}

TEST(Pages, WhatIsNoHttpDoesNoHarm) {
  NexydProcess server;
  TcpExchange(server.http(), std::string("GET /\0health HTTP/1.1\r\n\r\n", 25));
  TcpExchange(server.http(), std::string(1 << 20, 'A'));
  TcpExchange(server.http(), "GET /" + std::string(1 << 20, 'a') + " HTTP/1.1\r\n\r\n");
  TcpExchange(server.http(), "\x16\x03\x01\x02\x00\x01\xfc\x03\x03\r\n\r\n");
  EXPECT_EQ(HttpGet(server.http(), "/health").status, 200);
}

}  // namespace
}  // namespace nexy::testing
