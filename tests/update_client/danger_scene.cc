#include "danger_scene.h"

#include <signal.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <future>
#include <thread>

#include "base/strings.h"
#include "test_tree.h"
#include "update/tree_archive.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

Task<absl::Status> MeetService(UpdateClient& client, bool install) {
  auto decision = co_await client.Check();
  if (!decision.ok()) co_return decision.status();
  if (decision->verdict == UpdateVerdict::kStay || !install) co_return absl::OkStatus();
  co_return co_await client.Install(*std::move(decision));
}

}  // namespace

DangerScene::DangerScene(std::int64_t age, const std::string& program) {
  ::signal(SIGPIPE, SIG_IGN);
  service.now = UnixNow() - age - kDay;
  service.root_document = service.MakeRoot();
  EXPECT_TRUE(service.Init().ok());
  Publish("2.0.0.1", Tree(2000001, "2.0.0.1"));
  old_mirror = Published();
  service.now += kDay;
  Publish("2.0.0.2", Tree(2000002, "2.0.0.2", program));
  mirror = Published();
  const std::string tree = home() + "/versions/2000001";
  std::filesystem::create_directories(tree);
  EXPECT_TRUE(UnpackTree(Tree(2000001, "2.0.0.1"), tree).ok());
  std::filesystem::create_directory_symlink("versions/2000001", home() + "/current");
  options.system = {.os = "macos", .os_version = "14.0", .arch = "arm64"};
  Serve();
}

DangerScene::~DangerScene() {
  io_.stop();
  thread_.join();
}

std::string DangerScene::Tree(std::int64_t build, const std::string& version,
                              const std::string& program) const {
  const std::string facts =
      Concat(R"({"app_id":")", program, R"(","channel":"beta","build":)", build, R"(,"version":")",
             version, R"(","archive_key":")", service.archive_key.public_key().Base64(), "\"}");
  return Zip({{.path = "release.json", .content = facts},
              {.path = "root.json", .content = service.root_document},
              {.path = "bin/nexy",
               .content = Concat("#!/bin/sh\necho alive ", build, "\n"),
               .mode = 0755}});
}

void DangerScene::Publish(const std::string& version, const std::string& archive) {
  ReleaseOrder order = service.Order(version, "beta");
  order.files = {service.File("Nexy.zip", archive)};
  const auto published = service.Publish(order);
  EXPECT_TRUE(published.ok()) << published.status();
}

Mirror DangerScene::Published() const {
  Mirror served;
  const Publication publication = *service.store->Load();
  for (const auto& [name, file] : publication.files) {
    served[name] = *service.store->ReadBlob(file.sha256, 1 << 20);
  }
  return served;
}

void DangerScene::ServeArchive(const std::string& bytes) {
  for (auto& [name, served] : mirror) {
    if (name.ends_with("Nexy-2000002.zip")) served = bytes;
  }
}

std::string DangerScene::Evil() const {
  return std::string(mirror.at("downloads/Nexy-2000002.zip").size(), 'E');
}

void DangerScene::EditManifest(const std::function<void(nlohmann::json&)>& change) {
  nlohmann::json manifest = nlohmann::json::parse(mirror["manifest-beta.json"]);
  change(manifest);
  mirror["manifest-beta.json"] = manifest.dump();
}

void DangerScene::Forge(const std::string& name, const SigningKey& key,
                        const std::function<void(nlohmann::json&)>& change) {
  nlohmann::json document = nlohmann::json::parse(mirror.at(name));
  change(document["signed"]);
  mirror[name] = SignDocument(document["signed"], {&key});
}

void DangerScene::ForgeTimestamp(std::int64_t version) {
  Forge("metadata/timestamp.json", service.timestamp_key, [&](nlohmann::json& body) {
    body["version"] = version;
    nlohmann::json& meta = body["meta"]["snapshot.json"];
    meta["length"] = mirror["metadata/3.snapshot.json"].size();
    meta["hashes"]["sha256"] = Sha256Hex(mirror["metadata/3.snapshot.json"]);
  });
}

void DangerScene::ForgeList(const SigningKey& targets, const SigningKey& snapshot,
                            const std::function<void(nlohmann::json&)>& change) {
  Forge("metadata/3.targets.json", targets, change);
  Forge("metadata/3.snapshot.json", snapshot, [&](nlohmann::json& body) {
    nlohmann::json& meta = body["meta"]["targets.json"];
    meta["length"] = mirror["metadata/3.targets.json"].size();
    meta["hashes"]["sha256"] = Sha256Hex(mirror["metadata/3.targets.json"]);
  });
  ForgeTimestamp(4);
}

void DangerScene::Serve() {
  server_ = *HttpServer::Start(
      io_, "update", {.host = "127.0.0.1", .port = 0},
      [this](const HttpRequest& request) {
        if (request.method == "POST") return HttpResponse{.status = 204};
        const auto found = mirror.find(std::string(request.path.substr(1)));
        if (found == mirror.end()) return HttpResponse{.status = 404};
        return HttpResponse{.content_type = "application/octet-stream", .body = found->second};
      },
      metrics_, log_);
  thread_ = std::thread([this] { io_.run(); });
}

std::string DangerScene::Ours() { return Meet(/*install=*/true); }
std::string DangerScene::OursChecks() { return Meet(/*install=*/false); }

std::string DangerScene::Meet(bool install) {
  asio::io_context io;
  const auto strand = asio::make_strand(io);
  HttpClient http(strand, {}, {}, clock_, log_, client_metrics_);
  auto program = InstalledProgram::Open(home());
  if (!program.ok()) return std::string(MessageOf(program.status()));
  UpdateSource source({.url = Concat("http://", server_->address()),
                       .token = "",
                       .attempts = 2,
                       .first_pause = std::chrono::milliseconds(1)},
                      http, clock_);
  UpdateNews last;
  UpdateClient client(*program, source, clock_, options, [&](const UpdateNews& news) {
    last = news;
    if (at_step) at_step(news);
  });
  auto done = asio::co_spawn(strand, MeetService(client, install), asio::use_future);
  while (done.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    io.restart();
    io.run_one();
  }
  const absl::Status status = done.get();
  const std::string sentence = UpdateSentence(last, Language::kEnglish);
  const auto refusal = RefusalOf(status);
  if (!refusal) return sentence;
  return Concat(RefusalWord(*refusal), ": ", MessageOf(status), "; ", sentence);
}

std::string DangerScene::installed() const {
  return std::filesystem::read_symlink(home() + "/current");
}

}  // namespace nexy
