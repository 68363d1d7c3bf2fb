// The attacks of TUF's list (specification, 1.5.2), as update-formats orders them.
#include "base/strings.h"
#include "danger_scene.h"
#include "naive_program.h"
#include "update/appcast.h"
#include "update/signed_feed.h"

namespace nexy {
namespace {

std::string ArbitraryInstallation(DangerScene& scene) {
  const std::string evil = scene.Evil();
  scene.ServeArchive(evil);
  scene.EditManifest([&](nlohmann::json& m) { m["artifact"]["sha256"] = Sha256Hex(evil); });
  return naive::InstallByManifest(scene.mirror, 2000001) == evil ? "installs evil" : "";
}

std::string EndlessData(DangerScene& scene) {
  for (const char* name : {"manifest-beta.json", "metadata/timestamp.json"}) {
    scene.mirror[name] += std::string(6'000'000, ' ');
  }
  const bool all = naive::ReadAll(scene.mirror, "manifest-beta.json") > 6'000'000;
  return all ? "reads as long as it is sent" : "";
}

// Even somebody with the release key cannot make a list that leads to one of other keys.
std::string ExtraneousDependencies(DangerScene& scene) {
  scene.mirror["downloads/helper.dylib"] = "evil";
  scene.EditManifest([](nlohmann::json& m) { m["requires"] = {"helper.dylib"}; });
  scene.ForgeList(scene.service.release_key, scene.service.release_key, [](nlohmann::json& body) {
    nlohmann::json& roles = body["delegations"]["roles"];
    roles[0]["keyids"] = {SigningKey::Generate().public_key().Id()};
  });
  std::string installed;
  const auto manifest = nlohmann::json::parse(scene.mirror["manifest-beta.json"]);
  for (const auto& also : manifest["requires"]) {
    installed += scene.mirror["downloads/" + also.get<std::string>()];
  }
  return installed == "evil" ? "installs what the list says that it needs" : "";
}

// The naive client keeps the highest number that it has seen, whoever wrote it.
std::string FastForward(DangerScene& scene) {
  const std::string before = scene.OursChecks();
  const auto number = [](const Mirror& mirror) {
    return nlohmann::json::parse(mirror.at("metadata/timestamp.json"))["signed"]["version"]
        .get<std::int64_t>();
  };
  const Mirror right = scene.mirror;
  scene.ForgeTimestamp(2'000'000'000);
  const std::int64_t highest = number(scene.mirror);
  return number(right) < highest ? "takes the true list for an old one, for ever" : "";
}

std::string IndefiniteFreeze(DangerScene& scene) {
  return naive::InstallByManifest(scene.mirror, 2000002).empty() ? "says that all is up to date"
                                                                 : "";
}

std::string MaliciousMirror(DangerScene& scene) {
  scene.mirror.erase("manifest-beta.json");
  scene.mirror.erase("metadata/3.targets.json");
  return naive::InstallByManifest(scene.mirror, 2000001).empty() ? "says that all is up to date"
                                                                 : "";
}

// Sparkle's signature binds bytes, and nothing else: an old archive is as well signed as a new one.
std::string MixAndMatch(DangerScene& scene) {
  const std::string old = scene.mirror.at("downloads/Nexy-2000001.zip");
  scene.ServeArchive(old);
  Catalogue forged = scene.service.Published();
  Release& release = *forged.Find(2000002);
  release.version = release.bundle_version = "2.0.0.9";
  release.archives[0].signature = forged.Find(2000001)->archives[0].signature;
  scene.mirror["appcast-beta.xml"] = WriteAppcast(forged, "beta", scene.service.now);
  const auto key = scene.service.archive_key.public_key();
  const bool fooled = naive::InstallByAppcast(scene.mirror, key, "2.0.0.2") == old;
  return fooled ? "installs 2.0.0.1 as 2.0.0.9" : "";
}

std::string Rollback(DangerScene& scene) {
  const std::string before = scene.OursChecks();
  scene.mirror = scene.old_mirror;
  const bool fooled = naive::InstallByManifest(scene.mirror, 1999999) ==
                      scene.mirror.at("downloads/Nexy-2000001.zip");
  return fooled ? "installs the old release with its known faults" : "";
}

// Whoever has the key of the archives, the snapshot and the dates makes the list lie.
std::string KeyCompromise(DangerScene& scene) {
  const std::string evil = scene.Evil();
  const SigningKey& stolen = scene.service.archive_key;
  scene.ServeArchive(evil);
  Catalogue forged = scene.service.Published();
  forged.Find(2000002)->archives[0].signature = stolen.SignBase64(evil);
  scene.mirror["appcast-beta.xml"] = WriteAppcast(forged, "beta", scene.service.now);
  scene.ForgeList(stolen, scene.service.timestamp_key, [&](nlohmann::json& body) {
    body["targets"]["Nexy-2000002.zip"]["hashes"]["sha256"] = Sha256Hex(evil);
  });
  const bool fooled = naive::InstallByAppcast(scene.mirror, stolen.public_key(), "2.0.0.1") == evil;
  return fooled ? "installs whatever the thief of its one key has signed" : "";
}

// One key signs several programs; nothing in the signature says which.
std::string WrongSoftware(DangerScene& scene) {
  const auto key = scene.service.archive_key.public_key();
  const std::string installed = naive::InstallByAppcast(scene.mirror, key, "2.0.0.1");
  return installed.find("com.nexy.notes") != std::string::npos ? "becomes another program" : "";
}

}  // namespace

std::vector<Danger> TufAttacks() {
  return {
      {"Tuf01_ArbitraryInstallation", "installs evil", ArbitraryInstallation,
       "wrong_hash: The downloaded update is not the one that was signed.", OursInstalls},
      {"Tuf02_EndlessData", "reads as long as it is sent", EndlessData,
       "too_large: The update service sends more than was signed.", OursInstalls},
      {"Tuf03_ExtraneousDependencies", "installs what the list says that it needs",
       ExtraneousDependencies,
       "malformed: the targets document cannot be read: it delegates to other keys", OursInstalls},
      {"Tuf04_FastForward", "takes the true list for an old one, for ever", FastForward,
       "fast_forward: the timestamp jumps from number 3 to number 2000000000", OursInstalls},
      {"Tuf05_IndefiniteFreeze", "says that all is up to date", IndefiniteFreeze, "may be frozen",
       OursChecks},
      {"Tuf06_MaliciousMirror", "says that all is up to date", MaliciousMirror,
       "unavailable: the update service does not have 3.targets.json", OursInstalls},
      {"Tuf07_MixAndMatch", "installs 2.0.0.1 as 2.0.0.9", MixAndMatch,
       "wrong_hash: The downloaded update is not the one that was signed.", OursInstalls},
      {"Tuf08_Rollback", "installs the old release with its known faults", Rollback,
       "rollback: the timestamp is number 2, but number 3 has already been here", OursInstalls},
      {"Tuf09_KeyCompromise", "installs whatever the thief of its one key has signed",
       KeyCompromise, "bad_signature: the snapshot document carries 0 of the 1 signatures",
       OursInstalls},
      {"Tuf10_WrongSoftware", "becomes another program", WrongSoftware,
       "wrong_identity: The downloaded update is another program than it claims to be.",
       OursInstalls},
  };
}

}  // namespace nexy
