#include "update/tree_archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "test_tree.h"
#include "update/durable_file.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

struct TreeArchiveTest : testing::Test {
  const std::string folder = testing::TempDir() + "nexy-tree-" +
                             testing::UnitTest::GetInstance()->current_test_info()->name();
  void SetUp() override {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder + "/tree");
    std::ofstream(folder + "/outside") << "untouched";
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  absl::Status Unpack(const std::vector<TreeMember>& members, const TreeLimits& limits = {}) {
    return UnpackTree(TarGz(members), folder + "/tree", limits);
  }
  std::string Content(const std::string& path) {
    return ReadWholeFile(folder + "/tree/" + path, 1000).value_or("(none)");
  }
};

TEST_F(TreeArchiveTest, UnpacksFilesFoldersAndLinks) {
  const absl::Status unpacked =
      Unpack({{.path = "./"},
              {.path = "bin/nexy", .content = "program", .mode = 0755},
              {.path = "share/doc/readme", .content = "text", .mode = 0640},
              {.path = "share/nexy", .link_to = "../bin/nexy"}});
  ASSERT_TRUE(unpacked.ok()) << unpacked;
  EXPECT_EQ(Content("bin/nexy"), "program");
  EXPECT_EQ(Content("share/doc/readme"), "text");
  EXPECT_EQ(std::filesystem::read_symlink(folder + "/tree/share/nexy"), "../bin/nexy");
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder + "/tree/bin/nexy").permissions() & perms::owner_exec,
            perms::owner_exec);
  EXPECT_EQ(
      std::filesystem::status(folder + "/tree/share/doc/readme").permissions() & perms::owner_exec,
      perms::none);
}

// Trap 10 of the formats: a path that runs through a link of the archive itself.
TEST_F(TreeArchiveTest, RefusesEveryWayOut) {
  const std::vector<std::vector<TreeMember>> attacks = {
      {{.path = "../outside", .content = "x"}},
      {{.path = "/tmp/nexy-outside", .content = "x"}},
      {{.path = "a/../../outside", .content = "x"}},
      {{.path = "link", .link_to = "/etc"}},
      {{.path = "link", .link_to = ".."}},
      {{.path = "a/link", .link_to = "../../outside"}},
      {{.path = "up", .link_to = "."}, {.path = "link", .link_to = "up/../outside"}},
      {{.path = "folder", .link_to = "real"}, {.path = "folder/file", .content = "x"}},
      {{.path = "file", .content = "1"}, {.path = "file", .content = "2"}},
      {{.path = "file", .content = "1"}, {.path = "file/below", .content = "2"}},
      {{.path = "file", .content = "1"}, {.path = "hard", .hard_link_to = "file"}},
      {{.path = "pipe", .type = AE_IFIFO}},
      {{.path = "device", .type = AE_IFCHR}}};
  for (std::size_t i = 0; i < attacks.size(); ++i) {
    SetUp();
    EXPECT_EQ(RefusalOf(Unpack(attacks[i])), UpdateRefusal::kMalformed) << "attack " << i;
    EXPECT_EQ(ReadWholeFile(folder + "/outside", 100).value_or(""), "untouched") << "attack " << i;
  }
  EXPECT_FALSE(std::filesystem::exists("/tmp/nexy-outside"));
}

TEST_F(TreeArchiveTest, StopsAtABomb) {
  const std::string zeros(1'000'000, '\0');
  EXPECT_EQ(RefusalOf(Unpack({{.path = "a", .content = zeros}}, {.bytes = 999'999, .files = 10})),
            UpdateRefusal::kTooLarge);
  SetUp();
  std::vector<TreeMember> many;
  for (int i = 0; i < 11; ++i) many.push_back({.path = std::to_string(i)});
  EXPECT_EQ(RefusalOf(Unpack(many, {.bytes = 1000, .files = 10})), UpdateRefusal::kTooLarge);
}

TEST_F(TreeArchiveTest, RefusesWhatIsNoArchive) {
  const std::string archive = TarGz({{.path = "a", .content = std::string(5000, 'x')}});
  EXPECT_EQ(RefusalOf(UnpackTree("", folder + "/tree")), UpdateRefusal::kMalformed);
  EXPECT_EQ(RefusalOf(UnpackTree("rubbish", folder + "/tree")), UpdateRefusal::kMalformed);
  EXPECT_EQ(RefusalOf(UnpackTree(archive.substr(0, archive.size() / 2), folder + "/tree")),
            UpdateRefusal::kMalformed);
}

}  // namespace
}  // namespace nexy
