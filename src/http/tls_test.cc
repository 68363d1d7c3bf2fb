#include "http/tls.h"

#include <gmock/gmock.h>

#include "http/client_fixture.h"
#include "http/test_certificates.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

struct TlsTest : ClientFixture {
  TlsTest() { options.ca_file = authority.WriteFile(); }
  ~TlsTest() override { std::filesystem::remove(options.ca_file.c_str()); }

  LoopbackServer& Serve(const std::string& names, long seconds = 3600) {
    context = authority.ServerContext(names, seconds);
    return server.emplace(io, context.get());
  }
  absl::Status Refused() {
    auto response = Get(server->url());
    EXPECT_EQ(OpenConnections(), 0);
    EXPECT_EQ(ReasonOf(response.status()), FailureReason::kTls);
    return response.status();
  }

  const TestAuthority authority;
  std::shared_ptr<asio::ssl::context> context;
  std::optional<LoopbackServer> server;
};

TEST_F(TlsTest, AServerThatACustomAuthorityVouchesForIsAsked) {
  Serve("IP:127.0.0.1").scenes = {{.replies = {kHello, kHello}}};
  ASSERT_TRUE(client().status().ok());
  EXPECT_EQ(*Fetch(server->url()), "hello");
  EXPECT_EQ(*Fetch(server->url()), "hello");
  EXPECT_EQ(server->accepted, 1);
}

TEST_F(TlsTest, TheServerIsToldWhichNameIsMeant) {
  Serve("DNS:localhost").scenes = {{.replies = {kHello}}};
  EXPECT_EQ(*Fetch("https://localhost:" + std::to_string(server->port()) + "/"), "hello");
  EXPECT_THAT(server->server_names, ElementsAre("localhost"));
}

TEST_F(TlsTest, ALaterConnectionResumesTheSession) {
  Serve("IP:127.0.0.1").scenes = {{.replies = {kLastHello}}, {.replies = {kLastHello}}};
  EXPECT_EQ(*Fetch(server->url()), "hello");
  EXPECT_EQ(server->resumed, 0);
  EXPECT_EQ(*Fetch(server->url()), "hello");
  EXPECT_EQ(server->resumed, 1);
}

TEST_F(TlsTest, APrewarmedConnectionWithUnreadTicketsIsUsed) {
  Serve("IP:127.0.0.1").scenes = {{.replies = {kHello}}};
  client().Prewarm(server->url(), 1);
  ASSERT_TRUE(
      RunUntil([this] { return Figure("nexy_http_connections_opened_total", "prewarming") == 1; }));
  EXPECT_EQ(*Fetch(server->url()), "hello");
  EXPECT_EQ(server->accepted, 1);
}

TEST_F(TlsTest, AKeptConnectionThatTheServerClosedIsReplacedUnnoticed) {
  Serve("IP:127.0.0.1").scenes = {{.replies = {kHello}, .end = Scene::End::kClose},
                                  {.replies = {kHello}}};
  EXPECT_EQ(*Fetch(server->url()), "hello");
  EXPECT_EQ(*Fetch(server->url()), "hello");
  EXPECT_EQ(server->accepted, 2);
}

TEST_F(TlsTest, AnUnknownAuthorityIsNotTrusted) {
  options.ca_file.clear();
  Serve("IP:127.0.0.1").scenes = {{.replies = {kHello}}};
  EXPECT_THAT(std::string(Refused().message()), HasSubstr("certificate is not accepted"));
  EXPECT_EQ(Figure("nexy_http_requests_total", "tls"), 1);
}

TEST_F(TlsTest, ACertificateForAnotherNameIsNotTrusted) {
  Serve("DNS:example.com,IP:127.0.0.2").scenes = {{.replies = {kHello}}};
  EXPECT_THAT(std::string(Refused().message()), HasSubstr("mismatch"));
}

TEST_F(TlsTest, AnExpiredCertificateIsNotTrusted) {
  Serve("IP:127.0.0.1", -60).scenes = {{.replies = {kHello}}};
  EXPECT_THAT(std::string(Refused().message()), HasSubstr("expired"));
}

TEST_F(TlsTest, PlainTextOnATlsPortIsATlsFailure) {
  Serve("IP:127.0.0.1").scenes = {{.replies = {kHello}, .reads = false, .tls = false}};
  EXPECT_FALSE(Refused().ok());
}

TEST_F(TlsTest, AnOldVersionIsRefused) {
  Serve("IP:127.0.0.1").scenes = {{.replies = {kHello}}};
  SSL_CTX_set_security_level(context->native_handle(), 0);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context->native_handle(), TLS1_1_VERSION);
  EXPECT_FALSE(Refused().ok());
}

TEST_F(TlsTest, AHandshakeThatIsNotAnsweredTimesOut) {
  Serve("IP:127.0.0.1").scenes = {{.replies = {}, .tls = false}};
  ClientRequest request;
  request.url = server->url();
  request.connect_timeout = 60ms;
  EXPECT_EQ(ReasonOf(Send(std::move(request)).status()), FailureReason::kConnectTimeout);
  EXPECT_EQ(OpenConnections(), 0);
}

TEST_F(TlsTest, AConnectionThatEndsInTheHandshakeIsCut) {
  for (const Scene::End end : {Scene::End::kClose, Scene::End::kReset}) {
    Serve("IP:127.0.0.1").scenes = {{.replies = {}, .end = end, .tls = false}};
    EXPECT_EQ(ReasonOf(Get(server->url()).status()), FailureReason::kCut);
  }
}

TEST_F(TlsTest, ABodyWithoutALengthNeedsAGoodbye) {
  constexpr const char* kEndless = "HTTP/1.1 200 OK\r\n\r\nhello";
  Serve("IP:127.0.0.1").scenes = {{.replies = {kEndless}, .end = Scene::End::kClose},
                                  {.replies = {kEndless}, .end = Scene::End::kReset}};
  EXPECT_EQ(*Fetch(server->url()), "hello");
  EXPECT_EQ(ReasonOf(Fetch(server->url()).status()), FailureReason::kCut);
}

TEST_F(TlsTest, AnAuthorityThatCannotBeReadIsReported) {
  options.ca_file = "/nonexistent/ca.pem";
  EXPECT_EQ(client().status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(client().status().message()), HasSubstr("http.ca_file"));
}

}  // namespace
}  // namespace nexy
