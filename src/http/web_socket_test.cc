#include "http/web_socket.h"

#include <gmock/gmock.h>

#include "base/strings.h"
#include "http/client_fixture.h"
#include "http/test_certificates.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kUpgrade =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: {accept}\r\n\r\n";
constexpr int kContinuation = 0;
constexpr int kText = 1;
constexpr int kBinary = 2;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;

std::string Frame(int kind, const std::string& payload, bool last = true) {
  std::string frame(1, static_cast<char>((last ? 0x80 : 0) | kind));
  if (payload.size() < 126) {
    frame += static_cast<char>(payload.size());
  } else {
    const bool is_short = payload.size() < 65536;
    frame += is_short ? '\x7e' : '\x7f';
    for (int shift = is_short ? 8 : 56; shift >= 0; shift -= 8) {
      frame += static_cast<char>(payload.size() >> shift & 0xff);
    }
  }
  return frame + payload;
}

std::string CloseFrame(int code, const std::string& reason) {
  return Frame(kClose,
               std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)} + reason);
}

struct Sent {
  int kind;
  std::string payload;
};
// The frames that a client sent (RFC 6455 5.2): masked, each whole.
std::vector<Sent> FramesOf(std::string_view bytes) {
  std::vector<Sent> frames;
  while (bytes.size() >= 6) {
    const auto byte = [&bytes](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    std::size_t size = byte(1) & 0x7f;
    EXPECT_EQ(byte(1) & 0x80, 0x80);
    EXPECT_EQ(byte(0) & 0x80, 0x80);
    std::size_t head = 2;
    const std::size_t extra = size == 127 ? 8 : size == 126 ? 2 : 0;
    if (extra > 0) size = 0;
    for (std::size_t i = 0; i < extra; ++i) size = size << 8 | byte(head++);
    Sent sent{byte(0) & 0xf, ""};
    if (bytes.size() < head + 4 + size) break;
    for (std::size_t i = 0; i < size; ++i) {
      sent.payload += static_cast<char>(byte(head + 4 + i) ^ byte(head + i % 4));
    }
    bytes.remove_prefix(head + 4 + size);
    frames.push_back(std::move(sent));
  }
  return frames;
}

struct WebSocketTest : ClientFixture {
  using Socket = std::unique_ptr<WebSocket>;
  using Message = absl::StatusOr<std::optional<WebSocketMessage>>;

  absl::StatusOr<Socket> Open(Scene scene, std::size_t message_max_bytes = 1000) {
    server.scenes = {std::move(scene)};
    return Connect(server.web_socket_url(), message_max_bytes);
  }
  absl::StatusOr<Socket> Connect(std::string url, std::size_t message_max_bytes = 1000) {
    WebSocketRequest request;
    request.url = std::move(url);
    request.headers = {{"x-goog-api-key", "secret"}, {"User-Agent", "nexy"}};
    request.connect_timeout = 100ms;
    request.message_max_bytes = message_max_bytes;
    return Await(client().Connect(std::move(request)));
  }
  // A socket on which `frames` come at once.
  Socket Opened(const std::string& frames, Scene::End end = Scene::End::kStayOpen) {
    auto socket = Open({.replies = {kUpgrade + frames}, .end = end});
    EXPECT_TRUE(socket.ok()) << socket.status();
    return *std::move(socket);
  }
  Message Read(WebSocket& socket) { return Await(socket.Read()); }
  absl::Status Write(WebSocket& socket, std::string payload, bool binary = false) {
    return Await(Written(socket, std::move(payload), binary));
  }
  static Task<absl::Status> Written(WebSocket& socket, std::string payload, bool binary) {
    co_return co_await socket.Write(std::move(payload), binary);
  }
  static Task<absl::Status> Closed(WebSocket& socket, std::chrono::milliseconds timeout) {
    co_await socket.Close(1000, timeout);
    co_return absl::OkStatus();
  }
  std::vector<Sent> FramesSent(std::size_t count) {
    RunUntil([this, count] { return FramesOf(server.received).size() >= count; });
    return FramesOf(server.received);
  }
  WebSocketClose ClosedWith(const std::string& frame) {
    const Socket socket = Opened(frame);
    const Message end = Read(*socket);
    EXPECT_TRUE(end.ok()) << end.status();
    EXPECT_FALSE(end->has_value());
    return socket->closed();
  }

  LoopbackServer server{io};
};

TEST_F(WebSocketTest, AsksForAnUpgradeWithItsHeaders) {
  const Socket socket = Opened("");
  const std::string request = server.requests.at(0);
  EXPECT_THAT(request, StartsWith("GET /ws HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nHost: " + server.host_and_port() + "\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nx-goog-api-key: secret\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nUser-Agent: nexy\r\n"));
  EXPECT_EQ(socket->closed().code, 0);
  EXPECT_EQ(Figure("nexy_http_connections_opened_total", "web_socket"), 1);
}

TEST_F(WebSocketTest, MessagesAreTextOrBinaryAndMayComeInFragments) {
  const std::string long_text(700, 'x');
  const Socket socket =
      Opened(Frame(kText, "hello") + Frame(kBinary, "{}") + Frame(kText, "frag", false) +
             Frame(kPing, "p") + Frame(kContinuation, "ment", false) + Frame(kContinuation, "ed") +
             Frame(kText, long_text) + Frame(kText, ""));
  const auto first = **Read(*socket);
  EXPECT_EQ(first.payload, "hello");
  EXPECT_FALSE(first.binary);
  const auto second = **Read(*socket);
  EXPECT_EQ(second.payload, "{}");
  EXPECT_TRUE(second.binary);
  EXPECT_EQ((**Read(*socket)).payload, "fragmented");
  EXPECT_EQ((**Read(*socket)).payload, long_text);
  EXPECT_EQ((**Read(*socket)).payload, "");
  const auto sent = FramesSent(1);
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].kind, kPong);
  EXPECT_EQ(sent[0].payload, "p");
}

