// Runs the real `nexyctl update` the way an operator does.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

struct Outcome {
  int code = -1;
  std::string out;
  std::string err;
  nlohmann::json json() const { return nlohmann::json::parse(out, nullptr, false); }
};

class UpdateCommandTest : public testing::Test {
 protected:
  UpdateCommandTest() : folder_(::mkdtemp(name_)) {
    File("words", "correct horse battery staple\n");
    File("Nexy.dmg", "an image");
    File("notes.en.md", "Better.");
  }
  ~UpdateCommandTest() override { std::filesystem::remove_all(folder_); }

  std::string File(const std::string& name, const std::string& text) const {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  // `words` are for a shell; the usual flags follow them.
  Outcome Run(const std::string& words) const { return Shell(words + Flags()); }
  Outcome Shell(const std::string& words) const {
    const std::string command = "env -i HOME=" + folder_ + " " NEXY_BIN_DIR "/nexyctl update " +
                                words + " >" + folder_ + "/out 2>" + folder_ + "/err </dev/null";
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), Contents("out"), Contents("err")};
  }
  std::string Flags(const std::string& url = "https://updates.example.test/updates") const {
    return " --keys " + folder_ + "/keys --store " + folder_ + "/store --passphrase-file " +
           folder_ + "/words --set update.public_url=" + url + " ";
  }
  void MakeStore() const {
    const Outcome keygen = Run("keygen --quick");
    ASSERT_EQ(keygen.code, 0) << keygen.err;
    const Outcome init = Run("init");
    ASSERT_EQ(init.code, 0) << init.err;
  }
  Outcome Publish(const std::string& version, const std::string& more = "") const {
    File("Nexy.dmg", "image " + version);
    return Run("publish --unread-program --channel beta --version " + version + " --notes " +
               Path("notes.en.md") + " " + more + " " + Path("Nexy.dmg"));
  }
  std::string Contents(const std::string& name) const {
    std::ifstream file(folder_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

 private:
  char name_[40] = "/tmp/nexyctl-update-XXXXXX";
  std::string folder_;
};

TEST_F(UpdateCommandTest, RefusesAProgramForMacOsThatItCannotRead) {
  MakeStore();
  const Outcome refused = Run("publish --channel beta --version 2.1.0.1 --notes " +
                              Path("notes.en.md") + " " + Path("Nexy.dmg"));
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err,
              AllOf(HasSubstr("the program in Nexy-2010001.dmg"), HasSubstr("--unread-program")));
  EXPECT_EQ(Publish("2.1.0.1").code, 0);
}

TEST_F(UpdateCommandTest, GoesFromKeysToAPromotedReleaseThatAStrangerAccepts) {
  MakeStore();
  const Outcome published = Publish("2.1.0.1");
  EXPECT_EQ(published.code, 0) << published.err;
  EXPECT_EQ(published.out, "Build 2010001 (2.1.0.1) is published to beta (publication 2).\n");
  EXPECT_EQ(Run("promote --from beta --to stable --phased 12h --control 100").code, 0);
  const Outcome verdict = Run("verify");
  EXPECT_EQ(verdict.code, 0) << verdict.out;
  EXPECT_THAT(verdict.out, AllOf(HasSubstr("Everything is as it was signed"),
                                 HasSubstr("can be judged on a Mac only")));
  EXPECT_THAT(Run("list").out, AllOf(HasSubstr("2010001  2.1.0.1"), HasSubstr("stable (14 %)")));
  EXPECT_THAT(Run("log").out, AllOf(HasSubstr("init"), HasSubstr("publish"), HasSubstr("promote")));
}

TEST_F(UpdateCommandTest, PublishingTwiceAndADryRunChangeNothing) {
  MakeStore();
  EXPECT_THAT(Publish("2.1.0.1", "--dry-run").out, HasSubstr("Nothing was changed"));
  EXPECT_THAT(Run("list").out, HasSubstr("No release yet"));
  EXPECT_EQ(Publish("2.1.0.1").code, 0);
  EXPECT_THAT(Publish("2.1.0.1").out, HasSubstr("Nothing to do"));
}

TEST_F(UpdateCommandTest, RefusesDirectPublicationToStableAndSaysWhatToDo) {
  MakeStore();
  const Outcome outcome =
      Run("publish --unread-program --channel stable --version 2.1.0.1 --notes " +
          Path("notes.en.md") + " " + Path("Nexy.dmg"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("promote"), HasSubstr("update.allow_direct_stable")));
  EXPECT_THAT(outcome.out, IsEmpty());
}

