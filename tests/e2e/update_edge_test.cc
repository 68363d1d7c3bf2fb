// The update service as the world reaches it: Debian's nginx with deploy/nginx in front of nexyd.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/strings.h"
#include "e2e/nexyd_process.h"
#include "e2e/nginx_edge.h"
#include "e2e/tcp_exchange.h"
#include "e2e/update_operator.h"
#include "update/release_store.h"

namespace nexy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct UpdateEdgeTest : ::testing::Test {
  UpdateOperator anna;
  std::unique_ptr<NexydProcess> server;
  std::unique_ptr<NginxEdge> edge;

  void SetUp() override {
    ASSERT_EQ(anna.Publish("2.1.0.1", "beta").exit_code, 0);
    ASSERT_EQ(anna.Publish("2.1.0.2", "alpha").exit_code, 0);
    server = std::make_unique<NexydProcess>(anna.Settings());
    edge = std::make_unique<NginxEdge>(server->grpc(), server->http(),
                                       UpdateAddressOf(server->ready_line()));
  }
  const std::string kTester = Concat("Authorization: Bearer ", UpdateOperator::kToken, "\r\n");
  HttpReply Get(const std::string& path, const std::string& headers = "") {
    return edge->Get(path, headers);
  }
};

std::size_t CountOf(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST_F(UpdateEdgeTest, AFeedComesWholeWithOneRuleForCachesAndAStrongTag) {
  const HttpReply feed = Get("/updates/appcast.xml");
  EXPECT_EQ(feed.status, 200);
  EXPECT_THAT(feed.body, AllOf(StartsWith("<?xml"), HasSubstr("sparkle-signatures:")));
  EXPECT_THAT(feed.head, AllOf(HasSubstr("application/xml; charset=utf-8"),
                               HasSubstr("Cache-Control: public, max-age=60, no-transform")));
  EXPECT_EQ(CountOf(feed.head, "Cache-Control:"), 1u) << feed.head;
  const auto tag = feed.head.find("ETag: \"");
  ASSERT_NE(tag, std::string::npos) << feed.head;
  const std::string etag = feed.head.substr(tag + 6, feed.head.find('\r', tag) - tag - 6);
  const HttpReply again = Get("/updates/appcast.xml", "If-None-Match: " + etag + "\r\n");
  EXPECT_EQ(again.status, 304) << again.head;
  EXPECT_EQ(again.body, "");
  // A proxy that compresses makes another feed of it.
  const HttpReply packed = Get("/updates/appcast.xml", "Accept-Encoding: gzip, br\r\n");
  EXPECT_THAT(packed.head, Not(HasSubstr("Content-Encoding")));
  EXPECT_EQ(packed.body, feed.body);
}

TEST_F(UpdateEdgeTest, ADownloadCanGoOn) {
  const std::string path = "/updates/downloads/Nexy-2010001.tar.gz";
  const std::string whole = anna.Tree("2.1.0.1");
  const HttpReply all = Get(path);
  EXPECT_EQ(all.status, 200);
  EXPECT_EQ(all.body, whole);
  EXPECT_THAT(all.head, AllOf(HasSubstr("immutable"), HasSubstr("Accept-Ranges: bytes"),
                              HasSubstr("Content-Disposition: attachment")));
  const HttpReply rest = Get(path, "Range: bytes=100-\r\n");
  EXPECT_EQ(rest.status, 206);
  EXPECT_EQ(rest.body, whole.substr(100));
  EXPECT_THAT(rest.head,
              HasSubstr(Concat("Content-Range: bytes 100-", whole.size() - 1, "/", whole.size())));
  const HttpReply several = Get(path, "Range: bytes=0-1,-2\r\n");
  EXPECT_EQ(several.status, 206);
  EXPECT_THAT(several.head, HasSubstr("multipart/byteranges"));
  const HttpReply none = Get(path, "Range: bytes=999999999-\r\n");
  EXPECT_EQ(none.status, 416);
  const HttpReply changed = Get(path, "Range: bytes=100-\r\nIf-Range: \"another\"\r\n");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body, whole);
}

TEST_F(UpdateEdgeTest, AClosedChannelAsksForItsTokenAndStaysOutOfCaches) {
  const HttpReply stranger = Get("/updates/appcast-alpha.xml");
  EXPECT_EQ(stranger.status, 401);
  EXPECT_THAT(stranger.head, HasSubstr("WWW-Authenticate: Bearer"));
  for (const std::string path :
       {"/updates/appcast-alpha.xml", "/updates/metadata/3.channel-alpha.json",
        "/updates/downloads/Nexy-2010002.tar.gz", "/updates/notes/2010002.en.md"}) {
    const HttpReply tester = Get(path, kTester);
    EXPECT_EQ(tester.status, 200) << path;
    EXPECT_THAT(tester.head,
                AllOf(HasSubstr("Cache-Control: private"), HasSubstr("Vary: Authorization")));
  }
}

// Every name that is published, and every page: neither its version, its build, its length nor its
// hash, and no sign that there is a file.
TEST_F(UpdateEdgeTest, AStrangerLearnsNothingOfAClosedBuild) {
  const Publication publication = *ReleaseStore::Open(anna.Path("store"))->Load();
  const PublishedFile& build = *publication.Find("downloads/Nexy-2010002.tar.gz");
  std::vector<std::string> paths = {"/health", "/status", "/updates/", "/updates/health"};
  for (const auto& [name, file] : publication.files) paths.push_back("/updates/" + name);
  std::size_t open = 0;
  for (const std::string& path : paths) {
    const HttpReply reply = Get(path);
    open += reply.status == 200;
    for (const std::string& trace : {std::string("2.1.0.2"), std::string("2010002"), build.sha256,
                                     Concat(":", build.length), Concat(" ", build.length, "\r")}) {
      EXPECT_THAT(Concat(reply.head, reply.body), Not(HasSubstr(trace))) << path;
    }
    EXPECT_TRUE(reply.status == 200 || reply.status == 401 || reply.status == 404) << path;
  }
  EXPECT_GT(open, 15u);
  EXPECT_THAT(Get("/updates/metadata/3.channel-alpha.json", kTester).body,
              AllOf(HasSubstr("2.1.0.2"), HasSubstr("2010002"), HasSubstr(build.sha256),
                    HasSubstr(Concat(":", build.length))));
  const HttpReply there = Get("/updates/downloads/Nexy-2010002.tar.gz");
  const HttpReply nowhere = Get("/updates/downloads/Nexy-2010003.tar.gz");
  EXPECT_EQ(there.status, nowhere.status);
  EXPECT_EQ(there.body, nowhere.body);
}

TEST_F(UpdateEdgeTest, NothingElseIsReached) {
  for (const std::string path :
       {"/metrics", "/ready", "/updates/../metrics", "/updates/audit.jsonl",
        "/updates/downloads/..%2F..%2Fcurrent", "/appcast.xml"}) {
    const HttpReply reply = Get(path);
    EXPECT_TRUE(reply.status == 404 || reply.status == 400) << path << ": " << reply.status;
  }
  EXPECT_EQ(Get("/updates/health").status, 200);
  EXPECT_EQ(Get("/health").status, 200);
}

// What an operator checks after a deployment, through the edge.
TEST_F(UpdateEdgeTest, VerifyJudgesWhatTheWorldSees) {
  const ProgramResult verdict =
      anna.Run({"verify", "--root", anna.Root(), "--url", edge->plain_url() + "/updates"});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.out << verdict.err;
}

}  // namespace
}  // namespace nexy::testing