TEST_F(WebSocketTest, FramesThatComeByteByByteAreNoDifferent) {
  auto socket =
      Open({.replies = {kUpgrade + Frame(kText, "hello") + CloseFrame(1000, "")}, .piece = 1});
  ASSERT_TRUE(socket.ok()) << socket.status();
  EXPECT_EQ((**Read(**socket)).payload, "hello");
  EXPECT_FALSE((*Read(**socket)).has_value());
}

TEST_F(WebSocketTest, WritesEachMessageAsOneMaskedFrame) {
  const Socket socket = Opened("");
  const std::string picture(300'000, 'y');
  EXPECT_TRUE(Write(*socket, "{\"setup\":{}}").ok());
  EXPECT_TRUE(Write(*socket, picture, /*binary=*/true).ok());
  const auto sent = FramesSent(2);
  ASSERT_EQ(sent.size(), 2u);
  EXPECT_EQ(sent[0].kind, kText);
  EXPECT_EQ(sent[0].payload, "{\"setup\":{}}");
  EXPECT_EQ(sent[1].kind, kBinary);
  EXPECT_EQ(sent[1].payload, picture);
}

TEST_F(WebSocketTest, AMessageMayBeWrittenWhileOneIsWaitedFor) {
  auto socket = Open({.replies = {kUpgrade}, .then = Frame(kText, "answer")});
  std::optional<Message> answer;
  asio::co_spawn(io, (*socket)->Read(), [&answer](std::exception_ptr, Message message) {
    answer.emplace(std::move(message));
  });
  io.poll();
  EXPECT_FALSE(answer);
  EXPECT_TRUE(Write(**socket, "question").ok());
  ASSERT_TRUE(RunUntil([&answer] { return answer.has_value(); }));
  EXPECT_EQ((**answer)->payload, "answer");
}

TEST_F(WebSocketTest, ARefusedUpgradeSaysWhy) {
  const auto refusal = [this](const std::string& reply) {
    auto socket = Open({.replies = {reply}});
    EXPECT_FALSE(socket.ok());
    EXPECT_EQ(OpenConnections(), 0);
    EXPECT_THAT(std::string(socket.status().message()), Not(HasSubstr("secret")));
    return socket.status();
  };
  EXPECT_EQ(ReasonOf(refusal("HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno")),
            FailureReason::kKey);
  EXPECT_EQ(ReasonOf(refusal("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")),
            FailureReason::kForbidden);
  const absl::Status limited =
      refusal("HTTP/1.1 429 Slow\r\nRetry-After: 2\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(ReasonOf(limited), FailureReason::kRateLimited);
  EXPECT_EQ(RetryAfterOf(limited), 2s);
  EXPECT_EQ(ReasonOf(refusal("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")),
            FailureReason::kOverloaded);
  EXPECT_EQ(ReasonOf(refusal("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")),
            FailureReason::kBadRequest);
  EXPECT_EQ(ReasonOf(refusal("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                             "Connection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n")),
            FailureReason::kMalformed);
  EXPECT_EQ(ReasonOf(refusal("what?\r\n\r\n")), FailureReason::kMalformed);
}

TEST_F(WebSocketTest, AnUpgradeThatIsNotAnsweredTimesOut) {
  for (const char* reply : {"", "HTTP/1.1 101 Switch"}) {
    EXPECT_EQ(ReasonOf(Open({.replies = {reply}}).status()), FailureReason::kConnectTimeout);
    EXPECT_EQ(OpenConnections(), 0);
  }
}

TEST_F(WebSocketTest, AnUpgradeThatIsCut) {
  for (const char* reply : {"", "HTTP/1.1 101 Switch"}) {
    EXPECT_EQ(ReasonOf(Open({.replies = {reply}, .end = Scene::End::kClose}).status()),
              FailureReason::kCut);
  }
}

TEST_F(WebSocketTest, CodesAndReasonsOfAnEndAreKept) {
  const std::string key = "API key not valid. Please pass a valid API key.";
  for (const int code : {1000, 1001, 1007, 1008, 1011, 1012, 1013, 4429}) {
    const WebSocketClose closed = ClosedWith(CloseFrame(code, key));
    EXPECT_EQ(closed.code, code);
    EXPECT_EQ(closed.reason, key);
  }
  EXPECT_EQ(ClosedWith(Frame(kClose, "")).code, 1005);
}

TEST_F(WebSocketTest, AnEndIsAnsweredAndClosesTheConnection) {
  const Socket socket = Opened(CloseFrame(1001, "bye"));
  EXPECT_FALSE(Read(*socket)->has_value());
  const auto sent = FramesSent(1);
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].kind, kClose);
  EXPECT_TRUE(RunUntil([this] { return server.live == 0; }));
  EXPECT_FALSE(Write(*socket, "late").ok());
}

TEST_F(WebSocketTest, AnEndWithoutAGoodbyeIsCutAndHasCode1006) {
  for (const Scene::End end : {Scene::End::kClose, Scene::End::kReset}) {
    const Socket socket = Opened(Frame(kText, "hel", false), end);
    EXPECT_EQ(ReasonOf(Read(*socket).status()), FailureReason::kCut);
    EXPECT_EQ(socket->closed().code, 1006);
  }
}

TEST_F(WebSocketTest, ATooLongMessageIsOversized) {
  const Socket whole = Opened(Frame(kText, std::string(1001, 'x')));
  EXPECT_EQ(ReasonOf(Read(*whole).status()), FailureReason::kOversized);
  const std::string half(600, 'x');
  const Socket parts = Opened(Frame(kText, half, false) + Frame(kContinuation, half));
  EXPECT_EQ(ReasonOf(Read(*parts).status()), FailureReason::kOversized);
  const Socket announced = Opened(std::string("\x82\x7f\x00\x00\x00\xff\xff\xff\xff\xff", 10));
  EXPECT_EQ(ReasonOf(Read(*announced).status()), FailureReason::kOversized);
}

TEST_F(WebSocketTest, WhatBreaksTheProtocolIsMalformed) {
  for (const std::string& frame :
       {Frame(kText, "\xff\xfe"), Frame(3, ""), Frame(kContinuation, "x"),
        std::string("\xf1\x01x", 3), std::string("\x81\x81\x01\x02\x03\x04x", 7),
        Frame(kPing, std::string(200, 'x'))}) {
    const Socket socket = Opened(frame);
    EXPECT_EQ(ReasonOf(Read(*socket).status()), FailureReason::kMalformed)
        << testing::PrintToString(frame);
  }
}

TEST_F(WebSocketTest, CloseSaysGoodbyeAndWaitsForTheAnswer) {
  auto socket = Open({.replies = {kUpgrade}, .then = Frame(kText, "x") + CloseFrame(1000, "")});
  EXPECT_TRUE(Await(Closed(**socket, 10s)).ok());
  const auto sent = FramesSent(1);
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].kind, kClose);
  EXPECT_EQ(sent[0].payload, std::string("\x03\xe8", 2));
  EXPECT_TRUE(RunUntil([this] { return server.live == 0; }));
}