TEST_F(UpdateCommandTest, PausesResumesPullsAndOrdersBack) {
  MakeStore();
  ASSERT_EQ(Publish("2.1.0.1").code, 0);
  ASSERT_EQ(Publish("2.1.0.2").code, 0);
  EXPECT_EQ(Run("pause --channel beta --build 2010002").code, 0);
  EXPECT_THAT(Run("list").out, HasSubstr("beta (paused)"));
  EXPECT_EQ(Run("resume --channel beta --build 2010002").code, 0);
  EXPECT_EQ(Run("rollback --channel beta --build 2010001 --reason 'it loses words'").code, 0);
  EXPECT_THAT(Run("list").out,
              AllOf(HasSubstr("withdrawn: it loses words"),
                    HasSubstr("order: beta from 2010002-2010002 back to 2010001")));
  EXPECT_EQ(Run("pull --build 2010001 --reason 'that too'").code, 0);
  EXPECT_EQ(Run("verify").code, 0);
}

// Incident 22: private keys beside served files were downloaded.
TEST_F(UpdateCommandTest, KeysAreEncryptedPrivateAndNeverInTheStore) {
  MakeStore();
  struct stat facts = {};
  ASSERT_EQ(stat(Path("keys/release.key").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  EXPECT_THAT(Contents("keys/release.key"), Not(HasSubstr("seed")));
  const Outcome outcome = Shell("keygen --quick --passphrase-file " + Path("words") + " --store " +
                                Path("store") + " --keys " + Path("store/keys"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("must not lie in each other"));
  EXPECT_EQ(chmod(Path("keys/release.key").c_str(), 0644), 0);
  EXPECT_THAT(Publish("2.1.0.1").err, HasSubstr("others may read"));
}

TEST_F(UpdateCommandTest, AWrongPassphraseOpensNothing) {
  MakeStore();
  File("words", "something else\n");
  const Outcome outcome = Publish("2.1.0.1");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("does not open"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("something else")));
}

// Incident 19: a feed once led everybody to 127.0.0.1.
TEST_F(UpdateCommandTest, RefusesAnAddressThatClientsCannotReach) {
  ASSERT_EQ(Run("keygen --quick").code, 0);
  for (const char* url : {"http://updates.example.test", "https://127.0.0.1/updates",
                          "https://localhost:8081", "https://192.168.1.5/u"}) {
    const Outcome outcome = Shell("init" + Flags(url));
    EXPECT_EQ(outcome.code, 1) << url;
    EXPECT_THAT(outcome.err, HasSubstr("update.public_url")) << url;
  }
}

TEST_F(UpdateCommandTest, RotatesEachKeyAndGoesOn) {
  MakeStore();
  ASSERT_EQ(Publish("2.1.0.1").code, 0);
  int build = 1;
  for (const char* role : {"timestamp", "release", "root"}) {
    const Outcome outcome = Run("rotate-key --quick " + std::string(role));
    EXPECT_EQ(outcome.code, 0) << role << ": " << outcome.err;
    EXPECT_EQ(Publish("2.1.0." + std::to_string(++build)).code, 0) << role;
    EXPECT_EQ(Run("verify").code, 0) << role;
  }
  EXPECT_EQ(Run("refresh").code, 0);
  EXPECT_THAT(Run("rotate-key archive").err, HasSubstr("built into the clients"));
}

TEST_F(UpdateCommandTest, SeveralPeopleSignTogetherEachWithTheirOwnKey) {
  const Outcome keygen =
      Run("keygen --quick --root-keys 3 --root-threshold 2 --release-keys 3 --release-threshold 2");
  ASSERT_EQ(keygen.code, 0) << keygen.err;
  ASSERT_EQ(Run("init").code, 0);
  std::filesystem::create_directory(Path("boris"));
  for (const char* name : {"root-2.key", "release-2.key"}) {
    std::filesystem::rename(Path("keys/") + name, Path("boris/") + name);
  }
  for (const char* name : {"root-3.key", "release-3.key"}) {
    std::filesystem::remove(Path("keys/") + name);
  }
  EXPECT_THAT(Publish("2.1.0.1").err,
              AllOf(HasSubstr("asks for 2 release keys"), HasSubstr("--also-keys")));
  const std::string both = " --also-keys " + Path("boris");
  const Outcome published = Publish("2.1.0.1", both);
  EXPECT_EQ(published.code, 0) << published.err;
  EXPECT_EQ(Run("verify").code, 0);
  EXPECT_THAT(Run("rotate-key --quick root").err, HasSubstr("1 of the 2 signatures"));
  int build = 1;
  for (const char* name : {"root", "release", "release-2", "timestamp"}) {
    const Outcome rotated = Run("rotate-key --quick " + std::string(name) + both);
    EXPECT_EQ(rotated.code, 0) << name << ": " << rotated.err;
    EXPECT_EQ(Publish("2.1.0." + std::to_string(++build), both).code, 0) << name;
    EXPECT_EQ(Run("verify").code, 0) << name;
  }
  EXPECT_TRUE(std::filesystem::exists(Path("boris/release-2.key")));
  EXPECT_EQ(Run("refresh").code, 0);
  EXPECT_THAT(Run("keygen --quick --root-keys 4").err, HasSubstr("root.json is there already"));
  EXPECT_THAT(Run("keygen --release-threshold 2").err, HasSubstr("can never sign"));
}

TEST_F(UpdateCommandTest, HowManySignTogetherChangesAfterwards) {
  MakeStore();
  ASSERT_EQ(Publish("2.1.0.1").code, 0);
  EXPECT_EQ(Run("quorum release --number 2 --threshold 3 --quick").code, 1);
  for (const char* change : {"release --number 3 --threshold 2", "root --number 2 --threshold 2"}) {
    const Outcome changed = Run("quorum --quick " + std::string(change));
    EXPECT_EQ(changed.code, 0) << change << ": " << changed.err;
    EXPECT_EQ(Run("verify").code, 0) << change;
  }
  std::filesystem::create_directory(Path("boris"));
  for (const char* name : {"root-2.key", "release-2.key", "release-3.key"}) {
    std::filesystem::rename(Path("keys/") + name, Path("boris/") + name);
  }
  EXPECT_THAT(Publish("2.1.0.2").err, HasSubstr("asks for 2 release keys"));
  EXPECT_THAT(Run("quorum root --number 1 --threshold 1").err, HasSubstr("1 of the 2 signatures"));
  const std::string both = " --also-keys " + Path("boris");
  EXPECT_EQ(Publish("2.1.0.2", both).code, 0);
  // Back again, together; from then on one is enough.
  for (const char* role : {"root", "release"}) {
    const Outcome changed = Run("quorum --number 1 --threshold 1 " + std::string(role) + both);
    EXPECT_EQ(changed.code, 0) << role << ": " << changed.err;
  }
  EXPECT_EQ(Publish("2.1.0.3").code, 0);
  EXPECT_EQ(Run("rotate-key root --quick").code, 0);
  EXPECT_EQ(Run("verify").code, 0);
}

TEST_F(UpdateCommandTest, RefreshNeedsTheOnlineKeyOnly) {
  MakeStore();
  std::filesystem::create_directory(Path("online"));
  std::filesystem::copy(Path("keys/timestamp.key"), Path("online/timestamp.key"));
  const Outcome outcome = Shell("refresh --store " + Path("store") + " --keys " + Path("online") +
                                " --passphrase-file " + Path("words"));
  EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST_F(UpdateCommandTest, VerifyListsEveryProblem) {
  MakeStore();
  ASSERT_EQ(Publish("2.1.0.1").code, 0);
  for (const auto& entry : std::filesystem::directory_iterator(Path("store/blobs"))) {
    if (entry.file_size() < 20) std::ofstream(entry.path(), std::ios::binary) << "evil";
  }
  const Outcome outcome = Run("verify --json");
  EXPECT_EQ(outcome.code, 1);
  EXPECT_FALSE(outcome.json()["ok"]);
  EXPECT_GE(outcome.json()["problems"].size(), 3u) << outcome.out;
}

TEST_F(UpdateCommandTest, AnswersProgramsInJson) {
  MakeStore();
  const Outcome outcome = Publish("2.1.0.1", "--json");
  EXPECT_EQ(outcome.json()["ok"], true) << outcome.out;
  EXPECT_EQ(outcome.json()["entry"]["details"]["build"], 2010001);
  EXPECT_EQ(Publish("2.1.0.x", "--json").json()["ok"], false);
  EXPECT_EQ(Run("list --json").json()["releases"][0]["build"], 2010001);
  EXPECT_EQ(Run("gc --json --dry-run").json()["blobs"].size(), 0u);
}

TEST_F(UpdateCommandTest, ExitsWith2WhenItIsUsedWrongly) {
  for (const char* words :
       {"", "nonsense", "publish", "promote --from beta", "rotate-key everything"}) {
    EXPECT_EQ(Shell(words).code, 2) << words;
  }
}

TEST_F(UpdateCommandTest, SaysWhatIsMissing) {
  EXPECT_THAT(Shell("list").err, HasSubstr("Give --store FOLDER"));
  EXPECT_THAT(Run("list").err, HasSubstr("`nexyctl update init` makes one"));
  EXPECT_THAT(Run("init").err, HasSubstr("`nexyctl update keygen` makes"));
  EXPECT_THAT(Shell("keygen --quick").err, HasSubstr("NEXYCTL_PASSPHRASE"));
}

}  // namespace
