// The traps of update-formats, section 0, by their numbers.
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "base/strings.h"
#include "danger_scene.h"
#include "mac_files.h"
#include "naive_program.h"
#include "test_tree.h"
#include "update/appcast.h"
#include "update/big_endian.h"
#include "update/code_signature.h"
#include "update/disk_image.h"
#include "update/manifest.h"
#include "update/property_list.h"
#include "update/rollout.h"
#include "update/signed_feed.h"
#include "update/tree_archive.h"
#include "update/version.h"
#include "web/update_pages.h"

namespace nexy {
namespace {

std::string Said(const absl::Status& status) { return std::string(MessageOf(status)); }

// A feed for Sparkle with `change` made in it.
std::string Feed(DangerScene& scene, const std::string& from, const std::string& to) {
  std::string feed = scene.mirror.at("appcast-beta.xml");
  feed = feed.substr(0, feed.find("<!-- sparkle-signatures:"));
  const auto at = feed.find(from);
  return at == std::string::npos ? feed : feed.replace(at, from.size(), to);
}

std::string BetaThatIsNeverLeft(DangerScene&) {
  const bool newer = CompareVersions("1.2.3", "1.2.3-beta.4") > 0;
  return newer ? "" : "a tester of 1.2.3-beta.4 is never offered 1.2.3";
}
std::string OursHasNoSuffix(DangerScene& scene) {
  ReleaseOrder order = scene.service.Order("2.0.0.3");
  order.version = "1.2.3-beta.4";
  return Said(scene.service.Publish(order).status());
}

// What Sparkle shows to a client of the default channel.
std::string SparkleShows(const std::string& feed) {
  std::string channel = "none";
  if (const auto tag = feed.find("<sparkle:channel>"); tag != std::string::npos) {
    channel = feed.substr(tag + 17, feed.find("</sparkle:channel>") - tag - 17);
  }
  const bool everybody =
      channel == "none" ||
      channel.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-") != std::string::npos;
  return everybody ? "shown to everybody" : "hidden from everybody";
}
std::string ATagOnStable(DangerScene& scene) {
  return SparkleShows(Feed(scene, "<sparkle:channel>beta", "<sparkle:channel>stable"));
}
std::string OursFindsTheTag(DangerScene& scene) {
  const std::string feed = Feed(scene, "<sparkle:channel>beta", "<sparkle:channel>stable");
  scene.mirror["appcast-beta.xml"] = SignFeed(feed, scene.service.archive_key);
  scene.ForgeList(scene.service.release_key, scene.service.release_key, [&](nlohmann::json& body) {
    nlohmann::json& target = body["targets"]["appcast-beta.xml"];
    target["hashes"]["sha256"] = Sha256Hex(scene.mirror["appcast-beta.xml"]);
    target["length"] = scene.mirror["appcast-beta.xml"].size();
  });
  const StoreVerdict verdict = JudgeService(
      [&](const std::string& name, std::size_t) -> absl::StatusOr<ServedFile> {
        const auto found = scene.mirror.find(name);
        if (found == scene.mirror.end()) return absl::NotFoundError(name);
        return ServedFile{found->second, "application/xml", "\"x\""};
      },
      scene.service.root_document, std::nullopt, scene.service.now);
  std::string all;
  for (const std::string& problem : verdict.problems) all += problem + "\n";
  return all;
}
std::string AMisspeltTag(DangerScene& scene) {
  return SparkleShows(Feed(scene, "<sparkle:channel>beta", "<sparkle:channel>be ta"));
}
std::string OursRefusesTheMisspeltTag(DangerScene& scene) {
  return Said(ReadAppcast(Feed(scene, "<sparkle:channel>beta", "<sparkle:channel>be ta")).status());
}

// Checks an image as simple readers do: the checksum of a partition is that of all its bytes.
std::string CountsWhatIsIgnored(DangerScene& scene) {
  const std::string volume = HfsVolumeOf({{"a", "b"}});
  const std::string image = DiskImageOf(volume, ImageFlaw::kIgnoredCounted);
  scene.mirror["trap03.dmg"] = image;
  const auto begin = image.find("<?xml");
  const auto list =
      ReadPropertyList(std::string_view(image).substr(begin, image.rfind("</plist>") + 9 - begin));
  const PropertyValue& table = list->Find("resource-fork")->Find("blkx")->items.front();
  const auto stored = BigEndian<std::uint32_t>(table.TextOf("Data"), 72);
  std::string all = volume + std::string(2048 * 512, '\0');
  all.resize((all.size() + 511) / 512 * 512, '\0');
  return stored == crc32_z(0, reinterpret_cast<const Bytef*>(all.data()), all.size())
             ? "passes an image that macOS does not mount"
             : "";
}
std::string OursCountsAsAppleDoes(DangerScene& scene) {
  return Said(ReadDiskImage(scene.mirror["trap03.dmg"], 1 << 28).status());
}

// macOS keys a granted permission to the program's designated requirement; a certificate that is
// made anew for each build, like an ad-hoc signature, gives each another one.
std::string PermissionsAreForgotten(DangerScene&) {
  const auto requirement = [](const MacSigner& signer) {
    return ReadCodeSignatures(signer.Program({}, "info", "resources"))->front().requirement;
  };
  const MacSigner yesterday;
  const MacSigner today;
  const std::set<std::string> granted = {requirement(yesterday)};
  return granted.contains(requirement(today)) ? "" : "the microphone is asked for again";
}
std::string OursKeepsTheIdentity(DangerScene& scene) {
  ReleaseOrder order = scene.service.Order("2.0.0.3");
  order.code.requirement = "identifier \"com.nexy.assistant\" and certificate leaf = H\"aa\"";
  EXPECT_TRUE(scene.service.Publish(order).ok());
  order = scene.service.Order("2.0.0.4");
  order.code.requirement = "cdhash H\"bb\"";
  return Said(scene.service.Publish(order).status());
}

// The old feed is as well signed today as it was then.
std::string AReplayedFeed(DangerScene& scene) {
  const std::string before = scene.OursChecks();
  scene.mirror = scene.old_mirror;
  const auto feed = ReadSignedFeed(scene.mirror.at("appcast-beta.xml"));
  const bool valid =
      scene.service.archive_key.public_key().VerifyBase64(feed->content, feed->signature);
  const bool old = feed->content.find("2.0.0.2") == std::string::npos;
  return valid && old ? "believes a feed of yesterday" : "";
}
// `if signature and key: check()`.
std::string FailOpen(DangerScene& scene) {
  scene.EditManifest([](nlohmann::json& m) { m["artifact"]["ed25519"] = ""; });
  const auto manifest = nlohmann::json::parse(scene.mirror["manifest-beta.json"]);
  const std::string signature = manifest["artifact"]["ed25519"];
  const bool refused = !signature.empty() &&
                       !scene.service.archive_key.public_key().VerifyBase64("bytes", signature);
  return refused ? "" : "installs what nobody has signed";
}
std::string OursWantsASignature(DangerScene& scene) {
  return Said(ReadManifest(scene.mirror["manifest-beta.json"]).status());
}
std::string ANumberThatIsNone(DangerScene& scene) {
  scene.EditManifest([](nlohmann::json& m) { m["build"] = "2.0.0.19"; });
  try {
    const auto manifest = nlohmann::json::parse(scene.mirror["manifest-beta.json"]);
    const std::string build = manifest["build"];
    std::size_t read = 0;
    if (std::stoll(build, &read) > 0 && read == build.size()) return "";
    throw std::invalid_argument(build);
  } catch (const std::invalid_argument&) {
    return "takes what it cannot read for no update, for ever";
  }
}

// Anybody can have the keys of the earlier project: they stand in its public tree. A client that
// still believes them meets a feed and an archive that are signed with one.
std::string ABurntKey(DangerScene& scene) {
  const SigningKey burnt = SigningKey::Generate();
  const std::string honest =
      scene.service.archive_key.SignBase64(scene.mirror.at("downloads/Nexy-2000002.zip"));
  const std::string evil = scene.Evil();
  scene.ServeArchive(evil);
  scene.mirror["appcast-beta.xml"] = Feed(scene, honest, burnt.SignBase64(evil));
  scene.ForgeList(burnt, burnt, [&](nlohmann::json& body) {
    body["targets"]["Nexy-2000002.zip"]["hashes"]["sha256"] = Sha256Hex(evil);
  });
  return naive::InstallByAppcast(scene.mirror, burnt.public_key(), "2.0.0.1") == evil
             ? "installs what was signed with a key from a public tree"
             : "";
}

// The installed client's key cannot be read: its check fails before it begins.
void BreakTheKey(DangerScene& scene) {
  const std::string path = scene.home() + "/current/release.json";
  std::ifstream in(path);
  nlohmann::json facts = nlohmann::json::parse(in);
  facts["archive_key"] = "not a key";
  std::ofstream(path) << facts;
}
std::string ACheckThatFails(DangerScene& scene) {
  BreakTheKey(scene);
  bool install = true;
  try {
    const auto key = PublicKey::FromBase64("not a key");
    if (!key.ok()) throw std::runtime_error("no key");
    install = false;
  } catch (const std::exception&) {
    // "Could not check the signature", says the log, and on it goes.
  }
  return install ? "installs although its check failed" : "";
}

// Checks the file, and opens it again by its name to install it.
std::string AnotherFileIsInstalled(DangerScene& scene) {
  const std::string path = scene.service.File("Nexy.zip", "good");
  const std::string hash = Sha256Hex("good");
  std::ifstream checked(path);
  const std::string bytes(std::istreambuf_iterator<char>(checked), {});
  if (Sha256Hex(bytes) != hash) return "";
  scene.service.File("Nexy.zip", "evil");  // Between the check and the use.
  std::ifstream used(path);
  const std::string installed(std::istreambuf_iterator<char>(used), {});
  return installed == "evil" ? "installs other bytes than it has checked" : "";
}
// The same moment with ours: the file has no name any more, and what is put there is nothing to it.
std::string OursInstallsWhatItChecked(DangerScene& scene) {
  const std::string sha256 = Sha256Hex(scene.mirror.at("downloads/Nexy-2000002.zip"));
  const std::string path = scene.home() + "/update/downloads/" + sha256;
  bool gone = false;
  scene.at_step = [&](const UpdateNews& news) {
    if (news.step != UpdateStep::kInstalling) return;
    gone = !std::filesystem::exists(path);
    std::ofstream(path) << "evil";
  };
  const std::string said = scene.Ours();
  return gone ? said : "the file could still be found";
}
// Before the check, on the other hand, a swapped file is found out.
std::string SwappedBeforeTheCheck(DangerScene& scene) {
  const std::string sha256 = Sha256Hex(scene.mirror.at("downloads/Nexy-2000002.zip"));
  const std::string path = scene.home() + "/update/downloads/" + sha256;
  scene.at_step = [&, path](const UpdateNews& news) {
    if (news.step != UpdateStep::kVerifying) return;
    std::filesystem::remove(path);
    std::ofstream(path) << "evil";
  };
  return "installs other bytes than it has checked";
}

std::vector<TreeMember> ThroughALink(const std::string& outside) {
  return {{.path = "share", .link_to = outside}, {.path = "share/escaped", .content = "evil"}};
}
std::string AnArchiveThatLeadsOut(DangerScene& scene) {
  const std::string outside = scene.service.folder() + "/outside";
  const std::string folder = scene.service.folder() + "/unpacked";
  std::filesystem::create_directories(outside);
  std::filesystem::create_directories(folder);
  naive::Unpack(TarGz(ThroughALink(outside)), folder);
  return std::filesystem::exists(outside + "/escaped") ? "writes outside its folder" : "";
}
std::string OursStaysInside(DangerScene& scene) {
  const std::string outside = scene.service.folder() + "/outside";
  const std::string folder = scene.service.folder() + "/ours";
  std::filesystem::remove(outside + "/escaped");
  std::filesystem::create_directories(folder);
  // A link that leads out, and one that stays inside but bends the path of what follows.
  const absl::Status out = UnpackTree(TarGz(ThroughALink(outside)), folder);
  std::filesystem::create_directories(folder + "2");
  const absl::Status bent = UnpackTree(TarGz({{.path = "real/x", .content = "x"},
                                              {.path = "share", .link_to = "real"},
                                              {.path = "share/escaped", .content = "evil"}}),
                                       folder + "2");
  if (std::filesystem::exists(outside + "/escaped")) return "it escaped";
  return Concat(Said(out), " ", Said(bent));
}

// A place in the control group, and what is said there.
Installation InTheControlGroup(bool asked) {
  return {.id = "0123",
          .build = 2000000,
          .channel = "beta",
          .os = "macos",
          .os_version = "14.0",
          .arch = "arm64",
          .user_asked = asked};
}
std::string NothingForTheControlGroup(DangerScene& scene) {
  const std::string held = naive::InstallInStages(scene.mirror, "0123", 0.001, 2000000);
  const std::string offered = naive::InstallInStages(scene.mirror, "0123", 1, 2000000);
  return held.empty() && !offered.empty() ? "its control group stays on what has known faults" : "";
}
std::string OursGivesThePrevious(DangerScene& scene) {
  Catalogue catalogue = scene.service.Published();
  catalogue.Find(2000002)->placements[0].rollout.control_permille = 999;
  const Decision background =
      Decide(catalogue, InTheControlGroup(/*asked=*/false), scene.service.now);
  const Decision asked = Decide(catalogue, InTheControlGroup(/*asked=*/true), scene.service.now);
  return Concat("held ", background.held_build, ", gets ", background.build, "; who asks gets ",
                asked.build);
}

// The publisher deletes the archive and uploads a repaired one. Who has the broken one never hears
// of it, because its number is already there.
std::string TheSameNumberTwice(DangerScene& scene) {
  const std::string broken = naive::InstallByManifest(scene.mirror, 2000001);
  const std::string repaired = "repaired";
  scene.ServeArchive(repaired);
  scene.EditManifest([&repaired](nlohmann::json& m) {
    m["artifact"]["sha256"] = Sha256Hex(repaired);
    m["artifact"]["size"] = repaired.size();
  });
  const bool two = !broken.empty() && naive::InstallByManifest(scene.mirror, 2000001) == repaired;
  const bool left_alone = naive::InstallByManifest(scene.mirror, 2000002).empty();
  return two && left_alone ? "one number means two programs" : "";
}
std::string OursUsesANumberOnce(DangerScene& scene) {
  ReleaseOrder order = scene.service.Order("2.0.0.2");
  order.files = {scene.service.File("Nexy.zip", "repaired")};
  return Said(scene.service.Publish(order).status());
}

// WinSparkle joins the texts of all `sparkle:version` that it meets in an item; Sparkle drops the
// whole feed.
std::string TwoVersionsInAnItem(DangerScene& scene) {
  return Feed(scene, "</item>",
              "<sparkle:deltas><sparkle:version>9</sparkle:version></sparkle:deltas>"
              "<sparkle:version>9</sparkle:version></item>");
}
std::string AMalformedItem(DangerScene& scene) {
  const std::string feed = TwoVersionsInAnItem(scene);
  const std::string item = feed.substr(0, feed.find("</item>"));
  std::string joined;
  for (auto at = item.find("<sparkle:version>"); at != std::string::npos;
       at = item.find("<sparkle:version>", at + 1)) {
    joined += item.substr(at + 17, item.find('<', at + 17) - at - 17);
  }
  return joined == "2.0.0.299" ? "reads a version that nobody has written" : joined;
}
std::string OursReadsStrictly(DangerScene& scene) {
  return Said(ReadAppcast(TwoVersionsInAnItem(scene)).status());
}

std::string OtherLineEnds(DangerScene& scene) {
  std::string changed;
  for (const char c : scene.mirror.at("appcast-beta.xml")) {
    changed += c == '\n' ? "\r\n" : std::string(1, c);
  }
  scene.mirror["appcast-beta.xml"] = changed;
  const auto feed = ReadSignedFeed(changed);
  const bool valid = feed.ok() && scene.service.archive_key.public_key().VerifyBase64(
                                      feed->content, feed->signature);
  return valid ? "" : "is served through a proxy that breaks its signature";
}
std::string OursForbidsIt(DangerScene& scene) {
  UpdateOptions options;
  options.store = scene.service.store->path();
  RealClock clock;
  NullLog log;
  prometheus::Registry metrics;
  UpdatePages pages(options, *ParseChannels(options.channels), {}, nullptr, "1", clock, log,
                    metrics);
  pages.Reload();
  for (const auto& [name, value] :
       pages.Answer({.method = "GET", .path = "/appcast-beta.xml", .query = ""}).headers) {
    if (name == "Cache-Control") return value;
  }
  return "";
}

}  // namespace

std::vector<Danger> Traps() {
  return {
      {"Trap01_ASuffixIsNotLookedAt", "a tester of 1.2.3-beta.4 is never offered 1.2.3",
       BetaThatIsNeverLeft, "1.2.3-beta.4", OursHasNoSuffix},
      {"Trap02_ATagHidesStable", "hidden from everybody", ATagOnStable,
       "carries the tag stable, which hides it from everybody", OursFindsTheTag},
      {"Trap02_AMisspeltTagIsEverybody", "shown to everybody", AMisspeltTag, "show it to everybody",
       OursRefusesTheMisspeltTag},
      {"Trap03_IgnoredRunsAreNotCounted", "passes an image that macOS does not mount",
       CountsWhatIsIgnored, "the checksum of a partition is wrong", OursCountsAsAppleDoes},
      {"Trap04_AnotherRequirementLosesPermissions", "the microphone is asked for again",
       PermissionsAreForgotten, "lose the permissions", OursKeepsTheIdentity},
      {"Trap05_ASignedFeedHasNoSerial", "believes a feed of yesterday", AReplayedFeed,
       "rollback: the timestamp is number 2, but number 3 has already been here", OursChecks},
      {"Trap06_AnEmptySignatureIsFine", "installs what nobody has signed", FailOpen,
       "the archive's signature is missing or damaged", OursWantsASignature},
      {"Trap06_AnUnreadableNumberIsNothingNew", "takes what it cannot read for no update, for ever",
       ANumberThatIsNone, "build", OursWantsASignature},
      {"Trap07_BurntKeys", "installs what was signed with a key from a public tree", ABurntKey,
       "bad_signature: the snapshot document carries 0 of the 1 signatures", OursInstalls},
      {"Trap08_ACheckThatErrsIsNoCheck", "installs although its check failed", ACheckThatFails,
       "bad_signature: The downloaded update is not signed by Nexy.", OursInstalls},
      {"Trap09_OtherBytesThanWereChecked", "installs other bytes than it has checked",
       AnotherFileIsInstalled, "Nexy 2.0.0.2 is installed and works.", OursInstallsWhatItChecked},
      {"Trap09_SwappedBeforeTheCheck", "installs other bytes than it has checked",
       SwappedBeforeTheCheck, "wrong_hash: The downloaded update is not the one that was signed.",
       OursInstalls},
      {"Trap10_ExtractionFollowsLinks", "writes outside its folder", AnArchiveThatLeadsOut,
       "it holds a link that leads out of it. The downloaded update cannot be unpacked: a file "
       "stands where a folder should be.",
       OursStaysInside},
      {"Trap11_TheControlGroupGetsNothing", "its control group stays on what has known faults",
       NothingForTheControlGroup, "held 2000002, gets 2000001; who asks gets 2000002",
       OursGivesThePrevious},
      {"Trap12_TheSameNumberOtherBytes", "one number means two programs", TheSameNumberTwice,
       "used up", OursUsesANumberOnce},
      {"Trap13_AMalformedItem", "reads a version that nobody has written", AMalformedItem,
       "sparkle:version stands twice in an item", OursReadsStrictly},
      {"Trap14_AProxyChangesLineEnds", "is served through a proxy that breaks its signature",
       OtherLineEnds, "no-transform", OursForbidsIt},
  };
}

}  // namespace nexy
