#include "web/update_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/manual_clock.h"
#include "base/strings.h"
#include "update/audit_log.h"
#include "update/signing_key.h"
#include "web/update_tokens.h"

namespace nexy {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr UnixSeconds kPublished = 1'795'514'400;  // 2026-11-24T10:00:00Z

struct UpdatePagesTest : testing::Test {
  const std::string folder = Concat(testing::TempDir(), "nexy-update-pages-",
                                    testing::UnitTest::GetInstance()->current_test_info()->name());
  UpdateOptions options;
  ManualClock clock;
  NullLog log;
  prometheus::Registry metrics;
  Publication publication;
  std::optional<OutcomeLog> outcomes;
  std::optional<UpdatePages> pages;

  void SetUp() override {
    options.store = folder;
    options.log_downloads = false;
    std::filesystem::remove_all(folder);
    ASSERT_TRUE(ReleaseStore::Create(folder).ok());
  }
  void TearDown() override {
    std::filesystem::remove_all(folder);
    std::filesystem::remove_all(folder + "-reports");
  }

  ReleaseStore Store() { return *ReleaseStore::Open(folder); }

  void Add(const std::string& name, const std::string& bytes,
           std::vector<std::string> channels = {},
           const std::string& type = "application/octet-stream") {
    publication.files[name] = {.sha256 = *Store().AddBlob(bytes),
                               .length = static_cast<std::int64_t>(bytes.size()),
                               .type = type,
                               .modified = kPublished,
                               .channels = std::move(channels)};
  }
  void Publish() {
    ++publication.number;
    publication.time = kPublished;
    publication.entry = NextEntry(publication.entry, kPublished, "anna", "publish", {});
    ASSERT_TRUE(Store().Commit(publication).ok());
  }
  // Two channels, stable with a release, beta by invitation with a newer one.
  void PublishSome() {
    Add("appcast.xml", "<rss/>", {}, "application/xml; charset=utf-8");
    Add("manifest.json", R"({"version":"2.0.0.33","build":2000033})", {}, "application/json");
    Add("manifest-beta.json", R"({"version":"2.0.0.34","build":2000034})", {"beta"},
        "application/json");
    Add("metadata/1.root.json", "{}", {}, "application/json");
    Add("metadata/timestamp.json", "{}", {}, "application/json");
    Add("downloads/Nexy-2000033.dmg", "stable archive");
    Add("downloads/Nexy-2000034.dmg", "beta archive", {"beta"});
    Publish();
  }
  void Open(const std::string& channels = "stable=public beta=closed") {
    std::multimap<std::string, std::string> tokens = {{Sha256Hex("open sesame"), "beta"},
                                                      {Sha256Hex("of another"), "alpha"}};
    outcomes.emplace(*OutcomeLog::Prepare(folder + "-reports"));
    pages.emplace(options, *ParseChannels(channels), tokens, &*outcomes, "3.0.0", clock, log,
                  metrics);
    pages->Reload();
  }

