#include "web/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <optional>
#include <thread>

#include "base/strings.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using tcp = asio::ip::tcp;
using Error = boost::system::error_code;

// A client that sends exactly what a test says.
class Client {
 public:
  // Where nobody listens, the client is as one that was closed at once.
  explicit Client(std::uint16_t port) {
    Error error;
    socket_.connect({asio::ip::address_v4::loopback(), port}, error);
  }

  // False when the server has closed the connection.
  bool Send(std::string_view bytes) {
    Error error;
    asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), error);
    return !error;
  }

  // The next answer's header and, unless `head`, its body; what came before the close if none came
  // whole.
  std::string Receive(bool head = false) {
    Error error;
    const auto end = asio::read_until(socket_, asio::dynamic_buffer(received_), "\r\n\r\n", error);
    if (error) return std::exchange(received_, {});
    std::size_t length = 0;
    if (const auto at = received_.find("Content-Length: "); !head && at < end) {
      length = std::stoul(received_.substr(at + 16));
    }
    if (received_.size() < end + length) {
      asio::read(socket_, asio::dynamic_buffer(received_),
                 asio::transfer_exactly(end + length - received_.size()), error);
    }
    std::string answer = received_.substr(0, end + length);
    received_.erase(0, end + length);
    return answer;
  }

  // Waits until the server closes; returns what came until then.
  std::string ReceiveAll() {
    Error error;
    while (!error) asio::read(socket_, asio::dynamic_buffer(received_), error);
    return std::exchange(received_, {});
  }

  // Closes so that the server sees a reset.
  void Reset() {
    Error error;
    socket_.set_option(asio::socket_base::linger(true, 0), error);
    socket_.close(error);
  }

 private:
  asio::io_context io_;
  tcp::socket socket_{io_};
  std::string received_;
};

// Fulfils a promise with the first warning: the listener has been opened again.
class WatchLog final : public Log {
 public:
  void Write(LogLevel level, LogWord, LogWord, LogWord, std::initializer_list<LogField>) override {
    if (level == LogLevel::kWarn && !warned_.exchange(true)) reopened.set_value();
  }
  std::promise<void> reopened;

 private:
  std::atomic<bool> warned_{false};
};

struct HttpServerTest : testing::Test {
  WebOptions options{.host = "127.0.0.1", .port = 0};
  HttpServer::Handler handler = [](const HttpRequest& request) {
    return HttpResponse{200,
                        "text/plain",
                        Concat(request.method, " ", request.path, " ", request.query),
                        {{"X-One", "1"}}};
  };
  prometheus::Registry registry;
  WatchLog log;
  asio::io_context io;
  std::unique_ptr<HttpServer> server;
  std::vector<std::jthread> threads;

  void Start(int thread_count = 1) {
    auto started = HttpServer::Start(io, "web", options, handler, registry, log);
    ASSERT_TRUE(started.ok()) << started.status();
    server = std::move(*started);
    for (int i = 0; i < thread_count; ++i) threads.emplace_back([this] { io.run(); });
  }
  void TearDown() override {
    io.stop();
    threads.clear();
  }

  std::string Get(std::string_view path) {
    Client client(server->port());
    client.Send(Concat("GET ", path, " HTTP/1.1\r\nHost: x\r\n\r\n"));
    return client.Receive();
  }
  // Comes back when the server has answered. A machine under load may be too slow for a short
  // request_timeout, so one closed connection says nothing.
  void AwaitAlive() {
    while (Get("/alive").find("GET /alive ") == std::string::npos) std::this_thread::yield();
  }

  double Value(const std::string& metric) {
    for (const auto& family : registry.Collect()) {
      if (family.name != metric) continue;
      const auto& value = family.metric.at(0);
      return value.gauge.value + value.counter.value;
    }
    return -1;
  }
  void WaitFor(const std::string& metric, double value) {
    while (Value(metric) != value) std::this_thread::yield();
  }
};

TEST_F(HttpServerTest, AnswersAndKeepsTheConnection) {
  Start();
  Client client(server->port());
  for (int i = 0; i < 2; ++i) {
    client.Send("GET /path?a=1&b=%20 HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string answer = client.Receive();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: text/plain\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nX-One: 1\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nDate: "));
    EXPECT_THAT(answer, HasSubstr("\r\n\r\nGET /path a=1&b=%20"));
  }
}

