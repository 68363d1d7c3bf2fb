#include "e2e/update_operator.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/strings.h"
#include "update/key_ring.h"
#include "update/tree_archive.h"
#include "update/version.h"
#include "update_client/test_tree.h"

namespace nexy::testing {

UpdateOperator::UpdateOperator() {
  File("words", "correct horse battery staple\n");
  File("notes.en.md", "Better.");
  File("tokens", Concat("alpha ", Sha256Hex(kToken), "\n"));
  File("token", Concat(kToken, "\n"));
  const ProgramResult keys = Run({"keygen", "--quick", "--json"});
  EXPECT_EQ(keys.exit_code, 0) << keys.err;
  archive_key_ = nlohmann::json::parse(keys.out).at("SUPublicEDKey");
  const ProgramResult init = Run({"init"});
  EXPECT_EQ(init.exit_code, 0) << init.err;
}

std::string UpdateOperator::File(const std::string& name, const std::string& bytes) const {
  WriteContents(Path(name), bytes);
  return Path(name);
}

ProgramResult UpdateOperator::Run(std::vector<std::string> words) const {
  words.insert(words.begin(), "update");
  for (const std::string& flag :
       {std::string("--keys"), Path("keys"), std::string("--store"), Path("store"),
        std::string("--passphrase-file"), Path("words"), std::string("--set"),
        std::string("update.public_url=https://updates.example.test/updates"), std::string("--set"),
        "update.reports=" + Path("reports")}) {
    words.push_back(flag);
  }
  return Program(words, folder_, {}, "", "nexyctl").Wait();
}

std::string UpdateOperator::Tree(const std::string& version) const {
  const std::int64_t build = *BuildOfVersion(version);
  const nlohmann::json facts = {{"app_id", "com.nexy.assistant"},
                                {"channel", "beta"},
                                {"build", build},
                                {"version", version},
                                {"archive_key", archive_key_}};
  // No two builds are of the same length.
  std::string noise;
  for (std::int64_t i = 0; i < build % 10; ++i) noise += Sha256Hex(Concat(version, i));
  return TarGz({{.path = "release.json", .content = facts.dump()},
                {.path = "noise", .content = noise},
                {.path = "root.json", .content = Contents(Root())},
                {.path = "bin/nexy",
                 .content = Concat("#!/bin/sh\necho alive ", build, "\n"),
                 .mode = 0755}});
}

ProgramResult UpdateOperator::Publish(const std::string& version, const std::string& channel,
                                      const std::vector<std::string>& more) const {
  File("Nexy.tar.gz", Tree(version));
  std::vector<std::string> words = {
      "publish",           "--channel",        channel, "--version", version, "--notes",
      Path("notes.en.md"), Path("Nexy.tar.gz")};
  words.insert(words.end(), more.begin(), more.end());
  return Run(words);
}

std::string UpdateOperator::Install(const std::string& version) const {
  const std::string home = Path("home");
  const std::string tree = Concat("versions/", *BuildOfVersion(version));
  std::filesystem::create_directories(home + "/" + tree);
  EXPECT_TRUE(UnpackTree(Tree(version), home + "/" + tree).ok());
  std::filesystem::create_directory_symlink(tree, home + "/current");
  return home;
}

std::vector<std::string> UpdateOperator::Settings() const {
  return {"update.store=" + Path("store"),
          "update.tokens_file=" + Path("tokens"),
          "update.reports=" + Path("reports"),
          "update.host=127.0.0.1",
          "update.port=0",
          "update.reload=100ms"};
}

std::string UpdateAddressOf(const std::string& ready_line) {
  return nlohmann::json::parse(ready_line.substr(ready_line.find('{'))).at("update");
}

}  // namespace nexy::testing
