#include "nexyd/log_sink.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "base/manual_clock.h"

namespace nexy {
namespace {

using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

class Folder {
 public:
  Folder() { path_ = ::mkdtemp(name_); }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::filesystem::path path() const { return path_; }

 private:
  char name_[32] = "/tmp/nexy-log-XXXXXX";
  std::filesystem::path path_;
};

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends), 0); }
  ~Pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  // What was written so far.
  std::string Take() const {
    std::string text;
    char buffer[65536];
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    for (ssize_t n; (n = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<std::size_t>(n));
    }
    return text;
  }
  int ends[2] = {-1, -1};
};

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class LogSinkTest : public testing::Test {
 protected:
  std::unique_ptr<LogSink> Open(const LogOptions& options, int descriptor = -1) {
    auto log = LogSink::Open(options, registry_, clock_, descriptor);
    EXPECT_TRUE(log.ok()) << log.status();
    return *std::move(log);
  }
  double Dropped() const {
    for (const auto& family : registry_.Collect()) {
      if (family.name == "nexy_log_dropped_total") return family.metric.at(0).counter.value;
    }
    return -1;
  }

  ManualClock clock_;
  prometheus::Registry registry_;
  Folder folder_;
};

TEST_F(LogSinkTest, WritesRecordsInTheirOrder) {
  const Pipe pipe;
  auto log = Open({}, pipe.ends[1]);
  for (int i = 0; i < 100; ++i) log->Info("server", "start", "Hello", {{"n", i}});
  log.reset();
  const auto lines = Lines(pipe.Take());
  ASSERT_THAT(lines, SizeIs(100));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_THAT(lines[i], EndsWith("ctx={\"n\": " + std::to_string(i) + "} msg=Hello"));
  }
}

TEST_F(LogSinkTest, WritesNothingBelowItsLevel) {
  const Pipe pipe;
  auto log = Open({.level = LogLevel::kWarn}, pipe.ends[1]);
  log->Info("server", "start", "quiet");
  log->Write(LogLevel::kDebug, "server", "start", "quiet", {});
  log->Warn("server", "warning", "loud");
  log->Error("server", "error", "loud");
  log.reset();
  EXPECT_THAT(Lines(pipe.Take()), SizeIs(2));
}

TEST_F(LogSinkTest, KeepsAsManyFilesAsItMayOfTheSizeTheyMayHave) {
  const LogOptions options{
      .file = folder_.path() / "nexyd.log", .file_max_bytes = 4096, .files_kept = 2};
  auto log = Open(options);
  for (int i = 0; i < 500; ++i) log->Info("server", "start", "Hello", {{"n", i}});
  log.reset();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    EXPECT_LE(entry.file_size(), 4096U) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 3U);
  EXPECT_THAT(Lines(ReadFile(options.file)).back(), HasSubstr("{\"n\": 499}"));
}

TEST_F(LogSinkTest, GoesOnInAFileThatIsThere) {
  const LogOptions options{.file = folder_.path() / "nexyd.log"};
  for (const bool first : {true, false}) {
    const auto log = Open(options);
    log->Info("server", "start", "Hello", {{"first", first}});
  }
  EXPECT_THAT(Lines(ReadFile(options.file)), SizeIs(2));
}

TEST_F(LogSinkTest, SaysWhichFileItCannotOpen) {
  const std::filesystem::path file = folder_.path() / "a-file";
  std::ofstream(file) << "x";
  const auto log = LogSink::Open({.file = file / "nexyd.log"}, registry_, clock_);
  EXPECT_EQ(log.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(log.status().message()), HasSubstr("a-file/nexyd.log"));
}

TEST_F(LogSinkTest, NeitherWaitsForAReaderThatStoppedNorHidesWhatWasLost) {
  const Pipe pipe;
  auto log = Open({.queue = 16}, pipe.ends[1]);
  // More than the pipe and the queue hold; nobody reads.
  for (int i = 0; i < 5000; ++i) log->Info("server", "start", "Hello", {{"n", i}});
  clock_.Advance(std::chrono::seconds(2));
  log->Info("server", "start", "still there");
  EXPECT_GT(Dropped(), 1000);
  const std::string early = pipe.Take();
  log.reset();
  const auto lines = Lines(early + pipe.Take());
  EXPECT_LT(lines.size(), 4000U);
  EXPECT_THAT(lines, Contains(HasSubstr("scope=log decision=warning ctx={\"dropped\": ")));
}

TEST_F(LogSinkTest, EndsThoughNobodyReads) {
  const Pipe pipe;
  ::fcntl(pipe.ends[1], F_SETPIPE_SZ, 4096);
  auto log = Open({.write_stall = std::chrono::milliseconds(1)}, pipe.ends[1]);
  for (int i = 0; i < 1000; ++i) log->Info("server", "start", "Hello");
  log.reset();  // Would hang.
  EXPECT_THAT(Lines(pipe.Take()).front(), HasSubstr("msg=Hello"));
}

TEST_F(LogSinkTest, LosesRecordsNotTheProgramWhenTheReaderIsGone) {
  ::signal(SIGPIPE, SIG_IGN);  // As nexyd does.
  Pipe pipe;
  auto log = Open({}, pipe.ends[1]);
  ::close(std::exchange(pipe.ends[0], -1));
  for (int i = 0; i < 10; ++i) log->Info("server", "start", "Hello");
  log.reset();
}

TEST_F(LogSinkTest, TakesRecordsOfManyThreads) {
  const LogOptions options{.file = folder_.path() / "nexyd.log", .queue = 100'000};
  auto log = Open(options);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&log, t] {
        for (int i = 0; i < 500; ++i) log->Info("server", "start", "Hello", {{"t", t}, {"n", i}});
      });
    }
  }
  log.reset();
  const auto lines = Lines(ReadFile(options.file));
  EXPECT_THAT(lines, SizeIs(2000));
  for (const std::string& line : lines) EXPECT_THAT(line, EndsWith("} msg=Hello"));
}

}  // namespace
}  // namespace nexy
