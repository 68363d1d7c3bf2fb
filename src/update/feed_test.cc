#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "update/appcast.h"
#include "update/catalogue_changes.h"
#include "update/manifest.h"
#include "update/signed_feed.h"
#include "update/statement.h"
#include "update/test_service.h"

namespace nexy {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

// A signed-looking release that no file lies behind.
Release MakeRelease(std::int64_t build, const std::string& channel) {
  Release release;
  release.build = build;
  release.version = "2.0.0." + std::to_string(build);
  release.bundle_version = release.version;
  release.title = "Nexy " + release.version;
  release.published = kToday;
  release.placements = {{.channel = channel, .since = kToday, .rollout = {}}};
  Archive archive;
  archive.path = "Nexy-" + std::to_string(build) + ".dmg";
  archive.length = 1000 + build;
  archive.sha256 = Sha256Hex(archive.path);
  archive.type = "dmg";
  archive.os = "macos";
  archive.arch = "universal2";
  archive.min_os = "13.0.0";
  archive.signature = Base64Of(std::string(64, 's'));
  release.archives = {archive};
  return release;
}

class FeedTest : public testing::Test {
 protected:
  FeedTest() {
    catalogue.app_id = "com.nexy.assistant";
    catalogue.channels = {"stable", "beta"};
    catalogue.public_url = "https://updates.example.test/updates";
    catalogue.title = "Nexy Updates";
    catalogue.releases = {MakeRelease(12, "beta"), MakeRelease(11, "stable")};
  }
  std::vector<AppcastItem> Items(const std::string& channel) {
    const auto items = ReadAppcast(WriteAppcast(catalogue, channel, kToday));
    EXPECT_TRUE(items.ok()) << items.status();
    return items.ok() ? *items : std::vector<AppcastItem>();
  }
  // Whether another program, which shares no code with ours, takes it for XML.
  static bool IsXmlForOthers(const std::string& text) {
    const std::string path = testing::TempDir() + "nexy-feed-" + std::to_string(getpid()) + ".xml";
    std::ofstream(path, std::ios::binary) << text;
    const std::string command =
        "python3 -c 'import sys,xml.dom.minidom as d;d.parse(sys.argv[1])' " + path +
        " 2>/dev/null";
    const bool well_formed = std::system(command.c_str()) == 0;
    std::filesystem::remove(path);
    return well_formed;
  }
  std::string Refused(const std::string& item) {
    const auto items = ReadAppcast(Around(item));
    EXPECT_FALSE(items.ok()) << item;
    return std::string(MessageOf(items.status()));
  }
  static std::string Around(const std::string& item) {
    return "<rss version=\"2.0\" "
           "xmlns:sparkle=\"http://www.andymatuschak.org/xml-namespaces/sparkle\"><channel>" +
           item + "</channel></rss>";
  }
  static std::string Item(const std::string& inner) {
    return "<item><pubDate>Mon, 23 Nov 2026 10:00:00 +0000</pubDate>" + inner + "</item>";
  }
  static std::string Enclosure(const std::string& more = "") {
    return "<enclosure url=\"https://h/a.dmg\" length=\"5\" sparkle:edSignature=\"" +
           Base64Of(std::string(64, 'x')) + "\" " + more + "/>";
  }

