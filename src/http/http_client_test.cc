#include "http/http_client.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include "base/manual_clock.h"
#include "base/strings.h"
#include "http/client_fixture.h"
#include "http/event_response.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct HttpClientTest : ClientFixture {
  LoopbackServer server{io};
};

TEST_F(HttpClientTest, AsksAndReadsABodyOfAKnownLength) {
  server.scenes = {{.replies = {kHello}}};
  ClientRequest request;
  request.url = server.url("/v1/ask?a=b");
  request.headers = {{"X-Key", "value"}, {"Host", "elsewhere"}};
  request.body = "question";
  auto response = Send(std::move(request));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ((*response)->status(), 200);
  EXPECT_EQ((*response)->Header("content-LENGTH"), "5");
  EXPECT_EQ((*response)->Header("none"), "");
  EXPECT_EQ(*Body(**response), "hello");
  EXPECT_EQ(*Body(**response), "");
  EXPECT_EQ(server.requests.at(0), "POST /v1/ask?a=b HTTP/1.1\r\nHost: " + server.host_and_port() +
                                       "\r\nX-Key: value\r\nContent-Length: 8\r\n\r\nquestion");
  EXPECT_EQ(Figure("nexy_http_requests_total", "ok"), 1);
}

TEST_F(HttpClientTest, AUserInTheAddressIsAuthorized) {
  server.scenes = {{.replies = {kHello}}};
  EXPECT_EQ(*Fetch("http://user:word@" + server.host_and_port() + "/"), "hello");
  EXPECT_THAT(server.requests.at(0), HasSubstr("\r\nAuthorization: Basic dXNlcjp3b3Jk\r\n"));
}

TEST_F(HttpClientTest, ReadsChunksThatComeByteByByte) {
  server.scenes = {{.replies = {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "3\r\nhel\r\n2;x\r\nlo\r\n0\r\n\r\n",
                                kHello},
                    .piece = 1}};
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(server.accepted, 1);
}

TEST_F(HttpClientTest, ReadsABodyThatEndsWithTheConnection) {
  server.scenes = {{.replies = {"HTTP/1.1 200 OK\r\n\r\nhello"}, .end = Scene::End::kClose},
                   {.replies = {"HTTP/1.0 200 OK\r\n\r\n"}, .end = Scene::End::kClose}};
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(OpenConnections(), 0);
  EXPECT_EQ(*Fetch(server.url()), "");
}

TEST_F(HttpClientTest, PromisesBeforeTheResponseAreSkipped) {
  server.scenes = {{.replies = {Concat("HTTP/1.1 100 Continue\r\n\r\n"
                                       "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n",
                                       kHello)}}};
  auto response = Get(server.url());
  ASSERT_TRUE(response.ok());
  EXPECT_EQ((*response)->status(), 200);
  EXPECT_EQ((*response)->Header("Link"), "");
  EXPECT_EQ(*Body(**response), "hello");
}

