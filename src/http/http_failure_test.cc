#include <gmock/gmock.h>

#include <boost/asio/bind_executor.hpp>
#include <latch>

#include "base/strings.h"
#include "http/client_fixture.h"
#include "http/event_response.h"
#include "http/race.h"
#include "http/resolver.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kBegun = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello";

struct HttpFailureTest : ClientFixture {
  // Of a whole exchange, headers and body, with short deadlines.
  absl::Status Fail(Scene scene, std::size_t body_max_bytes = 10'000) {
    server.scenes = {std::move(scene)};
    ClientRequest request;
    request.url = server.url("/path?key=secret");
    request.headers = {{"Authorization", "Bearer secret"}};
    request.response_timeout = 60ms;
    request.idle_timeout = 60ms;
    request.body_max_bytes = body_max_bytes;
    auto response = Send(std::move(request));
    absl::Status status = response.ok() ? Body(**response).status() : response.status();
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
    // Nothing is left of it, while the response is still there.
    EXPECT_EQ(OpenConnections(), 0);
    return status;
  }
  FailureReason Reason(Scene scene, std::size_t body_max_bytes = 10'000) {
    const absl::Status status = Fail(std::move(scene), body_max_bytes);
    EXPECT_FALSE(status.ok());
    return ReasonOf(status);
  }
  LoopbackServer server{io};
};

TEST_F(HttpFailureTest, WhatCannotBeAskedIsABadRequest) {
  for (const char* url : {"", "secret", "ws://127.0.0.1/", "http://127.0.0.1/a b"}) {
    EXPECT_EQ(ReasonOf(Get(url).status()), FailureReason::kBadRequest);
  }
  for (const HttpHeader& header :
       {HttpHeader{"X-Key", "secret\n"}, HttpHeader{"X-Key", "a\r\nb: secret"},
        HttpHeader{"X Key", "x"}, HttpHeader{"", "x"}, HttpHeader{"X-Key", std::string("\0", 1)}}) {
    ClientRequest request;
    request.url = server.url();
    request.headers = {header};
    const absl::Status status = Send(std::move(request)).status();
    EXPECT_EQ(ReasonOf(status), FailureReason::kBadRequest);
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
  }
  ClientRequest request;
  request.method = "GET /";
  request.url = server.url();
  EXPECT_EQ(ReasonOf(Send(std::move(request)).status()), FailureReason::kBadRequest);
  EXPECT_EQ(server.accepted, 0);
}

TEST_F(HttpFailureTest, ANameWithoutAnAddressIsUnresolved) {
  // Longer than a label may be, so that nobody has to be asked.
  const absl::Status status = Get("http://" + std::string(70, 'a') + ".example/").status();
  EXPECT_EQ(ReasonOf(status), FailureReason::kUnresolved) << status;
  EXPECT_EQ(Figure("nexy_http_requests_total", "unresolved"), 1);
}

TEST_F(HttpFailureTest, NobodyThereIsRefused) {
  asio::ip::tcp::acceptor gone(io, {asio::ip::address_v4::loopback(), 0});
  const std::string url = "http://127.0.0.1:" + std::to_string(gone.local_endpoint().port());
  gone.close();
  EXPECT_EQ(ReasonOf(Get(url).status()), FailureReason::kRefused);
}

TEST_F(HttpFailureTest, AServiceThatTakesNoConnectionTimesOut) {
  asio::ip::tcp::acceptor busy(io, {asio::ip::address_v4::loopback(), 0});
  busy.listen(0);
  std::vector<std::unique_ptr<asio::ip::tcp::socket>> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.push_back(std::make_unique<asio::ip::tcp::socket>(io));
    waiting.back()->async_connect(busy.local_endpoint(), [](boost::system::error_code) {});
  }
  io.poll();
  ClientRequest request;
  request.url = "http://127.0.0.1:" + std::to_string(busy.local_endpoint().port());
  request.connect_timeout = 60ms;
  EXPECT_EQ(ReasonOf(Send(std::move(request)).status()), FailureReason::kConnectTimeout);
  EXPECT_EQ(OpenConnections(), 0);
  for (auto& socket : waiting) socket->close();
}

