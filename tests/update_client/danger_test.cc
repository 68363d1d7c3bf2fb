// Each attack of TUF's list, each trap of the formats and each incident of the earlier updater:
// first it harms a naive program, then ours meets the same and refuses, saying why.
// docs/updates.md has the table.
#include <gmock/gmock.h>

#include "base/strings.h"
#include "danger_scene.h"

namespace nexy {
namespace {

using testing::HasSubstr;

class DangerTest : public testing::TestWithParam<Danger> {};

TEST_P(DangerTest, HarmsANaiveProgramAndIsRefusedByOurs) {
  const std::string name = GetParam().name;
  // What decides about these two happened before anybody in the middle could do anything.
  DangerScene scene(name == "Tuf05_IndefiniteFreeze" ? 30 * kDay : 0,
                    name == "Tuf10_WrongSoftware" ? "com.nexy.notes" : "com.nexy.assistant");
  EXPECT_EQ(GetParam().naive(scene), GetParam().harm);
  EXPECT_THAT(GetParam().ours(scene), HasSubstr(GetParam().refusal));
}

TEST(DangerSceneTest, LetsOurClientInstallWhatIsRight) {
  DangerScene scene;
  EXPECT_EQ(scene.Ours(), "Nexy 2.0.0.2 is installed and works.");
  EXPECT_EQ(scene.installed(), "versions/2000002");
}

// Whatever of the list is tried, what is installed stays, and the person hears so.
TEST(DangerSceneTest, ARefusalChangesNothingAndIsSpoken) {
  DangerScene scene;
  scene.ServeArchive(scene.Evil());
  EXPECT_THAT(scene.Ours(), HasSubstr("; The downloaded update is not the signed one. Nothing was "
                                      "changed."));
  EXPECT_EQ(scene.installed(), "versions/2000001");
}

std::vector<Danger> AllDangers() {
  std::vector<Danger> all = TufAttacks();
  for (const Danger& trap : Traps()) all.push_back(trap);
  for (const Danger& incident : Incidents()) all.push_back(incident);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Each, DangerTest, testing::ValuesIn(AllDangers()),
                         [](const auto& danger) { return std::string(danger.param.name); });

}  // namespace
}  // namespace nexy