TEST_F(HttpClientTest, ResponsesWithoutABodyKeepTheConnection) {
  server.scenes = {{.replies = {"HTTP/1.1 204 No Content\r\n\r\n",
                                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", kHello}}};
  auto empty = Get(server.url());
  EXPECT_EQ(*Body(**empty), "");
  ClientRequest head;
  head.method = "HEAD";
  head.url = server.url();
  auto headers = Send(std::move(head));
  EXPECT_EQ((*headers)->Header("content-length"), "9");
  EXPECT_EQ(*Body(**headers), "");
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(server.accepted, 1);
}

TEST_F(HttpClientTest, AnHttpStatusIsTheCallersToJudge) {
  server.scenes = {{.replies = {"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"}}};
  auto response = Get(server.url());
  ASSERT_TRUE(response.ok());
  EXPECT_EQ((*response)->status(), 503);
  EXPECT_EQ(*Body(**response), "busy");
}

TEST_F(HttpClientTest, AnAnswerToARequestThatWasNotReadIsHeard) {
  server.scenes = {{.replies = {"HTTP/1.1 413 Too Large\r\nConnection: close\r\n"
                                "Content-Length: 0\r\n\r\n"},
                    .reads = false}};
  ClientRequest request;
  request.url = server.url();
  request.body = std::string(100'000, 'x');
  auto response = Send(std::move(request));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ((*response)->status(), 413);
}

TEST_F(HttpClientTest, UsesAConnectionAgain) {
  server.scenes = {{.replies = {kHello, kHello, kHello}}};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(server.accepted, 1);
  EXPECT_EQ(Figure("nexy_http_connections_reused_total"), 2);
  EXPECT_EQ(OpenConnections(), 1);
}

TEST_F(HttpClientTest, DoesNotUseAConnectionThatTheServerEnds) {
  server.scenes = {{.replies = {kLastHello, kHello}}, {.replies = {kHello}}};
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(OpenConnections(), 0);
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(server.accepted, 2);
}

TEST_F(HttpClientTest, BytesAfterAResponseEndItsConnection) {
  server.scenes = {{.replies = {Concat(kHello, "more")}}};
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(OpenConnections(), 0);
}

TEST_F(HttpClientTest, AResponseThatIsNotReadToItsEndClosesItsConnection) {
  server.scenes = {{.replies = {"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"}}};
  auto response = Get(server.url());
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(OpenConnections(), 1);
  response->reset();
  EXPECT_EQ(OpenConnections(), 0);
  EXPECT_TRUE(RunUntil([this] { return server.live == 0; }));
}

TEST_F(HttpClientTest, AReaderThatKnowsTheEndNeedNotReadItToKeepTheConnection) {
  server.scenes = {{.replies = {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"}}};
  auto response = Get(server.url());
  EventResponse events(*std::move(response), 1024);
  EXPECT_EQ(**Await(events.Next()), "[DONE]");
  EXPECT_EQ(OpenConnections(), 1);
}

TEST_F(HttpClientTest, AKeptConnectionThatTheServerClosedIsReplacedUnnoticed) {
  server.scenes = {{.replies = {kHello}, .end = Scene::End::kClose}, {.replies = {kHello}}};
  EXPECT_EQ(*Fetch(server.url()), "hello");
  ASSERT_TRUE(RunUntil([this] { return server.live == 0; }));
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(server.accepted, 2);
}

TEST_F(HttpClientTest, AKeptConnectionThatEndsUnheardIsTriedOnceMore) {
  // The server reads the second request and leaves without a word.
  server.scenes = {{.replies = {kHello, ""}, .end = Scene::End::kReset}, {.replies = {kHello}}};
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(server.requests.size(), 3u);
  EXPECT_EQ(Figure("nexy_http_connections_opened_total", "retry"), 1);
}

TEST_F(HttpClientTest, ANewConnectionThatEndsUnheardIsNotTriedAgain) {
  server.scenes = {{.replies = {""}, .end = Scene::End::kClose}, {.replies = {kHello}}};
  EXPECT_EQ(ReasonOf(Get(server.url()).status()), FailureReason::kCut);
  EXPECT_EQ(server.accepted, 1);
}

TEST_F(HttpClientTest, AKeptConnectionThatEndsInTheResponseIsNotTriedAgain) {
  server.scenes = {{.replies = {kHello, "HTTP/1.1"}, .end = Scene::End::kClose},
                   {.replies = {kHello}}};
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(ReasonOf(Get(server.url()).status()), FailureReason::kCut);
  EXPECT_EQ(server.accepted, 1);
}

TEST_F(HttpClientTest, ConnectionsAreNotKeptForEver) {
  ManualClock manual;
  clock = &manual;
  options.idle_max = 60s;
  options.age_max = 100s;
  server.scenes = {
      {.replies = {kHello, kHello, kHello}}, {.replies = {kHello, kHello}}, {.replies = {kHello}}};
  EXPECT_EQ(*Fetch(server.url()), "hello");
  manual.Advance(59s);
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(server.accepted, 1);
  manual.Advance(60s);  // Idle too long, and it would soon be too old.
  client().Sweep();
  EXPECT_EQ(OpenConnections(), 0);
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(server.accepted, 2);
  manual.Advance(59s);
  EXPECT_EQ(*Fetch(server.url()), "hello");
  manual.Advance(41s);  // Used lately, but 100 s old.
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(server.accepted, 3);
}

TEST_F(HttpClientTest, SweepingClosesWhatTheServerHasLeft) {
  server.scenes = {{.replies = {kHello}, .end = Scene::End::kClose}};
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(OpenConnections(), 1);
  ASSERT_TRUE(RunUntil([this] { return server.live == 0; }));
  client().Sweep();
  EXPECT_EQ(OpenConnections(), 0);
}

TEST_F(HttpClientTest, PrewarmedConnectionsServeTheFirstRequests) {
  server.scenes = {{.replies = {kHello}}, {.replies = {kHello}}, {.replies = {kHello}}};
  client().Prewarm(server.url(), 2);
  client().Prewarm(server.url("/other"), 2);  // They are on their way.
  ASSERT_TRUE(
      RunUntil([this] { return Figure("nexy_http_connections_opened_total", "prewarming") == 2; }));
  EXPECT_EQ(OpenConnections(), 2);
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(Figure("nexy_http_connections_opened_total"), 2);
  client().Prewarm("nonsense", 2);
  client().Prewarm(server.url(), 1);
  EXPECT_EQ(OpenConnections(), 2);
}

TEST_F(HttpClientTest, OnlySoManyUnusedConnectionsAreKept) {
  options.idle_per_host = 1;
  server.scenes = {{.replies = {kHello}}, {.replies = {kHello}}};
  auto first = Get(server.url());
  auto second = Get(server.url());
  EXPECT_EQ(OpenConnections(), 2);
  EXPECT_EQ(*Body(**first), "hello");
  EXPECT_EQ(*Body(**second), "hello");
  EXPECT_EQ(OpenConnections(), 1);
}

TEST_F(HttpClientTest, OneRequestMoreThanAllowedWaitsForItsTurn) {
  options.connections_per_host = 1;
  server.scenes = {{.replies = {kHello, kHello}}};
  auto first = Get(server.url());
  ASSERT_TRUE(first.ok());
  std::optional<Response> second;
  ClientRequest request;
  request.url = server.url();
  asio::co_spawn(
      io, client().Send(std::move(request)),
      [&second](std::exception_ptr, Response response) { second.emplace(std::move(response)); });
  ASSERT_TRUE(RunUntil([this] { return Figure("nexy_http_requests_waiting") == 1; }));
  EXPECT_FALSE(second);
  EXPECT_EQ(*Body(**first), "hello");
  ASSERT_TRUE(RunUntil([&second] { return second.has_value(); }));
  ASSERT_TRUE(second->ok()) << second->status();
  EXPECT_EQ(*Body(***second), "hello");
  EXPECT_EQ(server.accepted, 1);
  EXPECT_EQ(Figure("nexy_http_requests_waiting"), 0);
}

TEST_F(HttpClientTest, ARequestThatWaitsTooLongForItsTurnFails) {
  options.connections_per_host = 1;
  server.scenes = {{.replies = {kHello, kHello}}};
  auto first = Get(server.url());
  ClientRequest request;
  request.url = server.url();
  request.connect_timeout = 30ms;
  const auto second = Send(std::move(request));
  EXPECT_EQ(ReasonOf(second.status()), FailureReason::kConnectTimeout);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("connections_per_host"));
  EXPECT_EQ(Figure("nexy_http_requests_waiting"), 0);
  EXPECT_EQ(*Body(**first), "hello");  // And the place is free again.
  EXPECT_EQ(*Fetch(server.url()), "hello");
}

std::string Gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string coded(text.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(coded.data());
  stream.avail_out = static_cast<uInt>(coded.size());
  deflate(&stream, Z_FINISH);
  coded.resize(coded.size() - stream.avail_out);
  deflateEnd(&stream);
  return coded;
}

std::string GzipReply(const std::string& coded) {
  return Concat("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ", coded.size(),
                "\r\n\r\n", coded);
}

TEST_F(HttpClientTest, GzipIsTakenOff) {
  const std::string text(300'000, 'x');
  server.scenes = {{.replies = {GzipReply(Gzipped("hello")), GzipReply(Gzipped(text)),
                                GzipReply(Gzipped("hel") + Gzipped("lo")), GzipReply("")},
                    .piece = 7}};
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(*Fetch(server.url()), text);
  EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(*Fetch(server.url()), "");
  EXPECT_EQ(server.accepted, 1);
}

TEST_F(HttpClientTest, GzipThatEndsEarlyIsCutAndDamagedIsMalformed) {
  const std::string coded = Gzipped("hello, hello, hello");
  std::string damaged = coded;
  damaged[damaged.size() - 6] ^= 1;  // Of the checksum.
  server.scenes = {{.replies = {GzipReply(coded.substr(0, coded.size() - 3))}},
                   {.replies = {GzipReply(damaged)}},
                   {.replies = {GzipReply("no gzip")}}};
  EXPECT_EQ(ReasonOf(Fetch(server.url()).status()), FailureReason::kCut);
  EXPECT_EQ(ReasonOf(Fetch(server.url()).status()), FailureReason::kMalformed);
  EXPECT_EQ(ReasonOf(Fetch(server.url()).status()), FailureReason::kMalformed);
  EXPECT_EQ(OpenConnections(), 0);
}

TEST_F(HttpClientTest, AGzipBombIsStoppedAtTheLimit) {
  server.scenes = {{.replies = {GzipReply(Gzipped(std::string(20'000'000, '\0')))}}};
  ClientRequest request;
  request.url = server.url();
  request.body_max_bytes = 200'000;
  auto response = Send(std::move(request));
  std::size_t most = 0;
  absl::Status status;
  while (status.ok()) {
    auto piece = Await((*response)->Read());
    status = piece.status();
    if (piece.ok()) most = std::max(most, (*piece)->size());
  }
  EXPECT_EQ(ReasonOf(status), FailureReason::kOversized);
  EXPECT_LE(most, 65536u);
}

TEST_F(HttpClientTest, AnUnknownCodingIsMalformed) {
  server.scenes = {{.replies = {"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n"
                                "Content-Length: 1\r\n\r\nx"}}};
  EXPECT_EQ(ReasonOf(Get(server.url()).status()), FailureReason::kMalformed);
}

TEST_F(HttpClientTest, ALongRequestAndALongResponseGoThrough) {
  const std::string body(3'000'000, 'y');
  server.scenes = {
      {.replies = {Concat("HTTP/1.1 200 OK\r\nContent-Length: ", body.size(), "\r\n\r\n", body)}}};
  ClientRequest request;
  request.url = server.url();
  request.body = body;
  auto response = Send(std::move(request));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(*Await(ReadAll(**response, body.size())), body);
  EXPECT_THAT(server.requests.at(0), StartsWith("POST"));
  EXPECT_EQ(server.requests.at(0).substr(server.requests.at(0).size() - body.size()), body);
}

}  // namespace
}  // namespace nexy