  Catalogue catalogue;
};

TEST_F(FeedTest, AnAppcastIsWellFormedUnderHostileTitlesAndAddresses) {
  const std::vector<std::string> hostile = {
      "</title><script>alert(1)</script>",
      "]]> & < > \" '",
      std::string("\0\x01\x02\x1F\x7F", 5),
      "\xFF\xFE broken \xC3",
      "\xEF\xBF\xBF\xEF\xBF\xBE",
      "<!-- sparkle-signatures:\nedSignature: x\n-->",
      "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>&b;",
      "\xE2\x80\xAE right to left",
      std::string(20'000, '&')};
  for (const std::string& text : hostile) {
    Release& release = catalogue.releases.front();
    release.title = text;
    release.version = text;
    release.archives.front().path = text;
    release.archives.front().min_os = text;
    release.notes = {
        {.language = text, .path = "notes/" + text, .length = 1, .sha256 = "", .signature = text}};
    release.archives.front().deltas = {{.from_build = 1,
                                        .from_bundle_version = text,
                                        .path = text,
                                        .length = 1,
                                        .sha256 = "",
                                        .signature = text}};
    catalogue.title = text;
    const std::string feed = WriteAppcast(catalogue, "beta", kToday);
    EXPECT_TRUE(IsXmlForOthers(feed)) << text.substr(0, 50);
    const SigningKey key = SigningKey::Generate();
    const auto read = ReadSignedFeed(SignFeed(feed, key));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->content, feed) << text.substr(0, 50);
    EXPECT_TRUE(key.public_key().VerifyBase64(read->content, read->signature));
  }
}

TEST_F(FeedTest, TheOtherReaderIsStrict) {
  EXPECT_TRUE(IsXmlForOthers("<a/>"));
  EXPECT_FALSE(IsXmlForOthers("<a>\x01</a>"));
}

TEST_F(FeedTest, OneChannelSeesItsOwnReleasesAndTheSaferOnes) {
  EXPECT_THAT(Items("stable"), SizeIs(1));
  const auto beta = Items("beta");
  ASSERT_THAT(beta, SizeIs(2));
  EXPECT_EQ(beta[0].channel, "beta");
  EXPECT_EQ(beta[1].channel, "");
}

TEST_F(FeedTest, PhaseCriticalSystemAndSteppingStoneAreWhereSparkleReadsThem) {
  Release& release = catalogue.releases.front();
  release.placements.front().rollout.interval_s = 43'200;
  release.critical_below = 11;
  release.minimum_build = 11;
  const auto items = Items("beta");
  EXPECT_EQ(items[0].interval_s, 43'200);
  EXPECT_TRUE(items[0].critical);
  EXPECT_EQ(items[0].critical_below, "2.0.0.11");
  EXPECT_EQ(items[0].minimum_update, "2.0.0.11");
  EXPECT_EQ(items[0].minimum_system, "13.0.0");
}

TEST_F(FeedTest, APausedReleaseLeavesTheFeedAndComesBackLater) {
  ASSERT_TRUE(Pause(catalogue, 12, "beta", kToday).ok());
  EXPECT_THAT(Items("beta"), SizeIs(1));
  ASSERT_TRUE(Resume(catalogue, 12, "beta", kToday + kDay).ok());
  EXPECT_EQ(Items("beta")[0].published, kToday + kDay);
}

TEST_F(FeedTest, TheSameCatalogueGivesTheSameBytes) {
  EXPECT_EQ(WriteAppcast(catalogue, "beta", kToday),
            WriteAppcast(catalogue, "beta", kToday + kDay));
}

// Trap: one malformed item makes Sparkle drop the whole feed, so none is published.
TEST_F(FeedTest, AMalformedItemIsRefusedWithItsReason) {
  EXPECT_THAT(Refused(Item("")), HasSubstr("no archive"));
  EXPECT_THAT(Refused(Item(Enclosure() + Enclosure())), HasSubstr("more than one"));
  EXPECT_THAT(Refused(Item(Enclosure())), HasSubstr("no version"));
  EXPECT_THAT(
      Refused(Item(Enclosure("sparkle:version=\"1\"") + "<sparkle:version>2</sparkle:version>")),
      HasSubstr("two different versions"));
  EXPECT_THAT(
      Refused(Item(Enclosure("sparkle:version=\"1\"") +
                   "<sparkle:version>1<sparkle:version>2</sparkle:version></sparkle:version>")),
      HasSubstr("contains elements"));
  EXPECT_THAT(Refused("<item>" + Enclosure("sparkle:version=\"1\"") + "</item>"),
              HasSubstr("is not a time"));
  EXPECT_THAT(Refused(Item("<enclosure url=\"ftp://h/a\" length=\"5\" sparkle:version=\"1\"/>")),
              HasSubstr("address of a download"));
  EXPECT_THAT(Refused(Item("<enclosure url=\"https://h/a\" length=\"5\" sparkle:edSignature=\"\" "
                           "sparkle:version=\"1\"/>")),
              HasSubstr("missing or damaged"));
}

// Trap: an empty or misspelt channel means everybody.
TEST_F(FeedTest, AMisspeltChannelIsRefused) {
  for (const char* channel : {"", "be ta", "beta,alpha", "\xD0\xB1"}) {
    EXPECT_THAT(Refused(Item(Enclosure("sparkle:version=\"1\"") + "<sparkle:channel>" + channel +
                             "</sparkle:channel>")),
                HasSubstr("show it to everybody"));
  }
}

TEST_F(FeedTest, AFeedThatDefinesEntitiesIsRefused) {
  EXPECT_FALSE(ReadAppcast("<!DOCTYPE rss [<!ENTITY a \"b\">]>" + Around("")).ok());
  EXPECT_FALSE(ReadAppcast("<rss version=\"2.0\"><channel/></rss>").ok());
  EXPECT_FALSE(ReadAppcast(std::string(2'000'000, ' ')).ok());
}

// Trap 14: what a proxy makes of the line ends is another feed.
TEST_F(FeedTest, AFeedWithOtherLineEndsIsNotSigned) {
  const SigningKey key = SigningKey::Generate();
  std::string feed = SignFeed(WriteAppcast(catalogue, "beta", kToday), key);
  std::string changed;
  for (const char c : feed) changed += c == '\n' ? "\r\n" : std::string(1, c);
  const auto read = ReadSignedFeed(changed);
  EXPECT_TRUE(!read.ok() || !key.public_key().VerifyBase64(read->content, read->signature));
}

TEST_F(FeedTest, TheLastSignatureBlockCountsAndWhatFollowsItDoesNot) {
  const SigningKey key = SigningKey::Generate();
  const std::string feed = SignFeed("content", key);
  EXPECT_EQ(ReadSignedFeed(feed + "evil")->content, "content");
  EXPECT_FALSE(ReadSignedFeed("content").ok());
  EXPECT_FALSE(ReadSignedFeed("content<!-- sparkle-signatures:\nedSignature: x\n").ok());
  EXPECT_FALSE(ReadSignedFeed("content<!-- sparkle-signatures:\nlength: 7\n-->\n").ok());
}

TEST_F(FeedTest, AManifestIsReadBackAsItWasWritten) {
  const auto manifest = ManifestOf(catalogue, "beta", kToday);
  ASSERT_TRUE(manifest.has_value());
  const auto read = ReadManifest(WriteManifest(*manifest));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->build, 12);
  EXPECT_EQ(read->size, 1012);
  EXPECT_EQ(read->channel, "beta");
}

// Integer-build rule: "2.0.0.32" as a build once meant "no update", for ever.
TEST_F(FeedTest, AManifestWhoseBuildIsNoWholeNumberIsARefusal) {
  std::string text = WriteManifest(*ManifestOf(catalogue, "beta", kToday));
  text.replace(text.find("\"12\""), 4, "\"2.0.0.12\"");
  EXPECT_THAT(std::string(MessageOf(ReadManifest(text).status())), HasSubstr("is not a build"));
  for (const char* broken : {"", "{}", "[]", "null", "<rss/>"})
    EXPECT_FALSE(ReadManifest(broken).ok());
}

TEST_F(FeedTest, ClientsWithoutPhasesGetTheReleaseBeforeUntilThePhaseIsFinished) {
  catalogue.releases.front().placements.front().rollout.interval_s = 3600;
  EXPECT_EQ(ManifestOf(catalogue, "beta", kToday)->build, 11);
  ASSERT_TRUE(Finish(catalogue, 12, "beta").ok());
  EXPECT_EQ(ManifestOf(catalogue, "beta", kToday)->build, 12);
}

TEST_F(FeedTest, AStatementIsReadBackAsItWasSigned) {
  catalogue.serial = 7;
  catalogue.previous = Sha256Hex("x");
  catalogue.expires = kToday + kDay;
  ASSERT_TRUE(
      Promote(catalogue, "beta", "stable", 12, {.salt = "aa", .interval_s = 5}, kToday).ok());
  ASSERT_TRUE(RollBack(catalogue, "stable", 11, "why", kToday, kToday + kDay).ok());
  const Targets targets =
      ListsOfCatalogue(catalogue, {{"stable", "appcast.xml", 1, Sha256Hex("f")}})[kTargetsRole];
  const auto read = CatalogueOf(targets);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->releases, catalogue.releases);
  EXPECT_EQ(read->orders, catalogue.orders);
  EXPECT_EQ(read->previous, catalogue.previous);
}

TEST_F(FeedTest, AStatementThatContradictsItselfIsRefused) {
  catalogue.serial = 7;
  const Targets right =
      ListsOfCatalogue(catalogue, {{"stable", "appcast.xml", 1, Sha256Hex("f")}})[kTargetsRole];
  const auto spoilt = [&right](const std::function<void(Targets&)>& spoil) {
    Targets targets = right;
    spoil(targets);
    return CatalogueOf(targets).ok();
  };
  EXPECT_TRUE(spoilt([](Targets&) {}));
  // Another program's archive under the same key.
  EXPECT_FALSE(spoilt([](Targets& t) { t.files["Nexy-11.dmg"].custom["app_id"] = "com.other"; }));
  EXPECT_FALSE(spoilt([](Targets& t) { t.version = 8; }));
  EXPECT_FALSE(spoilt([](Targets& t) { t.files.erase("appcast.xml"); }));
  EXPECT_FALSE(spoilt([](Targets& t) { t.files["Nexy-11.dmg"].custom["release"]["build"] = -1; }));
  EXPECT_FALSE(spoilt([](Targets& t) {
    t.files["Nexy-11.dmg"].custom["release"]["placements"][0]["channel"] = "secret";
  }));
  EXPECT_FALSE(spoilt([](Targets& t) {
    t.files["Nexy-11.pkg"] = t.files["Nexy-11.dmg"];
    t.files["Nexy-11.pkg"].custom["release"]["critical_below"] = 11;
  }));
}

}  // namespace
}  // namespace nexy
