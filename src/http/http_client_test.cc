#include "http/http_client.h"

#include <gmock/gmock.h>

#include "http/client_fixture.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr const char* kHello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

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
  EXPECT_EQ(server.requests.at(0), "POST /v1/ask?a=b HTTP/1.1\r\nHost: " + server.host_and_port() +
                                       "\r\nX-Key: value\r\nContent-Length: 8\r\n\r\nquestion");
}

TEST_F(HttpClientTest, UsesAConnectionAgain) {
  server.scenes = {{.replies = {kHello, kHello, kHello}}};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(*Fetch(server.url()), "hello");
  EXPECT_EQ(server.accepted, 1);
  EXPECT_EQ(Figure("nexy_http_connections_reused_total"), 2);
  EXPECT_EQ(OpenConnections(), 1);
}

}  // namespace
}  // namespace nexy
