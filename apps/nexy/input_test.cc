#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nexy/screenshot_file.h"
#include "nexy/server_address.h"
#include "nexy/testing_program.h"

namespace nexy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ProgramResult;
using testing::RunNexy;
using testing::TemporaryFolder;
using testing::WriteContents;

TEST(ServerAddress, ReadsNamesAddressesAndPorts) {
  EXPECT_EQ(ParseServerAddress("127.0.0.1:7000")->Text(), "127.0.0.1:7000");
  EXPECT_EQ(ParseServerAddress("nexy.example.org")->Text(), "nexy.example.org:50051");
  EXPECT_EQ(ParseServerAddress("[::1]:443")->Text(), "[::1]:443");
  EXPECT_EQ(ParseServerAddress("[::1]")->port, 50051);
}

TEST(ServerAddress, RefusesWhatIsNone) {
  for (const char* text : {"", ":50051", "host:", "host:0", "host:65536", "host:1x", "::1", "[::1",
                           "[::1]50051", "dns:///host:1", "unix:/socket", "a b:1", "host:1:2"}) {
    const auto address = ParseServerAddress(text);
    EXPECT_FALSE(address.ok()) << text;
    EXPECT_THAT(std::string(address.status().message()), HasSubstr("HOST:PORT"));
  }
}

TEST(ServerAddress, KnowsWhatNeverLeavesTheMachine) {
  for (const char* text : {"127.0.0.1", "127.9.9.9:1", "[::1]:1", "localhost:1"}) {
    EXPECT_TRUE(ParseServerAddress(text)->IsLoopback()) << text;
  }
  for (const char* text :
       {"10.0.0.1", "nexy.example.org", "localhost.example.org", "[fe80::1]:1", "0.0.0.0:1"}) {
    EXPECT_FALSE(ParseServerAddress(text)->IsLoopback()) << text;
  }
}

TEST(ScreenshotFile, IsToldByItsLeadingBytes) {
  const TemporaryFolder home;
  const std::string path = home / "screen";
  for (const std::string& picture :
       {std::string("RIFF\0\0\0\0WEBPVP8 ", 16), std::string("\xff\xd8\xff\xe0"),
        std::string("\x89PNG\r\n\x1a\n")}) {
    WriteContents(path, picture);
    EXPECT_TRUE(ReadScreenshot(path).ok());
  }
  for (const std::string& other : {std::string("GIF89a"), std::string("RIFF\0\0\0\0WAVE", 12),
                                   std::string("RIFF"), std::string("%PDF-1.7")}) {
    WriteContents(path, other);
    EXPECT_THAT(std::string(ReadScreenshot(path).status().message()),
                HasSubstr("is not a WebP, JPEG or PNG picture"));
  }
}

TEST(ScreenshotFile, SaysWhatIsWrongWithTheFile) {
  const TemporaryFolder home;
  const auto message = [](const std::string& path) {
    return std::string(ReadScreenshot(path).status().message());
  };
  EXPECT_THAT(message(home / "absent.png"), HasSubstr("No such file"));
  EXPECT_THAT(message(home.path()), HasSubstr("it is a folder"));
  WriteContents(home / "empty.png", "");
  EXPECT_THAT(message(home / "empty.png"), HasSubstr("is empty"));
  EXPECT_THAT(message("/dev/zero"), HasSubstr("is too large: the limit is 10 MiB"));
  WriteContents(home / "limit.jpg", "\xff\xd8\xff" + std::string(kScreenshotMaxBytes - 3, 'x'));
  EXPECT_TRUE(ReadScreenshot(home / "limit.jpg").ok());
}

void ExpectUsageError(const ProgramResult& result, const std::string& words) {
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr(words));
}

TEST(CommandLine, SaysWhatIsWrongAndExitsWithTwo) {
  const TemporaryFolder home;
  ExpectUsageError(RunNexy({}, home), "Which command?");
  ExpectUsageError(RunNexy({"sing"}, home), "sing");
  ExpectUsageError(RunNexy({"ask", "a", "--loud"}, home), "--loud");
  ExpectUsageError(RunNexy({"ask", "a", "--server", "host:port"}, home), "is not a server address");
  ExpectUsageError(RunNexy({"ask", "a", "--tls", "--plaintext"}, home), "excludes");
  ExpectUsageError(RunNexy({"ask", "a", "--session", "mine"}, home), "is not a UUID version 4");
  ExpectUsageError(RunNexy({"ask", " \n "}, home), "The question is empty");
  ExpectUsageError(RunNexy({"ask", "\xff\xfe"}, home), "is not UTF-8");
  ExpectUsageError(RunNexy({"ask", "a", "--screenshot", "/absent.png"}, home), "/absent.png");
  ExpectUsageError(RunNexy({"ask", "a", "--ca", "/absent.pem"}, home), "/absent.pem");
  ExpectUsageError(RunNexy({"ask", "a", "--no-play", "--wav", "/absent/a.wav"}, home),
                   "/absent/a.wav");
}

TEST(CommandLine, NamesADeviceIdFileThatIsBroken) {
  const TemporaryFolder home;
  RunNexy({"ask", "a", "--no-play", "--server", "127.0.0.1:1"}, home);
  WriteContents(home / "nexy/device-id", "scribble");
  ExpectUsageError(RunNexy({"ask", "a"}, home), home / "nexy/device-id");
  ExpectUsageError(RunNexy({"interrupt"}, home), home / "nexy/device-id");
}

TEST(CommandLine, EveryHelpShowsAnExampleAndTheExitCodesAreDocumented) {
  const TemporaryFolder home;
  for (const char* command : {"ask", "welcome", "interrupt", "status"}) {
    const auto result = RunNexy({command, "--help"}, home);
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, HasSubstr("Example"));
    EXPECT_THAT(result.out, HasSubstr(std::string("nexy ") + command));
  }
  EXPECT_THAT(RunNexy({"--help"}, home).out, HasSubstr("130  interrupted"));
}

}  // namespace
}  // namespace nexy
