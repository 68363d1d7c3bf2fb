#include "update/update_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "base/strings.h"
#include "test_tree.h"
#include "update/test_service.h"
#include "update/tree_archive.h"
#include "update/update_refusal.h"
#include "web/http_server.h"
#include "web/update_pages.h"

namespace nexy {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// An installation, a service with a store, and the network between them.
struct UpdateClientTest : testing::Test {
  TestService service;
  RealClock clock;
  NullLog log;
  prometheus::Registry metrics;
  prometheus::Registry client_metrics;
  asio::io_context io;
  std::optional<UpdatePages> pages;
  std::unique_ptr<HttpServer> server;
  // Changes an answer on its way, as somebody in the middle would.
  std::function<void(const HttpRequest&, HttpResponse&)> tamper;
  std::jthread thread;
  std::string home;
  UpdateClientOptions options;
  std::vector<UpdateNews> news;
  std::vector<OutcomeReport> reports;

  void SetUp() override {
    ::signal(SIGPIPE, SIG_IGN);
    service.now = UnixNow();
    service.root_document = service.MakeRoot();
    ASSERT_TRUE(service.Init().ok());
    home = service.folder() + "/home";
    options.system = {.os = "linux", .os_version = "", .arch = "x86_64"};
  }
  void TearDown() override {
    io.stop();
    if (thread.joinable()) thread.join();
  }

