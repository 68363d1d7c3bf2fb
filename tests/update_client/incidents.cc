// The incidents of the earlier updater, by their numbers in legacy-facts, section 13.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <filesystem>
#include <fstream>

#include "base/strings.h"
#include "danger_scene.h"
#include "naive_program.h"
#include "update/appcast.h"
#include "update/incoming_release.h"
#include "update/key_ring.h"
#include "update/manifest.h"
#include "update/public_url.h"
#include "update/version.h"
#include "web/update_pages.h"

namespace nexy {
namespace {

std::string Said(const absl::Status& status) { return std::string(MessageOf(status)); }

// The service's pages without sockets, beside a person's own files.
struct Pages {
  explicit Pages(const std::string& store)
      : options(Options(store)),
        pages(options, *ParseChannels(options.channels), {}, nullptr, "9.9.9", clock, log,
              metrics) {
    pages.Reload();
  }
  static UpdateOptions Options(const std::string& store) {
    UpdateOptions options;
    options.store = store;
    return options;
  }
  HttpResponse Get(const std::string& path) {
    return pages.Answer({.method = "GET", .path = path, .query = ""});
  }
  static std::string Body(const HttpResponse& response) {
    std::string body = response.body;
    for (const BodyPiece& piece : response.pieces) {
      if (const auto* text = std::get_if<std::string>(&piece)) body += *text;
    }
    return body;
  }
  UpdateOptions options;
  RealClock clock;
  NullLog log;
  prometheus::Registry metrics;
  UpdatePages pages;
};

// The length was written by hand, and the file had become another one: who downloads as much as was
// announced never has the whole of it.
std::string ATypedLength(DangerScene& scene) {
  const bool before = !naive::InstallByManifest(scene.mirror, 2000001).empty();
  scene.EditManifest([](nlohmann::json& m) {
    m["artifact"]["size"] = m["artifact"]["size"].get<std::int64_t>() - 5;
  });
  const bool after = !naive::InstallByManifest(scene.mirror, 2000001).empty();
  return before && !after ? "announces a length that is not so" : "";
}
std::string OursTakesItFromTheFile(DangerScene& scene) {
  const auto incoming =
      IncomingRelease::Read(scene.service.Order("2.0.0.3"), scene.service.Published(),
                            scene.service.archive_key, scene.service.now);
  const std::string bytes = "bytes of 2.0.0.3";
  const Archive& archive = incoming->release().archives.front();
  const bool same = archive.length == static_cast<std::int64_t>(bytes.size()) &&
                    archive.sha256 == Sha256Hex(bytes);
  // And a list that lies is found out by whoever downloads: it is not the signed length.
  scene.ServeArchive(scene.mirror.at("downloads/Nexy-2000002.zip") + "and more");
  return same ? scene.Ours() : "";
}

// "1001" of the manifest against the "1.0.1" that the program says of itself, before and after.
std::string TwoFormatsOfOneVersion(DangerScene& scene) {
  const std::string archive = scene.Tree(2000002, "1.0.1");
  const std::string folder = scene.service.folder() + "/naive";
  std::string installed = "1.0.0";
  int installations = 0;
  while (installations < 3 && CompareVersions("1001", installed) > 0) {
    naive::Unpack(archive, folder);
    std::ifstream facts(folder + "/release.json");
    installed = nlohmann::json::parse(facts).at("version");
    ++installations;
  }
  return installations == 3 && installed == "1.0.1" ? "updates again and again" : "";
}
std::string OursComparesOneNumber(DangerScene& scene) {
  ReleaseOrder order = scene.service.Order("2.0.0.3");
  order.bundle_version = "2000003";
  const std::string refused = Said(scene.service.Publish(order).status());
  const std::string first = scene.Ours();
  return Concat(refused, " ", first, " ", scene.Ours());
}

// The server wrote its bind address into the feed. The person's computer connects to itself, where
// nobody serves.
std::string AFeedFromTheBindAddress(DangerScene& scene) {
  asio::io_context io;
  asio::ip::tcp::acceptor server(io, {asio::ip::address_v4::loopback(), 0});
  const auto bound = server.local_endpoint();
  scene.EditManifest([&bound](nlohmann::json& m) {
    m["artifact"]["url"] = Concat("http://", bound.address().to_string(), ":", bound.port(), "/x");
  });
  server.close();  // It runs elsewhere.
  const std::string url =
      nlohmann::json::parse(scene.mirror["manifest-beta.json"])["artifact"]["url"];
  const auto colon = url.rfind(':');
  boost::system::error_code error;
  asio::ip::tcp::socket client(io);
  client.connect({asio::ip::make_address(url.substr(7, colon - 7)),
                  static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1)))},
                 error);
  return error == asio::error::connection_refused ? "sends everybody to their own computer" : "";
}
std::string OursWantsAPublicAddress(DangerScene&) {
  return Said(CheckPublicUrl("https://127.0.0.1:8081/updates", /*require_https=*/true));
}