TEST_F(HttpServerTest, ClosesAfterTheAnswerWhenTheClientWantsThat) {
  Start();
  Client client(server->port());
  client.Send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(client.ReceiveAll(), HasSubstr("GET / "));
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  Start();
  Client client(server->port());
  client.Send("GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.Receive(), HasSubstr("GET /1 "));
  const std::string head = client.Receive(/*head=*/true);
  EXPECT_THAT(head, HasSubstr("\r\nContent-Length: 8\r\n"));
  // What follows the head's header is the next answer: no body slipped in.
  const std::string last = client.Receive();
  EXPECT_THAT(last, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(last, HasSubstr("GET /3 "));
}

TEST_F(HttpServerTest, AnswersAThousandRequestsSentAtOnce) {
  Start();
  Client client(server->port());
  std::string requests;
  for (int i = 0; i < 1000; ++i) requests += Concat("GET /", i, " HTTP/1.1\r\n\r\n");
  client.Send(requests);
  for (int i = 0; i < 1000; ++i) ASSERT_THAT(client.Receive(), HasSubstr(Concat("GET /", i, " ")));
}

TEST_F(HttpServerTest, ReadsARequestThatComesByteByByte) {
  Start();
  Client client(server->port());
  for (const char byte : std::string_view("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")) {
    ASSERT_TRUE(client.Send({&byte, 1}));
  }
  EXPECT_THAT(client.Receive(), HasSubstr("GET /slow "));
}

TEST_F(HttpServerTest, AcceptsABodyUpToTheLimitAndClosesAboveIt) {
  options.request_max_bytes = 1000;
  Start();
  Client good(server->port());
  good.Send(Concat("POST /b HTTP/1.1\r\nContent-Length: 1000\r\n\r\n", std::string(1000, 'x')));
  EXPECT_THAT(good.Receive(), HasSubstr("POST /b "));
  Client bad(server->port());
  bad.Send(
      Concat("POST /b HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", std::string(1001, 'x')));
  EXPECT_EQ(bad.ReceiveAll(), "");
  AwaitAlive();
}

TEST_F(HttpServerTest, ClosesOnRequestsThatAreTooBig) {
  Start();
  const std::string big(100'000, 'a');
  std::string many = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < 5000; ++i) many += "a:\r\n";
  for (const auto& request :
       {Concat("GET /", big, " HTTP/1.1\r\n\r\n"), Concat("GET / HTTP/1.1\r\nA: ", big, "\r\n\r\n"),
        Concat("GET / HTTP/1.1\r\n", big, ": 1\r\n\r\n"), many + "\r\n", big}) {
    Client client(server->port());
    client.Send(request);
    EXPECT_EQ(client.ReceiveAll(), "");
  }
  AwaitAlive();
}

TEST_F(HttpServerTest, SurvivesWhatIsNoHttp) {
  options.request_timeout = 50ms;
  Start();
  using namespace std::string_view_literals;
  for (const auto garbage :
       {"\0\0\0\0\0\0\0\0"sv, "GET /\0/health HTTP/1.1\r\n\r\n"sv,
        "GET / HTTP/1.1\r\nA\0B: c\r\n\r\n"sv, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"sv,
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"sv, "BREW /pot HTCPCP/1.0\r\n\r\n"sv,
        "\xff\xfe\xfd\r\n\r\n"sv, "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"sv,
        "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzzzz"sv,
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n"sv}) {
    Client client(server->port());
    client.Send(garbage);
    EXPECT_THAT(client.ReceiveAll(), Not(HasSubstr("200 OK"))) << garbage;
  }
  AwaitAlive();
}

TEST_F(HttpServerTest, PassesAPathOnUndecoded) {
  Start();
  EXPECT_THAT(Get("/%2e%2e/%2fetc/passwd"), HasSubstr("GET /%2e%2e/%2fetc/passwd "));
  EXPECT_THAT(Get("/../../etc/passwd"), HasSubstr("GET /../../etc/passwd "));
}

TEST_F(HttpServerTest, RefusesToChangeTheProtocol) {
  Start();
  for (const char* request :
       {"GET /health HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        "CONNECT example.com:443 HTTP/1.1\r\n\r\n"}) {
    Client client(server->port());
    client.Send(request);
    EXPECT_THAT(client.ReceiveAll(), StartsWith("HTTP/1.1 400 Bad Request\r\n"));
  }
}

TEST_F(HttpServerTest, ClosesAConnectionWhoseRequestDoesNotArriveInTime) {
  options.request_timeout = 50ms;
  Start();
  Client silent(server->port());
  Client slow(server->port());
  slow.Send("GET / HTTP/1.1\r\nHos");
  EXPECT_EQ(silent.ReceiveAll(), "");
  EXPECT_EQ(slow.ReceiveAll(), "");
  AwaitAlive();
}

TEST_F(HttpServerTest, ClosesAConnectionThatDripsItsRequest) {
  options.request_timeout = 50ms;
  options.request_max_bytes = 1'000'000'000;
  Start();
  Client client(server->port());
  client.Send("POST / HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n");
  while (client.Send("x")) {
  }
  AwaitAlive();
}

TEST_F(HttpServerTest, GivesUpAClientThatDoesNotTakeItsAnswer) {
  options.response_timeout = 50ms;
  std::promise<void> asked;
  handler = [&asked](const HttpRequest&) {
    asked.set_value();
    return HttpResponse{200, "text/plain", std::string(64 << 20, 'x'), {}};
  };
  Start();
  Client client(server->port());
  client.Send("GET / HTTP/1.1\r\n\r\n");
  asked.get_future().wait();
  WaitFor("nexy_http_connections", 0);
  EXPECT_LT(client.ReceiveAll().size(), std::size_t{64 << 20});
}

TEST_F(HttpServerTest, ClosesTheConnectionThatIsOneTooMany) {
  options.max_connections = 2;
  Start();
  std::optional<Client> first(std::in_place, server->port());
  Client second(server->port());
  WaitFor("nexy_http_connections", 2);
  Client third(server->port());
  EXPECT_EQ(third.ReceiveAll(), "");
  EXPECT_EQ(Value("nexy_http_refused_connections_total"), 1);
  first.reset();
  WaitFor("nexy_http_connections", 1);
  AwaitAlive();
}

TEST_F(HttpServerTest, LosesNoPlaceToClientsThatResetAtOnce) {
  options.max_connections = 2;
  Start();
  for (int i = 0; i < 200; ++i) Client(server->port()).Reset();
  AwaitAlive();  // Refused while the last of them are there.
  WaitFor("nexy_http_connections", 0);
}

TEST_F(HttpServerTest, AcceptsAgainAfterTheProcessHadNoDescriptorsLeft) {
  options.request_timeout = 50ms;
  Start();
  asio::io_context client_io;
  tcp::socket client(client_io, tcp::v4());
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const int lowest_free = dup(0);
  close(lowest_free);
  const rlimit none{static_cast<rlim_t>(lowest_free), before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  client.connect({asio::ip::address_v4::loopback(), server->port()});
  log.reopened.get_future().wait();
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  AwaitAlive();
}

TEST_F(HttpServerTest, ServesManyClientsOnSeveralThreads) {
  Start(/*thread_count=*/2);
  std::atomic<int> answered{0};
  {
    std::vector<std::jthread> clients;
    for (int c = 0; c < 4; ++c) {
      clients.emplace_back([this, &answered] {
        Client client(server->port());
        for (int i = 0; i < 250; ++i) {
          client.Send("GET /n HTTP/1.1\r\n\r\n");
          if (client.Receive().ends_with("GET /n ")) ++answered;
        }
      });
    }
  }
  EXPECT_EQ(answered, 1000);
}

TEST_F(HttpServerTest, DoesNotStartOnAPortThatIsTaken) {
  Start();
  options.port = server->port();
  const auto second = HttpServer::Start(io, "web", options, handler, registry, log);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(MessageOf(second.status())), HasSubstr(server->address()));
  AwaitAlive();
}

TEST_F(HttpServerTest, DoesNotStartOnWhatIsNoAddress) {
  options.host = "not an address";
  const auto started = HttpServer::Start(io, "web", options, handler, registry, log);
  EXPECT_EQ(started.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace nexy