  HttpResponse Ask(std::string_view path, std::string_view method = "GET",
                   std::map<std::string, std::string, std::less<>> headers = {}) {
    HttpRequest request{.method = method, .path = path, .query = ""};
    request.header = [&headers](std::string_view name) -> std::string_view {
      const auto found = headers.find(name);
      return found == headers.end() ? std::string_view() : std::string_view(found->second);
    };
    return pages->Answer(request);
  }
};

std::string Content(const HttpResponse& response) {
  std::string content = response.body;
  for (const BodyPiece& piece : response.pieces) content += std::get<std::string>(piece);
  return content;
}

std::string Header(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

TEST_F(UpdatePagesTest, ServeWhatIsPublishedUnderItsName) {
  PublishSome();
  Open();
  const HttpResponse feed = Ask("/appcast.xml");
  EXPECT_EQ(feed.status, 200);
  EXPECT_EQ(Content(feed), "<rss/>");
  EXPECT_EQ(feed.content_type, "application/xml; charset=utf-8");
  EXPECT_EQ(Header(feed, "Cache-Control"), "public, max-age=60, no-transform");
  EXPECT_EQ(Header(feed, "ETag"), Concat("\"", Sha256Hex("<rss/>"), "\""));
  EXPECT_EQ(Header(feed, "Last-Modified"), "Tue, 24 Nov 2026 10:00:00 GMT");
  EXPECT_EQ(Header(feed, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(Content(Ask("/updates/manifest.json")), Content(Ask("/manifest.json")));
}

TEST_F(UpdatePagesTest, KeepTheTagOfWhatDidNotChangeInTheNextPublication) {
  PublishSome();
  Open();
  const std::string before = Header(Ask("/appcast.xml"), "ETag");
  Add("downloads/Nexy-2000035.dmg", "another");
  Publish();
  pages->Reload();
  EXPECT_EQ(Header(Ask("/appcast.xml"), "ETag"), before);
  EXPECT_EQ(Ask("/appcast.xml", "GET", {{"If-None-Match", before}}).status, 304);
  EXPECT_EQ(Content(Ask("/downloads/Nexy-2000035.dmg")), "another");
}

TEST_F(UpdatePagesTest, SayForHowLongAFileMayBeKept) {
  PublishSome();
  Open();
  const std::string for_ever = "public, max-age=31536000, immutable, no-transform";
  EXPECT_EQ(Header(Ask("/downloads/Nexy-2000033.dmg"), "Cache-Control"), for_ever);
  EXPECT_EQ(Header(Ask("/metadata/1.root.json"), "Cache-Control"), for_ever);
  EXPECT_EQ(Header(Ask("/metadata/timestamp.json"), "Cache-Control"),
            "public, max-age=60, no-transform");
  EXPECT_EQ(Header(Ask("/downloads/Nexy-2000033.dmg"), "Content-Disposition"),
            "attachment; filename=\"Nexy-2000033.dmg\"");
}

// The earlier server gave out its signing key that way.
TEST_F(UpdatePagesTest, NeverReachAFileThatIsNotPublished) {
  PublishSome();
  Open();
  for (const std::string_view path : {"/format",
                                      "/current",
                                      "/audit.jsonl",
                                      "/publications/1.json",
                                      "/../format",
                                      "/./appcast.xml",
                                      "/downloads/../../format",
                                      "/downloads/..%2F..%2Fformat",
                                      "/downloads/%2e%2e/%2e%2e/format",
                                      "//appcast.xml",
                                      "/downloads",
                                      "/downloads/",
                                      "/blobs/",
                                      "/appcast.xml/",
                                      "/appcast.xml%00",
                                      "/%",
                                      "/%2",
                                      "/%zz",
                                      "/updates/updates/appcast.xml",
                                      "/etc/passwd",
                                      "",
                                      "appcast.xml"}) {
    EXPECT_EQ(Ask(path).status, 404) << path;
  }
  EXPECT_EQ(Ask(Concat("/blobs/", Sha256Hex("<rss/>"))).status, 404);
}

TEST_F(UpdatePagesTest, ReadAnEncodedName) {
  PublishSome();
  Open();
  EXPECT_EQ(Ask("/app%63ast.xml").status, 200);
}

TEST_F(UpdatePagesTest, AskForATokenWhereAChannelIsClosed) {
  PublishSome();
  Open();
  const HttpResponse refused = Ask("/manifest-beta.json");
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(Header(refused, "WWW-Authenticate"), HasSubstr("Bearer"));
  EXPECT_EQ(Ask("/manifest-beta.json", "GET", {{"Authorization", "Bearer wrong"}}).status, 401);
  EXPECT_EQ(Ask("/manifest-beta.json", "GET", {{"Authorization", "Bearer of another"}}).status,
            401);
  const HttpResponse given =
      Ask("/manifest-beta.json", "GET", {{"Authorization", "Bearer open sesame"}});
  EXPECT_EQ(given.status, 200);
  EXPECT_EQ(Header(given, "Cache-Control"), "private, max-age=60, no-transform");
  EXPECT_EQ(Header(given, "Vary"), "Authorization");
}

// Neither by what is said nor by how it is said.
TEST_F(UpdatePagesTest, ShowAStrangerNothingOfAClosedBuild) {
  PublishSome();
  for (const std::string channels : {"stable=public beta=closed", "stable=public beta=off"}) {
    Open(channels);
    for (const std::string method : {"GET", "HEAD", "POST", "OPTIONS"}) {
      const HttpResponse there = Ask("/downloads/Nexy-2000034.dmg", method);
      const HttpResponse nowhere = Ask("/downloads/Nexy-2000099.dmg", method);
      EXPECT_EQ(there.status, nowhere.status) << method;
      EXPECT_EQ(Content(there), Content(nowhere)) << method;
      EXPECT_EQ(there.headers, nowhere.headers) << method;
    }
    const auto health = nlohmann::json::parse(Ask("/health").body);
    EXPECT_EQ(health["artifacts_available"], 1);
  }
}

TEST_F(UpdatePagesTest, HaveTheDoorOfAClosedChannelAlsoWhileThatIsEmpty) {
  Add("appcast.xml", "<rss/>");
  Publish();
  Open();
  EXPECT_EQ(Ask("/manifest-beta.json").status, 401);
  EXPECT_EQ(Ask("/manifest-beta.json", "GET", {{"Authorization", "Bearer open sesame"}}).status,
            404);
}

TEST_F(UpdatePagesTest, ServeNothingOfAChannelThatIsOff) {
  PublishSome();
  Open("stable=public beta=off");
  EXPECT_EQ(Ask("/manifest-beta.json", "GET", {{"Authorization", "Bearer open sesame"}}).status,
            404);
  EXPECT_EQ(Ask("/manifest.json").status, 200);
}

TEST_F(UpdatePagesTest, TellTheirHealthWithoutAPathOrAnAddress) {
  PublishSome();
  Open();
  const HttpResponse health = Ask("/health");
  EXPECT_EQ(health.status, 200);
  const auto told = nlohmann::json::parse(health.body);
  EXPECT_EQ(told["status"], "healthy");
  EXPECT_EQ(told["version"], "3.0.0");
  EXPECT_EQ(told["latest_version"], "2.0.0.33");
  EXPECT_EQ(told["latest_build"], "2000033");
  EXPECT_EQ(told["artifacts_available"], 1);  // The other one is by invitation.
  EXPECT_EQ(told["beta_updates_enabled"], true);
  EXPECT_THAT(health.body, Not(HasSubstr(folder)));
}

TEST_F(UpdatePagesTest, GoOnServingWhenTheStoreCannotBeRead) {
  PublishSome();
  Open();
  std::filesystem::remove(folder + "/current");
  pages->Reload();
  EXPECT_EQ(Content(Ask("/appcast.xml")), "<rss/>");
  const HttpResponse health = Ask("/health");
  EXPECT_EQ(health.status, 503);
  EXPECT_THAT(health.body, AllOf(HasSubstr("unhealthy"), Not(HasSubstr(folder))));
  EXPECT_THAT(Ask("/").body, HasSubstr("still served"));
}

TEST_F(UpdatePagesTest, NeverServeBytesOtherThanThePublishedOnes) {
  const std::string big(300 * 1024, 'x');
  Add("downloads/big.dmg", big);
  Publish();
  const std::string blob = Store().BlobPath(Sha256Hex(big));
  std::filesystem::permissions(blob, std::filesystem::perms::owner_all);
  std::filesystem::resize_file(blob, 1000);
  Open();
  EXPECT_EQ(Ask("/downloads/big.dmg").status, 503);
}

TEST_F(UpdatePagesTest, SayThatNothingIsPublishedInAnEmptyStore) {
  Open();
  EXPECT_EQ(Ask("/appcast.xml").status, 404);
  EXPECT_EQ(Ask("/health").status, 503);
  EXPECT_THAT(Ask("/").body, HasSubstr("Nothing is published"));
}

TEST_F(UpdatePagesTest, AnswerPreflightsAndRefuseToBeWritten) {
  PublishSome();
  Open();
  EXPECT_EQ(Ask("/appcast.xml", "OPTIONS").status, 204);
  const HttpResponse refused = Ask("/appcast.xml", "PUT");
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(Header(refused, "Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(UpdatePagesTest, ShowAPageWithoutWhatIsByInvitation) {
  PublishSome();
  options.title = "Nexy <&> Updates";
  Open();
  const HttpResponse page = Ask("/");
  EXPECT_THAT(page.body, AllOf(HasSubstr("<html lang=\"en\">"), HasSubstr("<caption>"),
                               HasSubstr("Nexy &lt;&amp;&gt; Updates"), HasSubstr("2.0.0.33"),
                               HasSubstr("by invitation"), Not(HasSubstr("2.0.0.34"))));
}

TEST_F(UpdatePagesTest, CountWhatClientsReportAndKeepNothingElse) {
  PublishSome();
  Open();
  const auto post = [this](std::string_view body) {
    HttpRequest request{.method = "POST", .path = "/updates/api/reports", .query = ""};
    request.body = body;
    return pages->Answer(request).status;
  };
  OutcomeReport report;
  report.event = OutcomeEvent::kFailed;
  report.build = 2000033;
  report.from_build = 2000032;
  report.channel = "stable";
  report.os = "linux";
  report.reason = "wrong_hash";
  EXPECT_EQ(post(WriteOutcomeReport(report)), 204);
  EXPECT_EQ(post(WriteOutcomeReport(report)), 204);
  report.channel = "secret";
  EXPECT_EQ(post(WriteOutcomeReport(report)), 400);
  EXPECT_EQ(post("{\"device\":\"anna\"}"), 400);
  EXPECT_EQ(post(std::string(kOutcomeMaxBytes + 1, ' ')), 413);
  EXPECT_EQ(Ask("/api/reports").status, 405);
  ASSERT_TRUE(outcomes->Flush().ok());
  std::size_t damaged = 0;
  const auto counts = ReadOutcomes(folder + "-reports", &damaged);
  ASSERT_TRUE(counts.ok());
  ASSERT_EQ(counts->size(), 1u);
  EXPECT_EQ(counts->front().count, 2);
  EXPECT_THAT(prometheus::TextSerializer().Serialize(metrics.Collect()),
              HasSubstr("nexy_update_outcomes_total{event=\"failed\",reason=\"wrong_hash\"} 2"));
}

TEST_F(UpdatePagesTest, CountRequestsByKindAndStatus) {
  PublishSome();
  Open();
  Ask("/appcast.xml");
  Ask("/somebody's%20secret");
  const std::string text = prometheus::TextSerializer().Serialize(metrics.Collect());
  EXPECT_THAT(text, HasSubstr("nexy_update_requests_total{kind=\"appcast\",status=\"200\"} 1"));
  EXPECT_THAT(text, HasSubstr("nexy_update_requests_total{kind=\"unknown\",status=\"404\"} 1"));
  EXPECT_THAT(text, HasSubstr("nexy_update_publication 1"));
  EXPECT_THAT(text, Not(HasSubstr("secret")));
}

TEST(UpdateTokens, AreReadLineByLine) {
  const std::string hash(64, 'A');
  const auto tokens = ReadUpdateTokens(Concat("# people\n\nbeta ", hash, "  # anna\n"));
  ASSERT_TRUE(tokens.ok()) << tokens.status();
  EXPECT_THAT(*tokens, testing::ElementsAre(testing::Pair(std::string(64, 'a'), "beta")));
  const auto wrong = ReadUpdateTokens(Concat("beta ", hash, "\nbeta secret\n"));
  EXPECT_THAT(std::string(MessageOf(wrong.status())),
              AllOf(HasSubstr("line 2"), Not(HasSubstr("secret"))));
}

}  // namespace
}  // namespace nexy