TEST_F(WebSocketTest, CloseDoesNotWaitLongerThanItMay) {
  const Socket socket = Opened("");
  EXPECT_TRUE(Await(Closed(*socket, 30ms)).ok());
  EXPECT_TRUE(RunUntil([this] { return server.live == 0; }));
}

TEST_F(WebSocketTest, StoppingAReadClosesTheConnection) {
  const std::size_t files = (client(), OpenFiles());
  {
    const Socket socket = Opened("");
    StopSoon();
    EXPECT_TRUE(absl::IsCancelled(Read(*socket).status()));
    EXPECT_TRUE(RunUntil([this] { return server.live == 0; }));
  }
  EXPECT_EQ(OpenFiles(), files);
}

TEST_F(WebSocketTest, StoppingAnUpgradeLeavesNothing) {
  const std::size_t files = (client(), OpenFiles());
  server.scenes = {{.replies = {""}}};
  std::optional<absl::Status> status;
  WebSocketRequest request;
  request.url = server.web_socket_url();
  asio::co_spawn(io, client().Connect(std::move(request)),
                 asio::bind_cancellation_slot(
                     stop.slot(), [&status](std::exception_ptr error, absl::StatusOr<Socket>) {
                       status = error ? StatusFromException(error) : absl::OkStatus();
                     }));
  ASSERT_TRUE(RunUntil([this] { return !server.requests.empty(); }));
  stop.emit(asio::cancellation_type::terminal);
  ASSERT_TRUE(RunUntil([&status] { return status.has_value(); }));
  EXPECT_TRUE(absl::IsCancelled(*status)) << *status;
  EXPECT_TRUE(RunUntil([this] { return server.live == 0; }));
  EXPECT_EQ(OpenFiles(), files);
  EXPECT_EQ(OpenConnections(), 0);
}