  std::vector<TreeMember> Tree(std::int64_t build, const std::string& version,
                               const std::string& program) const {
    const std::string facts = Concat(
        R"({"app_id":"com.nexy.assistant","channel":"stable","build":)", build, R"(,"version":")",
        version, R"(","archive_key":")", service.archive_key.public_key().Base64(), "\"}");
    return {{.path = "release.json", .content = facts},
            {.path = "root.json", .content = service.root_document},
            {.path = "bin/nexy", .content = program, .mode = 0755},
            {.path = "share/filling", .content = RandomBytes(300'000)}};
  }
  static std::string Alive(std::int64_t build) {
    return Concat("#!/bin/sh\necho alive ", build, "\n");
  }
  void InstallFirst() {
    const std::string tree = home + "/versions/2000001";
    std::filesystem::create_directories(tree);
    ASSERT_TRUE(UnpackTree(TarGz(Tree(2000001, "2.0.0.1", Alive(2000001))), tree).ok());
    std::filesystem::create_directory_symlink("versions/2000001", home + "/current");
  }
  void Publish(const std::string& version, const std::vector<TreeMember>& tree) {
    ReleaseOrder order = service.Order(version, "stable");
    order.files = {service.File("Nexy.tar.gz", TarGz(tree))};
    order.os = "linux";
    order.arch = "x86_64";
    order.min_system = "";
    const auto published = service.Publish(order, {.allow_safest = true});
    ASSERT_TRUE(published.ok()) << published.status();
  }
  void PublishGood(std::int64_t build = 2000002, const std::string& version = "2.0.0.2") {
    Publish(version, Tree(build, version, Alive(build)));
  }

  void Serve() {
    UpdateOptions served;
    served.store = service.store->path();
    pages.emplace(served, *ParseChannels("stable=public beta=public alpha=closed"),
                  std::multimap<std::string, std::string>{}, nullptr, "3.0.0", clock, log, metrics);
    pages->Reload();
    server = *HttpServer::Start(
        io, "update",
        {.host = "127.0.0.1", .port = 0, .response_timeout = std::chrono::milliseconds(500)},
        [this](const HttpRequest& request) {
          if (request.method == "POST") {
            reports.push_back(*ReadOutcomeReport(request.body));
            return HttpResponse{.status = 200};
          }
          HttpResponse response = pages->Answer(request);
          if (tamper) tamper(request, response);
          return response;
        },
        metrics, log);
    thread = std::jthread([this] { io.run(); });
  }

  // Check() and, if it offers something, Install(), as `nexy update install` does.
  absl::Status Update() {
    asio::io_context client_io;
    const auto strand = asio::make_strand(client_io);
    HttpClient http(strand, {}, {}, clock, log, client_metrics);
    auto program = InstalledProgram::Open(home);
    if (!program.ok()) return program.status();
    UpdateSource source({.url = Concat("http://", server->address()),
                         .token = "",
                         .attempts = 3,
                         .first_pause = std::chrono::milliseconds(1)},
                        http, clock);
    UpdateClient client(*program, source, clock, options,
                        [this](const UpdateNews& told) { news.push_back(told); });
    auto done = asio::co_spawn(strand, CheckAndInstall(client), asio::use_future);
    while (done.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
      client_io.restart();
      client_io.run_one();
    }
    return done.get();
  }
  static Task<absl::Status> CheckAndInstall(UpdateClient& client) {
    auto decision = co_await client.Check();
    if (!decision.ok()) co_return decision.status();
    if (decision->verdict == UpdateVerdict::kStay) co_return absl::OkStatus();
    co_return co_await client.Install(*std::move(decision));
  }

  std::string Current() const { return std::filesystem::read_symlink(home + "/current"); }
  std::vector<UpdateStep> Steps() const {
    std::vector<UpdateStep> steps;
    for (const UpdateNews& told : news) {
      if (steps.empty() || steps.back() != told.step) steps.push_back(told.step);
    }
    return steps;
  }
  std::vector<std::string> Reported() const {
    std::vector<std::string> words;
    for (const OutcomeReport& report : reports) {
      words.push_back(report.reason.empty() ? std::string(OutcomeWord(report.event))
                                            : report.reason);
    }
    return words;
  }
  void ExpectUnchanged(UpdateRefusal why, const absl::Status& status) {
    EXPECT_EQ(RefusalOf(status), why) << status;
    EXPECT_EQ(Current(), "versions/2000001");
    EXPECT_EQ(news.back().step, UpdateStep::kRefused);
    EXPECT_THAT(UpdateSentence(news.back(), Language::kEnglish), HasSubstr("Nothing was changed"));
    EXPECT_THAT(Reported(), Contains(std::string(RefusalWord(why))));
  }
};

bool IsArchive(const HttpRequest& request) {
  return request.path.find("/targets/") != std::string_view::npos &&
         request.path.ends_with(".tar.gz");
}

// A body in memory, so that it can be changed.
std::string& BodyOf(HttpResponse& response) { return std::get<std::string>(response.pieces.at(0)); }

TEST_F(UpdateClientTest, InstallsANewerVersionAndTellsEachStep) {
  InstallFirst();
  PublishGood();
  Serve();
  ASSERT_TRUE(Update().ok());
  EXPECT_EQ(Current(), "versions/2000002");
  EXPECT_THAT(Steps(),
              ElementsAre(UpdateStep::kChecking, UpdateStep::kAvailable, UpdateStep::kDownloading,
                          UpdateStep::kVerifying, UpdateStep::kInstalling, UpdateStep::kStarting,
                          UpdateStep::kDone));
  EXPECT_EQ(UpdateSentence(news.back(), Language::kEnglish),
            "Nexy 2.0.0.2 is installed and works.");
  EXPECT_THAT(Reported(), ElementsAre("checked", "downloaded", "verified", "installed", "started"));
  EXPECT_TRUE(std::filesystem::exists(home + "/versions/2000001"));  // To go back to.
  EXPECT_TRUE(std::filesystem::is_empty(home + "/update/downloads"));

  news.clear();
  ASSERT_TRUE(Update().ok());
  EXPECT_THAT(Steps(), ElementsAre(UpdateStep::kChecking, UpdateStep::kNewest));
}

TEST_F(UpdateClientTest, ReportsTheFirstCheckOfADayOnce) {
  InstallFirst();
  Serve();
  ASSERT_TRUE(Update().ok());
  ASSERT_TRUE(Update().ok());
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_TRUE(reports[0].first_today);
  EXPECT_FALSE(reports[1].first_today);
}

TEST_F(UpdateClientTest, ReportsNothingWhenItIsToldSo) {
  InstallFirst();
  PublishGood();
  Serve();
  options.report = false;
  ASSERT_TRUE(Update().ok());
  EXPECT_TRUE(reports.empty());
}

TEST_F(UpdateClientTest, GoesOnWithADownloadThatBroke) {
  InstallFirst();
  PublishGood();
  Serve();
  int asked = 0;
  std::vector<std::string> ranges;
  tamper = [&](const HttpRequest& request, HttpResponse& response) {
    if (!IsArchive(request)) return;
    ranges.emplace_back(request.header("Range"));
    if (++asked > 1) return;
    // The first time the file on disk is cut short: the promise of its length stays.
    auto& slice = std::get<FileSlice>(response.pieces.at(0));
    slice.length -= 100'000;
    response.pieces.emplace_back(FileSlice{slice.file, slice.file->size(), 100'000});
  };
  ASSERT_TRUE(Update().ok());
  EXPECT_EQ(Current(), "versions/2000002");
  ASSERT_GE(ranges.size(), 2u);
  EXPECT_EQ(ranges[0], "");
  EXPECT_THAT(ranges[1], testing::StartsWith("bytes="));
}

TEST_F(UpdateClientTest, RefusesAnArchiveWithOtherBytes) {
  InstallFirst();
  PublishGood();
  Serve();
  const std::string other = service.File("other", std::string(10'000'000, 'x'));
  tamper = [&](const HttpRequest& request, HttpResponse& response) {
    if (!IsArchive(request)) return;
    auto& slice = std::get<FileSlice>(response.pieces.at(0));
    slice.file = *OpenFile::Open(other);
  };
  ExpectUnchanged(UpdateRefusal::kWrongHash, Update());
}

TEST_F(UpdateClientTest, StopsAtBytesThatWereNotSignedFor) {
  InstallFirst();
  PublishGood();
  Serve();
  tamper = [&](const HttpRequest& request, HttpResponse& response) {
    if (IsArchive(request)) response.pieces.emplace_back(std::string(1'000'000, 'x'));
  };
  ExpectUnchanged(UpdateRefusal::kTooLarge, Update());
}

TEST_F(UpdateClientTest, RefusesAForgedList) {
  InstallFirst();
  PublishGood();
  Serve();
  tamper = [&](const HttpRequest& request, HttpResponse& response) {
    if (!request.path.ends_with("timestamp.json") || response.status != 200) return;
    std::string& body = BodyOf(response);
    const auto digit = body.find("\"version\":") + 10;
    body[digit] = body[digit] == '9' ? '8' : static_cast<char>(body[digit] + 1);
  };
  ExpectUnchanged(UpdateRefusal::kBadSignature, Update());
}

TEST_F(UpdateClientTest, SaysThatTheServiceCannotBeReached) {
  InstallFirst();
  PublishGood();
  Serve();
  tamper = [&](const HttpRequest&, HttpResponse& response) {
    response = HttpResponse{.status = 503, .content_type = "text/plain", .body = "later"};
  };
  ExpectUnchanged(UpdateRefusal::kUnavailable, Update());
}

// The naive client of the earlier Nexy took whatever its manifest named.
TEST_F(UpdateClientTest, RefusesATreeThatIsAnotherProgramThanWasSigned) {
  InstallFirst();
  Publish("2.0.0.2", Tree(2000009, "2.0.0.9", Alive(2000009)));
  Serve();
  ExpectUnchanged(UpdateRefusal::kWrongIdentity, Update());
}

TEST_F(UpdateClientTest, RefusesAnArchiveThatLeadsOutOfItsFolder) {
  InstallFirst();
  auto tree = Tree(2000002, "2.0.0.2", Alive(2000002));
  tree.push_back({.path = "../../../escaped", .content = "x"});
  Publish("2.0.0.2", tree);
  Serve();
  ExpectUnchanged(UpdateRefusal::kMalformed, Update());
  EXPECT_FALSE(std::filesystem::exists(service.folder() + "/escaped"));
}

TEST_F(UpdateClientTest, KeepsTheOldVersionWhenTheNewOneDoesNotStart) {
  InstallFirst();
  Publish("2.0.0.2", Tree(2000002, "2.0.0.2", "#!/bin/sh\nexit 3\n"));
  Serve();
  EXPECT_TRUE(absl::IsAborted(Update()));
  EXPECT_EQ(Current(), "versions/2000001");
  EXPECT_EQ(news.back().step, UpdateStep::kBackAgain);
  EXPECT_EQ(UpdateSentence(news.back(), Language::kEnglish),
            "The new version did not start, so Nexy 2.0.0.1 runs as before.");
  EXPECT_THAT(Reported(), Contains("did_not_start"));

  news.clear();
  options.user_asked = false;  // By itself it is not tried again …
  EXPECT_TRUE(Update().ok());
  EXPECT_EQ(news.back().step, UpdateStep::kHeld);
  options.user_asked = true;  // … but when the person asks.
  EXPECT_TRUE(absl::IsAborted(Update()));
}

TEST_F(UpdateClientTest, KillsANewVersionThatHangsAtItsStart) {
  InstallFirst();
  Publish("2.0.0.2", Tree(2000002, "2.0.0.2", "#!/bin/sh\nexec tail -f /dev/null\n"));
  Serve();
  options.start_timeout = std::chrono::milliseconds(200);
  EXPECT_TRUE(absl::IsAborted(Update()));
  EXPECT_EQ(Current(), "versions/2000001");
}

TEST_F(UpdateClientTest, WaitsWhileThePersonTalksAndUsesWhatItHasDownloaded) {
  InstallFirst();
  PublishGood();
  Serve();
  {
    const auto program = InstalledProgram::Open(home);
    const auto talking = program->HoldTalking();
    ASSERT_TRUE(talking.ok());
    EXPECT_TRUE(absl::IsUnavailable(Update()));
    EXPECT_EQ(news.back().step, UpdateStep::kWaiting);
    EXPECT_EQ(Current(), "versions/2000001");
  }
  int archives = 0;
  tamper = [&](const HttpRequest& request, HttpResponse&) { archives += IsArchive(request); };
  EXPECT_TRUE(Update().ok());
  EXPECT_EQ(Current(), "versions/2000002");
  EXPECT_EQ(archives, 0);
}

TEST_F(UpdateClientTest, IsDoneByOneProcessAtATime) {
  InstallFirst();
  PublishGood();
  Serve();
  const auto program = InstalledProgram::Open(home);
  const auto other = program->Acquire();
  ASSERT_TRUE(other.ok());
  EXPECT_TRUE(absl::IsUnavailable(Update()));
  EXPECT_EQ(Current(), "versions/2000001");
}

TEST_F(UpdateClientTest, SaysWhereNothingIsInstalled) {
  Serve();
  const absl::Status status = Update();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_THAT(std::string(MessageOf(status)), HasSubstr("no installed Nexy"));
}

TEST(UpdateSentence, SaysEverythingInBothLanguages) {
  for (int step = 0; step <= static_cast<int>(UpdateStep::kRefused); ++step) {
    UpdateNews news;
    news.step = static_cast<UpdateStep>(step);
    news.version = "2.0.0.2";
    news.failure = RefusalStatus(UpdateRefusal::kWrongHash, "x");
    const std::string english = UpdateSentence(news, Language::kEnglish);
    const std::string russian = UpdateSentence(news, Language::kRussian);
    EXPECT_THAT(english, testing::EndsWith(".")) << step;
    EXPECT_THAT(russian, testing::EndsWith(".")) << step;
    EXPECT_THAT(english, Not(HasSubstr("%")));
    EXPECT_THAT(russian, Not(HasSubstr("%")));
    EXPECT_NE(english, russian);
    EXPECT_FALSE(UpdateStepWord(news.step).empty());
  }
}

}  // namespace
}  // namespace nexy
