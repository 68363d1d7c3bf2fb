#include <gmock/gmock.h>

#include "http/client_fixture.h"
#include "http/test_certificates.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// The proxy of these tests is a LoopbackServer; the services behind it exist in name only.
struct HttpProxyTest : ClientFixture {
  HttpProxyTest() {
    proxies.http = "http://us%65r:secret@" + proxy.host_and_port();
    proxies.https = proxies.http;
  }
  LoopbackServer proxy{io};
};

TEST_F(HttpProxyTest, APlainRequestNamesTheWholeAddressToTheProxy) {
  proxy.scenes = {{.replies = {kHello, kHello}}};
  EXPECT_EQ(*Fetch("http://one.example/a?b=c"), "hello");
  EXPECT_EQ(*Fetch("http://two.example:81/"), "hello");
  EXPECT_THAT(proxy.requests.at(0),
              StartsWith("GET http://one.example/a?b=c HTTP/1.1\r\nHost: one.example\r\n"));
  EXPECT_THAT(proxy.requests.at(0),
              HasSubstr("\r\nProxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n"));
  EXPECT_THAT(proxy.requests.at(1), StartsWith("GET http://two.example:81/ HTTP/1.1\r\n"));
  EXPECT_EQ(proxy.accepted, 1);
}

TEST_F(HttpProxyTest, AnExceptionIsAskedStraight) {
  proxies.no_proxy = "127.0.0.1";
  LoopbackServer service(io);
  service.scenes = {{.replies = {kHello}}};
  EXPECT_EQ(*Fetch(service.url()), "hello");
  EXPECT_EQ(proxy.accepted, 0);
}

TEST_F(HttpProxyTest, ATlsRequestGoesThroughATunnel) {
  // The proxy answers CONNECT and is then itself the service, whose certificate is for its name.
  const TestAuthority authority;
  options.ca_file = authority.WriteFile();
  const auto context = authority.ServerContext("DNS:service.example");
  LoopbackServer service(io, context.get());
  service.scenes = {{.replies = {kHello}, .tunnel = "HTTP/1.1 200 Connected\r\nX: y\r\n\r\n"}};
  proxies.https = "http://user:secret@" + service.host_and_port();
  EXPECT_EQ(*Fetch("https://service.example/x"), "hello");
  std::filesystem::remove(options.ca_file.c_str());
  EXPECT_THAT(service.requests.at(0),
              StartsWith("CONNECT service.example:443 HTTP/1.1\r\nHost: service.example:443\r\n"
                         "Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=\r\n"));
  EXPECT_THAT(service.requests.at(1), StartsWith("GET /x HTTP/1.1\r\nHost: service.example\r\n"));
  EXPECT_THAT(service.requests.at(1), Not(HasSubstr("Proxy-Authorization")));
}

TEST_F(HttpProxyTest, AProxyThatRefusesIsNamed) {
  proxy.scenes = {{.replies = {"HTTP/1.1 407 Who are you?\r\nContent-Length: 4\r\n\r\nwho?"}}};
  const absl::Status status = Get("https://service.example/").status();
  EXPECT_EQ(ReasonOf(status), FailureReason::kRefused);
  EXPECT_THAT(std::string(status.message()), HasSubstr("407"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
  EXPECT_EQ(OpenConnections(), 0);
}

TEST_F(HttpProxyTest, AProxyThatIsSilentTimesOut) {
  proxy.scenes = {{.replies = {""}}};
  ClientRequest request;
  request.url = "https://service.example/";
  request.connect_timeout = 60ms;
  EXPECT_EQ(ReasonOf(Send(std::move(request)).status()), FailureReason::kConnectTimeout);
  EXPECT_EQ(OpenConnections(), 0);
}

TEST_F(HttpProxyTest, AProxyThatLeavesOrTalksNonsense) {
  proxy.scenes = {{.replies = {"HTTP/1.1 200"}, .end = Scene::End::kClose},
                  {.replies = {"garbage\r\n\r\n"}},
                  {.replies = {"HTTP/1.1 200 OK\r\n\r\nearly"}}};
  EXPECT_EQ(ReasonOf(Get("https://service.example/").status()), FailureReason::kCut);
  EXPECT_EQ(ReasonOf(Get("https://service.example/").status()), FailureReason::kMalformed);
  EXPECT_EQ(ReasonOf(Get("https://service.example/").status()), FailureReason::kMalformed);
}

TEST_F(HttpProxyTest, AProxySettingThatIsNotUnderstoodIsReported) {
  proxies.https = "socks5://secret";
  EXPECT_EQ(client().status().code(), absl::StatusCode::kInvalidArgument);
  const absl::Status status = Get("https://service.example/").status();
  EXPECT_EQ(ReasonOf(status), FailureReason::kRefused);
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace nexy
