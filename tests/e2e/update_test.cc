// An installed program finds, checks and starts a newer one that the shipped server offers.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "e2e/nexyd_process.h"
#include "e2e/tcp_exchange.h"
#include "update/test_service.h"
#include "update/tree_archive.h"
#include "update_client/test_tree.h"

namespace nexy::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

struct UpdateEndToEnd : ::testing::Test {
  TestService service;
  std::string home;

  void SetUp() override {
    service.now = UnixNow();
    service.root_document = service.MakeRoot();
    ASSERT_TRUE(service.Init().ok());
    home = service.folder() + "/home";
    std::filesystem::create_directories(home + "/versions/2000001");
    ASSERT_TRUE(UnpackTree(Tree(2000001, "2.0.0.1"), home + "/versions/2000001").ok());
    std::filesystem::create_directory_symlink("versions/2000001", home + "/current");
  }

  // A program that can be installed: it says that it is there, and no more.
  std::string Tree(std::int64_t build, const std::string& version) const {
    const nlohmann::json facts = {{"app_id", "com.nexy.assistant"},
                                  {"channel", "beta"},
                                  {"build", build},
                                  {"version", version},
                                  {"archive_key", service.archive_key.public_key().Base64()}};
    const std::string alive = Concat("#!/bin/sh\necho alive ", build, "\n");
    return TarGz({{.path = "release.json", .content = facts.dump()},
                  {.path = "root.json", .content = service.root_document},
                  {.path = "bin/nexy", .content = alive, .mode = 0755}});
  }

  void Publish(std::int64_t build, const std::string& version) {
    ReleaseOrder order = service.Order(version, "beta");
    order.files = {service.File("Nexy.tar.gz", Tree(build, version))};
    order.os = "linux";
    order.arch = "x86_64";
    order.min_system = "";
    const auto published = service.Publish(order);
    ASSERT_TRUE(published.ok()) << published.status();
  }

  std::vector<std::string> Settings() const {
    return {"update.store=" + service.store->path(), "update.host=127.0.0.1", "update.port=0",
            "update.reload=100ms"};
  }
  static std::string UpdateAddress(const NexydProcess& server) {
    const std::string line = server.ready_line();
    return nlohmann::json::parse(line.substr(line.find('{'))).at("update");
  }
};

TEST_F(UpdateEndToEnd, ReachesAnInstalledProgram) {
  Publish(2000002, "2.0.0.2");
  NexydProcess server(Settings());
  const std::string url = "http://" + UpdateAddress(server) + "/updates";
  const TemporaryFolder person;
  const auto checked = RunNexy({"update", "check", "--home", home, "--url", url, "--json"}, person);
  EXPECT_EQ(checked.exit_code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("\"step\":\"available\",\"version\":\"2.0.0.2\""));
  const auto installed = RunNexy({"update", "install", "--home", home, "--url", url}, person);
  EXPECT_EQ(installed.exit_code, 0) << installed.err;
  EXPECT_THAT(installed.out, EndsWith("Nexy 2.0.0.2 is installed and works.\n"));
  EXPECT_EQ(std::filesystem::read_symlink(home + "/current"), "versions/2000002");
  const auto again = RunNexy({"update", "install", "--home", home, "--url", url}, person);
  EXPECT_THAT(again.out, HasSubstr("Nexy 2.0.0.2 is the newest version."));
  const auto status = RunNexy({"update", "status", "--home", home}, person);
  EXPECT_THAT(status.out, HasSubstr("Nexy 2.0.0.2, build 2000002, channel beta."));
}

TEST_F(UpdateEndToEnd, IsSeenOnBothHealthPagesAndInTheMetrics) {
  NexydProcess server(Settings());
  const std::string updates = UpdateAddress(server);
  EXPECT_EQ(HttpGet(updates, "/manifest-beta.json").status, 404);
  ASSERT_TRUE(service.Publish(service.Order("2.0.0.2", "beta")).ok());  // For macOS.
  while (HttpGet(updates, "/manifest-beta.json").status != 200) {
  }
  const auto here = nlohmann::json::parse(HttpGet(updates, "/health").body);
  const auto there = nlohmann::json::parse(HttpGet(server.http(), "/health").body);
  for (const char* key : {"version", "latest_version", "latest_build"}) {
    EXPECT_EQ(here.at(key), there.at(key)) << key;
  }
  const auto status = nlohmann::json::parse(HttpGet(server.http(), "/status").body);
  EXPECT_EQ(status.at("update_server"), "enabled");
  EXPECT_EQ(status.at("listening").at("update"), updates);
  EXPECT_THAT(HttpGet(server.http(), "/metrics").body,
              HasSubstr("nexy_update_requests_total{kind=\"manifest\",status=\"200\"} 1"));
}

TEST_F(UpdateEndToEnd, GivesOutNoFileThatWasNotPublished) {
  Publish(2000002, "2.0.0.2");
  NexydProcess server(Settings());
  for (const std::string target :
       {"/../../../../etc/passwd", "/downloads/..%2F..%2F..%2Fetc%2Fpasswd", "/updates/../current",
        "/format", "/audit.jsonl", "/%2e%2e/current", "//etc/passwd"}) {
    const auto reply = HttpGet(UpdateAddress(server), target);
    EXPECT_NE(reply.status, 200) << target;
    EXPECT_THAT(reply.body, ::testing::Not(HasSubstr("root:"))) << target;
  }
}

}  // namespace
}  // namespace nexy::testing