TEST_F(HttpFailureTest, SilenceBeforeTheHeadersAndWithinThem) {
  EXPECT_EQ(Reason({.replies = {""}}), FailureReason::kSilent);
  EXPECT_EQ(Reason({.replies = {"HTTP/1.1 200 OK\r\nContent-"}}), FailureReason::kSilent);
  EXPECT_EQ(Reason({.replies = {"HTTP/1.1 100 Continue\r\n\r\n"}}), FailureReason::kSilent);
}

TEST_F(HttpFailureTest, ARequestThatIsNotTakenIsSilence) {
  // The server reads nothing, and what waits in the sockets is less than this.
  server.scenes = {{.replies = {""}, .end = Scene::End::kIgnore, .reads = false}};
  ClientRequest request;
  request.url = server.url();
  request.body = std::string(30'000'000, 'x');
  request.response_timeout = 80ms;
  EXPECT_EQ(ReasonOf(Send(std::move(request)).status()), FailureReason::kSilent);
}

TEST_F(HttpFailureTest, HeadersThatDripAreNotWaitedForAnyLonger) {
  EXPECT_EQ(Reason({.replies = {"HTTP/1.1 200 OK\r\nA: a\r\n"}, .piece = 1, .drip_from = 17}),
            FailureReason::kSilent);
}