TEST_F(WebSocketTest, DestroyingItClosesTheConnection) {
  Socket socket = Opened("");
  EXPECT_EQ(OpenConnections(), 1);
  socket.reset();
  EXPECT_EQ(OpenConnections(), 0);
  EXPECT_TRUE(RunUntil([this] { return server.live == 0; }));
}

TEST_F(WebSocketTest, SpeaksOverVerifiedTls) {
  const TestAuthority authority;
  options.ca_file = authority.WriteFile();
  const auto context = authority.ServerContext("IP:127.0.0.1");
  LoopbackServer secure(io, context.get());
  secure.scenes = {{.replies = {kUpgrade + Frame(kBinary, "hello") + CloseFrame(1011, "quota")}}};
  auto socket = Connect(secure.web_socket_url());
  std::filesystem::remove(options.ca_file.c_str());
  ASSERT_TRUE(socket.ok()) << socket.status();
  EXPECT_EQ((**Read(**socket)).payload, "hello");
  EXPECT_FALSE(Read(**socket)->has_value());
  EXPECT_EQ((*socket)->closed().reason, "quota");
}

TEST_F(WebSocketTest, GoesThroughAProxy) {
  server.scenes = {{.replies = {"HTTP/1.1 200 Connected\r\n\r\n", kUpgrade + Frame(kText, "hi")}}};
  proxies.http = server.host_and_port();
  auto socket = Connect("ws://service.example/ws");
  ASSERT_TRUE(socket.ok()) << socket.status();
  EXPECT_EQ((**Read(**socket)).payload, "hi");
  EXPECT_THAT(server.requests.at(0), StartsWith("CONNECT service.example:80 HTTP/1.1\r\n"));
}

TEST_F(WebSocketTest, WhatCannotBeAskedIsABadRequest) {
  EXPECT_EQ(ReasonOf(Connect("http://127.0.0.1/").status()), FailureReason::kBadRequest);
  EXPECT_EQ(ReasonOf(Connect("secret").status()), FailureReason::kBadRequest);
}

}  // namespace
}  // namespace nexy
