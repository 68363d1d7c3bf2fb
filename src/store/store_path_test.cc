#include "store/store_path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "base/strings.h"
#include "store/test_folder.h"

namespace nexy {
namespace {

using testing::HasSubstr;

// The environment as a test wants it, and afterwards as it was.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    setenv(name, value, 1);
  }
  ~Variable() { setenv(name_, before_.c_str(), 1); }

 private:
  const char* name_;
  std::string before_;
};

unsigned ModeOf(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 ? info.st_mode & 0777u : 0u;
}

TEST(StorePath, PrefersTheSettingToTheEnvironment) {
  Variable state("STATE_DIRECTORY", "/var/lib/nexy");
  EXPECT_EQ(*StorePath({.path = "/srv/n.db"}), "/srv/n.db");
}

TEST(StorePath, TakesTheFirstOfSystemdsStateDirectories) {
  Variable state("STATE_DIRECTORY", "/var/lib/nexy:/var/lib/other");
  EXPECT_EQ(*StorePath({}), "/var/lib/nexy/nexy.db");
}

TEST(StorePath, FollowsXdgForAPersonsOwnServer) {
  Variable state("STATE_DIRECTORY", "");
  Variable xdg("XDG_STATE_HOME", "/home/a/state");
  EXPECT_EQ(*StorePath({}), "/home/a/state/nexy/nexy.db");
  Variable none("XDG_STATE_HOME", "");
  Variable home("HOME", "/home/a");
  EXPECT_EQ(*StorePath({}), "/home/a/.local/state/nexy/nexy.db");
}

TEST(StorePath, SaysWhichNamesWouldHelpWhenNoneIsThere) {
  Variable state("STATE_DIRECTORY", "");
  Variable xdg("XDG_STATE_HOME", "");
  Variable home("HOME", "");
  EXPECT_EQ(StorePath({}).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(MessageOf(StorePath({}).status())), HasSubstr("store.path"));
}

TEST(CreateStoreFile, LetsOnlyTheOwnerIn) {
  TestFolder folder;
  ASSERT_TRUE(CreateStoreFile(folder / "a/b/nexy.db").ok());
  EXPECT_EQ(ModeOf(folder / "a"), 0700u);
  EXPECT_EQ(ModeOf(folder / "a/b"), 0700u);
  EXPECT_EQ(ModeOf(folder / "a/b/nexy.db"), 0600u);
}

TEST(CreateStoreFile, LeavesAFileThatIsThere) {
  TestFolder folder;
  ASSERT_TRUE(CreateStoreFile(folder / "nexy.db").ok());
  chmod((folder / "nexy.db").c_str(), 0640);
  EXPECT_TRUE(CreateStoreFile(folder / "nexy.db").ok());
  EXPECT_EQ(ModeOf(folder / "nexy.db"), 0640u);
}

TEST(CreateStoreFile, TellsWhyItCannot) {
  TestFolder folder;
  ASSERT_TRUE(CreateStoreFile(folder / "file").ok());
  const absl::Status status = CreateStoreFile(folder / "file/nexy.db");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(MessageOf(status)), HasSubstr("Not a directory"));
}

}  // namespace
}  // namespace nexy