// The client asked for an appcast and read it as JSON; manifest.json was 404.
std::string TheAppcastAsJson(DangerScene& scene) {
  const auto read = nlohmann::json::parse(scene.mirror.at("appcast-beta.xml"), nullptr, false);
  return read.is_object() ? "" : "never hears of an update";
}
// Client and server, over a real socket; and what earlier clients ask for is served.
std::string OursIsTestedAsAPair(DangerScene& scene) {
  Pages pages(scene.service.store->path());
  const HttpResponse manifest = pages.Get("/manifest-beta.json");
  const std::string body = Pages::Body(manifest);
  const bool served =
      manifest.status == 200 &&
      !naive::InstallByManifest(
           {{"manifest-beta.json", body},
            {"downloads/Nexy-2000002.zip", scene.mirror.at("downloads/Nexy-2000002.zip")}},
           2000001)
           .empty();
  return served ? scene.Ours() : body;
}

// The signing tool failed, its error was swallowed, and the manifest went out with "".
std::string ASwallowedError(DangerScene& scene) {
  std::string signature;
  try {
    throw std::runtime_error("the key has 44 characters, not 32 bytes");
  } catch (const std::exception&) {
  }
  scene.EditManifest([&](nlohmann::json& m) { m["artifact"]["ed25519"] = signature; });
  return naive::InstallByManifest(scene.mirror, 2000001).empty()
             ? ""
             : "publishes and installs unsigned";
}
std::string OursSignsOrStops(DangerScene& scene) {
  const auto incoming =
      IncomingRelease::Read(scene.service.Order("2.0.0.3"), scene.service.Published(),
                            scene.service.archive_key, scene.service.now);
  Release release = incoming->release();
  release.archives[0].signature.clear();
  Catalogue catalogue = scene.service.Published();
  return Concat(Said(AddRelease(catalogue, release, {})), "; ",
                Said(ReadManifest(scene.mirror["manifest-beta.json"]).status()));
}

constexpr char kKeyPath[] = "/downloads/..%2F..%2Frelease.key";
std::string KeysAreDownloadable(DangerScene& scene) {
  scene.service.File("release.key", "the private key");
  std::filesystem::create_directories(scene.service.folder() + "/served/downloads");
  const std::string got = naive::Serve(scene.service.folder() + "/served", kKeyPath);
  return got == "the private key" ? "gives its private key to who asks" : got;
}
std::string OursHasNoPaths(DangerScene& scene) {
  Pages pages(scene.service.store->path());
  const int status = pages.Get(kKeyPath).status;
  const KeyRing inside(scene.service.store->path() + "/keys");
  return Concat(status == 404 ? "" : "served ",
                Said(inside.CheckApart(scene.service.store->path())));
}

