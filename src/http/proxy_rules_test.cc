#include "http/proxy_rules.h"

#include <gmock/gmock.h>

#include <map>

namespace nexy {
namespace {

ProxySettings Read(std::map<std::string, std::string> variables) {
  return ReadProxies([&variables](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

ProxySettings Settings(std::string https, std::string http = "", std::string no_proxy = "") {
  return {.https = std::move(https), .http = std::move(http), .no_proxy = std::move(no_proxy)};
}

// The proxy's host, or "straight".
std::string Way(const ProxySettings& settings, const std::string& address) {
  const ProxyRules rules(settings);
  auto proxy = rules.Choose(*ParseUrl(address));
  if (!proxy.ok()) return "failed";
  return proxy->has_value() ? (*proxy)->host : "straight";
}

TEST(ProxyRulesTest, VariablesAreReadInBothForms) {
  const auto large = Read({{"HTTPS_PROXY", "http://a"},
                           {"HTTP_PROXY", "http://b"},
                           {"NO_PROXY", "c"},
                           {"https_proxy", "http://other"}});
  EXPECT_EQ(large.https, "http://a");
  EXPECT_EQ(large.http, "http://b");
  EXPECT_EQ(large.no_proxy, "c");
  const auto small = Read({{"https_proxy", "http://a"},
                           {"http_proxy", "http://b"},
                           {"no_proxy", "c"},
                           {"HTTPS_PROXY", ""}});
  EXPECT_EQ(small.https, "http://a");
  EXPECT_EQ(small.http, "http://b");
  EXPECT_EQ(small.no_proxy, "c");
  EXPECT_EQ(Read({}).https, "");
}

TEST(ProxyRulesTest, EachSchemeHasItsProxy) {
  const auto settings = Settings("http://secure:3128", "plain:8080");
  EXPECT_EQ(Way(settings, "https://example.com"), "secure");
  EXPECT_EQ(Way(settings, "wss://example.com"), "secure");
  EXPECT_EQ(Way(settings, "http://example.com"), "plain");
  EXPECT_EQ(Way(settings, "ws://example.com"), "plain");
  EXPECT_EQ(Way(Settings("http://secure"), "http://example.com"), "straight");
  EXPECT_EQ(Way(Settings(""), "https://example.com"), "straight");
}

TEST(ProxyRulesTest, ThisMachineIsAskedStraight) {
  const auto settings = Settings("http://p", "http://p");
  for (const char* address : {"http://localhost:1", "http://a.localhost", "http://127.0.0.1",
                              "https://127.8.8.8", "http://[::1]:1"}) {
    EXPECT_EQ(Way(settings, address), "straight") << address;
  }
}

TEST(ProxyRulesTest, ExceptionsAreNamesDomainsAddressesAndNetworks) {
  const ProxySettings settings{
      .https = "",
      .http = "http://p",
      .no_proxy =
          "one.example, .two.example *.three.example,4.example:81,10.1.2.3,"
          "192.168.0.0/16,fd00::/8,[fe80::1]:82,fe80::2,,"};
  const auto straight = [&settings](const std::string& address) {
    return Way(settings, "http://" + address) == "straight";
  };
  EXPECT_TRUE(straight("one.example"));
  EXPECT_TRUE(straight("ONE.example:99"));
  EXPECT_TRUE(straight("sub.one.example"));
  EXPECT_FALSE(straight("none.example"));
  EXPECT_TRUE(straight("two.example"));
  EXPECT_TRUE(straight("a.b.two.example"));
  EXPECT_TRUE(straight("a.three.example"));
  EXPECT_TRUE(straight("4.example:81"));
  EXPECT_FALSE(straight("4.example:82"));
  EXPECT_TRUE(straight("10.1.2.3"));
  EXPECT_FALSE(straight("10.1.2.30"));
  EXPECT_TRUE(straight("192.168.77.1"));
  EXPECT_FALSE(straight("192.169.0.1"));
  EXPECT_TRUE(straight("[fd00::1]"));
  EXPECT_TRUE(straight("[fe80::1]:82"));
  EXPECT_FALSE(straight("[fe80::1]"));
  EXPECT_TRUE(straight("[fe80::2]:1234"));
  EXPECT_EQ(Way({.https = "", .http = "http://p", .no_proxy = "*"}, "http://any.example"),
            "straight");
}

TEST(ProxyRulesTest, ASettingThatIsNotUnderstoodFailsItsRequestsOnly) {
  const auto settings = Settings("socks5://secret:1", "http://p");
  EXPECT_EQ(Way(settings, "https://example.com"), "failed");
  EXPECT_EQ(Way(settings, "http://example.com"), "p");
  EXPECT_EQ(Way(Settings("https://tls-proxy"), "https://example.com"), "failed");
  const absl::Status status = ProxyRules(settings).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()),
              testing::AllOf(testing::HasSubstr("HTTPS_PROXY"),
                             testing::Not(testing::HasSubstr("secret"))));
  EXPECT_TRUE(ProxyRules(Settings("http://u:p@h:1")).status().ok());
}

TEST(ProxyRulesTest, AUserBecomesBasicAuthorization) {
  EXPECT_EQ(BasicAuthorization("Aladdin:open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(BasicAuthorization(""), "");
}

}  // namespace
}  // namespace nexy
