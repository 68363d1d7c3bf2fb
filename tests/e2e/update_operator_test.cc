// docs/updates.md as an operator follows it: every command is the shipped one, against a nexyd that
// runs and a client that is installed.
#include "e2e/update_operator.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "e2e/nexyd_process.h"

namespace nexy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct OperatorTest : ::testing::Test {
  UpdateOperator anna;
  TemporaryFolder person;

  ProgramResult Update(const NexydProcess& server, const std::string& what, const std::string& home,
                       const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {
        "update", what,    "--home",
        home,     "--url", "http://" + UpdateAddressOf(server.ready_line()) + "/updates"};
    words.insert(words.end(), more.begin(), more.end());
    return RunNexy(words, person);
  }
  ProgramResult Verify(const NexydProcess& server, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {
        "verify", "--root", anna.Root(), "--url",
        "http://" + UpdateAddressOf(server.ready_line()) + "/updates"};
    words.insert(words.end(), more.begin(), more.end());
    return anna.Run(words);
  }
};

TEST_F(OperatorTest, VerifyOfALiveServiceNotesWhatAStrangerMayNotSee) {
  ASSERT_EQ(anna.Publish("2.1.0.1", "beta").exit_code, 0);
  ASSERT_EQ(anna.Publish("2.1.0.2", "alpha").exit_code, 0);
  NexydProcess server(anna.Settings());
  const ProgramResult stranger = Verify(server);
  EXPECT_EQ(stranger.exit_code, 0) << stranger.out << stranger.err;
  EXPECT_THAT(stranger.out,
              AllOf(HasSubstr("note: channel alpha was not judged: it is closed"),
                    HasSubstr("Everything is as it was signed"), Not(HasSubstr("problem:"))));
  const ProgramResult tester = Verify(server, {"--token-file", anna.Path("token")});
  EXPECT_EQ(tester.exit_code, 0) << tester.out << tester.err;
  EXPECT_THAT(tester.out, Not(HasSubstr("alpha")));
}

TEST_F(OperatorTest, VerifyNotesAChannelThatIsSwitchedOff) {
  ASSERT_EQ(anna.Publish("2.1.0.1", "beta").exit_code, 0);
  std::vector<std::string> settings = anna.Settings();
  settings.push_back("update.channels=stable=public beta=public alpha=off");
  NexydProcess server(settings);
  const ProgramResult verdict = Verify(server);
  EXPECT_EQ(verdict.exit_code, 0) << verdict.out << verdict.err;
  EXPECT_THAT(verdict.out, HasSubstr("note: channel alpha was not judged: it is switched off"));
}

TEST_F(OperatorTest, ADecisionOfAClientIsComputedAgain) {
  ASSERT_EQ(anna.Publish("2.1.0.1", "beta").exit_code, 0);
  ASSERT_EQ(anna.Publish("2.1.0.2", "beta", {"--phased", "12h"}).exit_code, 0);
  ASSERT_EQ(anna.Run({"pause", "--channel", "beta", "--build", "2010002"}).exit_code, 0);
  NexydProcess server(anna.Settings());
  const std::string home = anna.Install("2.1.0.1");
  EXPECT_EQ(Update(server, "check", home, {"--background"}).exit_code, 0);
  EXPECT_EQ(Update(server, "check", home).exit_code, 0);
  const std::string log = home + "/update/decisions.jsonl";
  const ProgramResult same = anna.Run({"explain-decision", log});
  EXPECT_EQ(same.exit_code, 0) << same.out << same.err;
  EXPECT_THAT(same.out, AllOf(HasSubstr("the same again: "), HasSubstr("\"hold\":\"paused\""),
                              Not(HasSubstr("NOT what was recorded"))));
  // A log that somebody has polished does not pass.
  std::string changed = Contents(log);
  changed.replace(changed.find("\"chosen\":0"), 10, "\"chosen\":2010002");
  const ProgramResult other = anna.Run({"explain-decision", anna.File("polished", changed)});
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_THAT(other.out, HasSubstr("NOT what was recorded"));
}

TEST_F(OperatorTest, AdoptionIsWhatInstalledClientsReported) {
  ASSERT_EQ(anna.Publish("2.1.0.1", "beta").exit_code, 0);
  ASSERT_EQ(anna.Publish("2.1.0.2", "beta").exit_code, 0);
  NexydProcess server(anna.Settings());
  for (int i = 0; i < 6; ++i) {  // Fewer than five are never shown as a number.
    const std::string home = anna.Install("2.1.0.1");
    const ProgramResult installed = Update(server, "install", home);
    EXPECT_EQ(installed.exit_code, 0) << installed.err;
    std::filesystem::remove_all(home);
  }
  EXPECT_EQ(server.Stop().exit_code, 0);
  const ProgramResult table = anna.Run({"adoption"});
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("2010002"));
  const ProgramResult csv = anna.Run({"adoption", "--csv"});
  EXPECT_THAT(csv.out, HasSubstr(",2010001,6,6,100"));
  const ProgramResult page = anna.Run({"adoption", "--html"});
  EXPECT_THAT(page.out, AllOf(HasSubstr("<svg"), HasSubstr("2010002")));
}

// The middle of docs/updates.md: publish, promote, pause, resume, roll back, rotate, refresh; what
// the person hears after each.
TEST_F(OperatorTest, APersonExperiencesWhatTheDocumentSays) {
  ASSERT_EQ(anna.Publish("2.1.0.1", "beta").exit_code, 0);
  ASSERT_EQ(anna.Publish("2.1.0.2", "beta").exit_code, 0);
  NexydProcess server(anna.Settings());
  const std::string home = anna.Install("2.1.0.1");
  // The next check is after nexyd has seen the change: its page tells the publication.
  const auto hear = [&](const std::string& what, const std::vector<std::string>& more,
                        const std::string& sentence) {
    ProgramResult heard;
    for (int i = 0; i < 300; ++i) {
      heard = Update(server, what, home, more);
      if (heard.out.find(sentence) != std::string::npos) break;
    }
    EXPECT_THAT(heard.out, HasSubstr(sentence)) << heard.err;
  };
  const std::vector<std::string> by_itself = {"--background"};
  ASSERT_EQ(anna.Run({"pause", "--channel", "beta", "--build", "2010002"}).exit_code, 0);
  hear("check", {}, "A newer version is held back while a problem with it is looked into.");
  ASSERT_EQ(anna.Run({"resume", "--channel", "beta", "--build", "2010002"}).exit_code, 0);
  hear("install", by_itself, "Nexy 2.1.0.2 is installed and works.");
  ASSERT_EQ(anna.Run({"rollback", "--channel", "beta", "--build", "2010001", "--reason",
                      "2.1.0.2 loses words"})
                .exit_code,
            0);
  hear("install", by_itself,
       "Nexy goes back to version 2.1.0.1, because the newer one has a serious fault.");
  EXPECT_EQ(std::filesystem::read_symlink(home + "/current"), "versions/2010001");
  for (const char* role : {"timestamp", "release", "root"}) {
    const ProgramResult rotated = anna.Run({"rotate-key", role, "--quick"});
    ASSERT_EQ(rotated.exit_code, 0) << role << rotated.err;
  }
  ASSERT_EQ(anna.Run({"refresh"}).exit_code, 0);
  ASSERT_EQ(anna.Publish("2.1.0.3", "beta").exit_code, 0);
  hear("install", by_itself, "Nexy 2.1.0.3 is installed and works.");
  const ProgramResult verdict = anna.Run({"verify"});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.out;
}

}  // namespace
}  // namespace nexy::testing