TEST_F(HttpFailureTest, ABodyThatStopsHasStalled) {
  EXPECT_EQ(Reason({.replies = {kBegun}}), FailureReason::kStalled);
  EXPECT_EQ(Reason({.replies = {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"}}),
            FailureReason::kStalled);
  EXPECT_EQ(Reason({.replies = {"HTTP/1.1 200 OK\r\n\r\nhello"}}), FailureReason::kStalled);
}

TEST_F(HttpFailureTest, AConnectionThatEndsAnywhereIsCut) {
  const std::string response =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  for (const Scene::End end : {Scene::End::kClose, Scene::End::kReset}) {
    for (std::size_t size = 0; size < response.size(); size += 5) {
      EXPECT_EQ(Reason({.replies = {response.substr(0, size)}, .end = end}), FailureReason::kCut)
          << size;
    }
  }
}

TEST_F(HttpFailureTest, GarbageIsMalformed) {
  EXPECT_EQ(Reason({.replies = {"\x16\x03\x01\x02 what is this?\r\n\r\n"}}),
            FailureReason::kMalformed);
  EXPECT_EQ(Reason({.replies = {"HTTP/1.1 200 OK\r\nbad header\r\n\r\n"}}),
            FailureReason::kMalformed);
  EXPECT_EQ(Reason({.replies = {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"}}),
            FailureReason::kMalformed);
  EXPECT_EQ(Reason({.replies = {"HTTP/1.1 101 Switching Protocols\r\n\r\n"}}),
            FailureReason::kMalformed);
  std::string promises;
  for (int i = 0; i < 30; ++i) promises += "HTTP/1.1 102 Processing\r\n\r\n";
  EXPECT_EQ(Reason({.replies = {promises}}), FailureReason::kMalformed);
}

TEST_F(HttpFailureTest, TooMuchIsOversized) {
  options.header_max_bytes = 1000;
  EXPECT_EQ(Reason({.replies = {Concat("HTTP/1.1 200 OK\r\nA: ", std::string(2000, 'x'))}}),
            FailureReason::kOversized);
  EXPECT_EQ(Reason({.replies = {Concat("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n",
                                       std::string(2000, 'x'))}},
                   1000),
            FailureReason::kOversized);
}

TEST_F(HttpFailureTest, ADripThatNeverRestsIsStoppedByItsBytes) {
  EXPECT_EQ(Reason({.replies = {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n"},
                    .piece = 6,
                    .drip_from = 47},
                   500),
            FailureReason::kOversized);
}

TEST_F(HttpFailureTest, AReaderMayTakeLessThanTheRequestAllows) {
  server.scenes = {{.replies = {kHello}}};
  auto response = Get(server.url());
  EXPECT_EQ(ReasonOf(Await(ReadAll(**response, 4)).status()), FailureReason::kOversized);
}

TEST_F(HttpFailureTest, AfterAFailureNothingMoreComes) {
  server.scenes = {{.replies = {kBegun}, .end = Scene::End::kClose}};
  auto response = Get(server.url());
  EXPECT_EQ(**Await((*response)->Read()), "hello");
  EXPECT_EQ(ReasonOf(Await((*response)->Read()).status()), FailureReason::kCut);
  EXPECT_EQ(ReasonOf(Await((*response)->Read()).status()), FailureReason::kCut);
}

TEST_F(HttpFailureTest, AnEventThatIsCutOrTooLongFails) {
  const std::string head = "HTTP/1.1 200 OK\r\n\r\n";
  server.scenes = {{.replies = {head + "data: one\n\ndata: tw"}, .end = Scene::End::kClose},
                   {.replies = {head + "data: " + std::string(200, 'x')}}};
  auto response = Get(server.url());
  EventResponse events(*std::move(response), 100);
  EXPECT_EQ(**Await(events.Next()), "one");
  EXPECT_EQ(ReasonOf(Await(events.Next()).status()), FailureReason::kCut);
  EventResponse longer(*Get(server.url()), 100);
  EXPECT_EQ(ReasonOf(Await(longer.Next()).status()), FailureReason::kOversized);
}

// Starts a request, stops it when `ready`, and expects that nothing is left.
struct HttpCancelTest : ClientFixture {
  void StopWhen(const std::function<bool()>& ready, ClientRequest request) {
    std::optional<absl::Status> status;
    asio::co_spawn(io, SendAndRead(std::move(request)),
                   asio::bind_cancellation_slot(
                       stop.slot(), [&status](std::exception_ptr error, absl::Status result) {
                         status = error ? StatusFromException(error) : result;
                       }));
    ASSERT_TRUE(RunUntil(ready));
    EXPECT_FALSE(status);
    stop.emit(asio::cancellation_type::terminal);
    ASSERT_TRUE(RunUntil([&status] { return status.has_value(); }));
    EXPECT_TRUE(absl::IsCancelled(*status)) << *status;
    EXPECT_EQ(OpenConnections(), 0);
  }
  Task<absl::Status> SendAndRead(ClientRequest request) {
    auto response = co_await client().Send(std::move(request));
    if (!response.ok()) co_return response.status();
    has_headers = true;
    auto body = co_await ReadAll(**response, 1000);
    co_return body.status();
  }
  ClientRequest RequestTo(std::string url) {
    ClientRequest request;
    request.url = std::move(url);
    return request;
  }
  bool has_headers = false;
  LoopbackServer server{io};
};

TEST_F(HttpCancelTest, BeforeTheHeadersClosesTheConnection) {
  const std::size_t files = OpenFiles();
  server.scenes = {{.replies = {""}}};
  StopWhen([this] { return !server.requests.empty(); }, RequestTo(server.url()));
  EXPECT_TRUE(RunUntil([this] { return server.live == 0; }));
  EXPECT_EQ(OpenFiles(), files);
}

TEST_F(HttpCancelTest, InTheBodyClosesTheConnection) {
  const std::size_t files = OpenFiles();
  server.scenes = {{.replies = {kBegun}}};
  StopWhen([this] { return has_headers; }, RequestTo(server.url()));
  EXPECT_TRUE(RunUntil([this] { return server.live == 0; }));
  EXPECT_EQ(OpenFiles(), files);
}

TEST_F(HttpCancelTest, WhileConnectingLeavesNothing) {
  asio::ip::tcp::acceptor busy(io, {asio::ip::address_v4::loopback(), 0});
  busy.listen(0);
  std::vector<std::unique_ptr<asio::ip::tcp::socket>> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.push_back(std::make_unique<asio::ip::tcp::socket>(io));
    waiting.back()->async_connect(busy.local_endpoint(), [](boost::system::error_code) {});
  }
  io.poll();
  client();
  const std::size_t files = OpenFiles();
  const std::string url = "http://127.0.0.1:" + std::to_string(busy.local_endpoint().port());
  StopWhen([files] { return OpenFiles() == files + 1; }, RequestTo(url));
  EXPECT_EQ(OpenFiles(), files);
  for (auto& socket : waiting) socket->close();
}

TEST_F(HttpCancelTest, WhileWaitingForAPlaceGivesItToTheNext) {
  options.connections_per_host = 1;
  server.scenes = {{.replies = {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}}};
  {
    ClientRequest request = RequestTo(server.url());
    auto first = Send(std::move(request));
    std::optional<absl::Status> status;
    asio::co_spawn(io, SendAndRead(RequestTo(server.url())),
                   asio::bind_cancellation_slot(
                       stop.slot(), [&status](std::exception_ptr error, absl::Status result) {
                         status = error ? StatusFromException(error) : result;
                       }));
    ASSERT_TRUE(RunUntil([this] { return Figure("nexy_http_requests_waiting") == 1; }));
    stop.emit(asio::cancellation_type::terminal);
    ASSERT_TRUE(RunUntil([&status] { return status.has_value(); }));
    EXPECT_TRUE(absl::IsCancelled(*status));
    EXPECT_EQ(*Body(**first), "");
  }
  EXPECT_EQ(*Fetch(server.url()), "");
}

TEST_F(HttpCancelTest, ARequestThatIsStoppedAndReadAgainSaysSo) {
  server.scenes = {{.replies = {kBegun}}};
  auto response = Get(server.url());
  EXPECT_EQ(**Await((*response)->Read()), "hello");
  StopSoon();
  EXPECT_TRUE(absl::IsCancelled(Await((*response)->Read()).status()));
  EXPECT_EQ(OpenConnections(), 0);
  EXPECT_EQ(ReasonOf(Await((*response)->Read()).status()), FailureReason::kCut);
}

struct ResolverTest : ClientFixture {
  using Addresses = absl::StatusOr<Resolver::Addresses>;
};

TEST_F(ResolverTest, ANameThatIsNotAnsweredInTimeDoesNotHoldTheLoop) {
  std::latch answer(1);
  Resolver resolver(*clock, [&answer](const std::string&) -> Addresses {
    answer.wait();
    return Failure(FailureReason::kUnresolved, "late");
  });
  const auto addresses = Await(resolver.Resolve("slow.example", clock->Now() + 30ms));
  EXPECT_EQ(ReasonOf(addresses.status()), FailureReason::kConnectTimeout);
  answer.count_down();
}

TEST_F(ResolverTest, AnAddressIsRememberedAndServesWhenTheNameIsGone) {
  std::atomic<int> asked = 0;
  Resolver resolver(*clock, [&asked](const std::string&) -> Addresses {
    if (++asked > 1) return Failure(FailureReason::kUnresolved, "gone");
    return Resolver::Addresses{asio::ip::make_address("192.0.2.1")};
  });
  const auto deadline = clock->Now() + 10s;
  EXPECT_EQ(Await(resolver.Resolve("a.example", deadline))->size(), 1u);
  EXPECT_EQ(Await(resolver.Resolve("a.example", deadline))->size(), 1u);
  EXPECT_EQ(asked, 1);
  resolver.Forget("a.example");
  EXPECT_EQ(Await(resolver.Resolve("a.example", deadline))->size(), 1u);
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(ReasonOf(Await(resolver.Resolve("b.example", deadline)).status()),
            FailureReason::kUnresolved);
}

TEST_F(ResolverTest, AnAddressThatRefusesIsFollowedByTheNext) {
  LoopbackServer server(io);
  asio::ip::tcp::acceptor gone(io, {asio::ip::address_v4::loopback(), 0});
  const auto nobody = gone.local_endpoint();
  gone.close();
  const asio::ip::tcp::endpoint somebody(asio::ip::address_v4::loopback(), server.port());
  const auto deadline = clock->Now() + 10s;
  EXPECT_TRUE(Await(ConnectToFirst(io.get_executor(), {nobody, somebody}, *clock, deadline)).ok());
  EXPECT_EQ(
      ReasonOf(
          Await(ConnectToFirst(io.get_executor(), {nobody, nobody}, *clock, deadline)).status()),
      FailureReason::kRefused);
}

}  // namespace
}  // namespace nexy
