#include "http/url.h"

#include <gmock/gmock.h>

namespace nexy {
namespace {

TEST(UrlTest, IsTakenApart) {
  const Url url = *ParseUrl("https://Example.COM/v1/chat?alt=sse&x=a%20b#part");
  EXPECT_TRUE(url.tls);
  EXPECT_FALSE(url.web_socket);
  EXPECT_EQ(url.host, "example.com");
  EXPECT_EQ(url.port, 443);
  EXPECT_EQ(url.target, "/v1/chat?alt=sse&x=a%20b");
  EXPECT_EQ(url.Authority(), "example.com");
  EXPECT_EQ(url.HostAndPort(), "example.com:443");
}

TEST(UrlTest, EverySchemeHasItsPort) {
  EXPECT_EQ(ParseUrl("http://h")->port, 80);
  EXPECT_EQ(ParseUrl("https://h")->port, 443);
  EXPECT_EQ(ParseUrl("ws://h")->port, 80);
  EXPECT_EQ(ParseUrl("WSS://h")->port, 443);
  EXPECT_TRUE(ParseUrl("ws://h")->web_socket);
  EXPECT_TRUE(ParseUrl("wss://h")->tls);
}

TEST(UrlTest, TheTargetIsAtLeastASlash) {
  EXPECT_EQ(ParseUrl("http://h")->target, "/");
  EXPECT_EQ(ParseUrl("http://h?q=1")->target, "/?q=1");
  EXPECT_EQ(ParseUrl("http://h//ws/x")->target, "//ws/x");
}

TEST(UrlTest, PortsAddressesAndUsersAreUnderstood) {
  const Url url = *ParseUrl("http://us%65r:p%40ss@[::1]:8080/x");
  EXPECT_EQ(url.user, "user:p@ss");
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.port, 8080);
  EXPECT_EQ(url.Authority(), "[::1]:8080");
  EXPECT_EQ(ParseUrl("http://[::1]")->Authority(), "[::1]");
  EXPECT_EQ(ParseUrl("http://10.0.0.1:81")->Authority(), "10.0.0.1:81");
}

TEST(UrlTest, WhatIsNoAddressIsRefusedWithoutBeingRepeated) {
  for (const char* text : {"",
                           "secret",
                           "//secret",
                           "ftp://secret",
                           "http://",
                           "http:///secret",
                           "http://secret:",
                           "http://secret:0",
                           "http://secret:65536",
                           "http://secret:+1",
                           "http://secret:1x",
                           "http://secret:123456",
                           "http://[secret]",
                           "http://[::1",
                           "http://[::1]x",
                           "http://se cret",
                           "http://secret/\r\nX: y",
                           "http://secret/\x01",
                           "http://secret/\xD0\xB4",
                           "http://sec,ret/",
                           "http://%zz@secret",
                           "http://%4@secret",
                           "http://secret:1:2",
                           "http://h/?secret=\n"}) {
    const auto url = ParseUrl(text);
    EXPECT_EQ(url.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(url.status().message()), testing::Not(testing::HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace nexy