// VERSION file, settings, manifest and program each said something else.
// A script takes the version from one and asks the other for the archive.
std::string FourSourcesOfTruth(DangerScene& scene) {
  const std::string health = R"({"version":"2.0.0.19"})";  // From the file VERSION.
  const std::string version = nlohmann::json::parse(health)["version"];
  const auto archive =
      scene.mirror.find(Concat("downloads/Nexy-", *BuildOfVersion(version), ".zip"));
  return archive == scene.mirror.end() ? "finds no archive of the version that is announced" : "";
}
std::string OursHasOne(DangerScene& scene) {
  // Stable is what /health tells of.
  EXPECT_TRUE(scene.service
                  .Change([&](Catalogue& catalogue) {
                    return Promote(catalogue, "beta", "stable", 0, {}, scene.service.now);
                  })
                  .ok());
  Pages pages(scene.service.store->path());
  const auto health = nlohmann::json::parse(pages.Get("/health").body);
  const auto versions = nlohmann::json::parse(Pages::Body(pages.Get("/api/versions")));
  const auto manifest = nlohmann::json::parse(Pages::Body(pages.Get("/manifest.json")));
  const std::string feed = Pages::Body(pages.Get("/appcast.xml"));
  const std::string version = manifest["version"];
  const bool in_feed = feed.find(Concat("sparkle:version=\"", version, "\"")) != std::string::npos;
  const bool same = versions["latest"] == version && in_feed &&
                    health["latest_version"] == version &&
                    manifest["build"] == std::to_string(*BuildOfVersion(version));
  return same ? "everything says " + version : health.dump() + versions.dump() + feed;
}

// A program that hears a sentence: its second half comes when the person has taken a breath.
pid_t StartListening(int heard, int breath) {
  const pid_t program = fork();
  if (program != 0) return program;
  char taken = 0;
  const bool whole = write(heard, "take me ", 8) == 8 && read(breath, &taken, 1) == 1 &&
                     write(heard, "home", 4) == 4;
  _exit(whole ? 0 : 1);
}

// The mode was compared with a text, which no enum equals; so the updater ended the program.
enum class Mode { kSleeping, kListening };
std::string QuitsWhileThePersonTalks(DangerScene&) {
  int heard[2];
  int breath[2];
  if (pipe(heard) != 0 || pipe(breath) != 0) return "no pipe";
  const pid_t program = StartListening(heard[1], breath[0]);
  std::string sentence(8, '\0');
  if (read(heard[0], sentence.data(), 8) != 8) return "nothing was heard";
  const auto shown = [](Mode mode) { return mode == Mode::kListening ? "Mode.LISTENING" : ""; };
  const bool talking = std::string(shown(Mode::kListening)) == "listening";
  if (!talking) kill(program, SIGTERM);
  int status = 0;
  waitpid(program, &status, talking ? WNOHANG : 0);
  close(heard[1]);
  char more = 0;
  const bool cut = !talking && read(heard[0], &more, 1) == 0;
  for (const int end : {heard[0], breath[0], breath[1]}) close(end);
  return cut ? "hears \"" + sentence + "\" and is restarted" : "";
}
std::string OursWaits(DangerScene& scene) {
  const auto program = InstalledProgram::Open(scene.home());
  const auto talking = program->HoldTalking();
  const std::string said = scene.Ours();
  return Concat(said, " ", scene.installed());
}

}  // namespace

std::vector<Danger> Incidents() {
  return {
      {"Incident17_ALengthThatWasTyped", "announces a length that is not so", ATypedLength,
       "too_large: The update service sends more than was signed.", OursTakesItFromTheFile},
      {"Incident18_EndlessUpdateLoop", "updates again and again", TwoFormatsOfOneVersion,
       "Nexy 2.0.0.2 is installed and works. Nexy 2.0.0.2 is the newest version.",
       OursComparesOneNumber},
      {"Incident19_AFeedThatLeadsToLoopback", "sends everybody to their own computer",
       AFeedFromTheBindAddress, "is an address of this machine", OursWantsAPublicAddress},
      {"Incident20_ClientAndServerNeverMet", "never hears of an update", TheAppcastAsJson,
       "Nexy 2.0.0.2 is installed and works.", OursIsTestedAsAPair},
      {"Incident21_NeverSigned", "publishes and installs unsigned", ASwallowedError,
       "is not signed; the archive's signature is missing or damaged", OursSignsOrStops},
      {"Incident22_KeysBesideServedFiles", "gives its private key to who asks", KeysAreDownloadable,
       ") must not lie in each other; keep the keys on another disk", OursHasNoPaths},
      {"Incident25_VersionDrift", "finds no archive of the version that is announced",
       FourSourcesOfTruth, "everything says 2.0.0.2", OursHasOne},
      {"Incident40_UpdatesWhileAPersonTalks", "hears \"take me \" and is restarted",
       QuitsWhileThePersonTalks,
       "The update waits until you have finished talking. versions/2000001", OursWaits},
  };
}

}  // namespace nexy
