#include "nexy/device_id.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <thread>

#include "nexy/testing_program.h"
#include "nexy/uuid.h"

namespace nexy {
namespace {

using testing::Contents;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::WriteContents;

TEST(DeviceId, IsMadeOnceAndKeptForThisUserOnly) {
  const TemporaryFolder home;
  const std::string path = home / "state/nexy/device-id";
  const auto first = LoadOrMakeDeviceId(path);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(IsUuid4(*first));
  EXPECT_EQ(*LoadOrMakeDeviceId(path), *first);
  struct stat facts {};
  ASSERT_EQ(stat(path.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
}

TEST(DeviceId, ClientsAtTheSameMomentAgreeAndLeaveNoDrafts) {
  const TemporaryFolder home;
  const std::string path = home / "device-id";
  std::vector<std::string> ids(16);
  {
    std::vector<std::jthread> clients;
    for (std::string& id : ids) {
      clients.emplace_back([&id, &path] { id = LoadOrMakeDeviceId(path).value_or("failed"); });
    }
  }
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 1u);
  EXPECT_TRUE(IsUuid4(ids[0]));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(home.path()), {}), 1);
}

TEST(DeviceId, FileThatHoldsSomethingElseIsNamedAndLeftAsItIs) {
  const TemporaryFolder home;
  const std::string path = home / "device-id";
  for (const std::string& text : {std::string(), std::string("unknown\n"), std::string(100000, 'a'),
                                  std::string("8895a476-13da-1c59-85ec-b46b17d60afe\n")}) {
    WriteContents(path, text);
    const auto id = LoadOrMakeDeviceId(path);
    EXPECT_EQ(id.status().code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(id.status().message()), HasSubstr("Remove the file"));
    EXPECT_EQ(Contents(path), text);
  }
}

TEST(DeviceId, FolderThatCannotBeMadeIsNamedWithAWayOut) {
  const TemporaryFolder home;
  WriteContents(home / "file", "");
  const auto id = LoadOrMakeDeviceId(home / "file/nexy/device-id");
  EXPECT_EQ(id.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(id.status().message()), HasSubstr("XDG_STATE_HOME"));
}

TEST(Uuid, AcceptsTheSpellingsOfTheWireContractAndNothingElse) {
  for (const char* good :
       {"8895a476-13da-4c59-85ec-b46b17d60afe", "8895A476-13DA-4C59-85EC-B46B17D60AFE",
        "8895a47613da4c5985ecb46b17d60afe", "{8895a476-13da-4c59-85ec-b46b17d60afe}",
        "urn:uuid:8895a476-13da-4c59-85ec-b46b17d60afe", "8895-a47613da4c59-85ecb46b17d60afe"}) {
    EXPECT_TRUE(IsUuid4(good)) << good;
  }
  for (const char* bad :
       {"", "8895a476-13da-1c59-85ec-b46b17d60afe", "8895a476-13da-4c59-75ec-b46b17d60afe",
        "8895a476-13da-4c59-85ec-b46b17d60afe ", "8895a476-13da-4c59-85ec-b46b17d60af",
        "{8895a476-13da-4c59-85ec-b46b17d60afe"}) {
    EXPECT_FALSE(IsUuid4(bad)) << bad;
  }
  EXPECT_TRUE(IsUuid4(NewUuid4()));
}

}  // namespace
}  // namespace nexy
