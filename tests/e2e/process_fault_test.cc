// What the machine does to a process: it is killed, stopped, refused disk, files or memory, and its
// clock is set. Each time what follows is defined, and the person or the operator is told why.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "e2e/await.h"
#include "e2e/nexyd_process.h"
#include "e2e/provider_settings.h"
#include "e2e/tcp_exchange.h"
#include "e2e/usage_reader.h"
#include "streaming.grpc.pb.h"

namespace nexy::testing {
namespace {

using ::testing::HasSubstr;

constexpr rlim_t kNoLimit = RLIM_INFINITY;

// Sets the soft limit of another process and returns what it was; the hard one stays.
rlim_t Limit(int pid, __rlimit_resource which, rlim_t value) {
  rlimit before{};
  EXPECT_EQ(prlimit(pid, which, nullptr, &before), 0);
  const rlimit after{std::min(value, before.rlim_max), before.rlim_max};
  EXPECT_EQ(prlimit(pid, which, &after, nullptr), 0);
  return before.rlim_cur;
}

// A process that is not a child of the test; waits for its end.
class Watch {
 public:
  explicit Watch(int pid) : file_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}
  ~Watch() { close(file_); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  bool AwaitEnd() const {
    pollfd watched{.fd = file_, .events = POLLIN, .revents = 0};
    return file_ < 0 || poll(&watched, 1, 60'000) == 1;
  }

 private:
  const int file_;
};

double Figure(const NexydProcess& server, const std::string& name) {
  const std::string text = HttpGet(server.http(), "/metrics").body;
  const std::size_t at = text.find("\n" + name + " ");
  return at == std::string::npos ? 0 : std::stod(text.substr(at + name.size() + 2));
}

TEST(KilledServer, LosesNobodyButItsLiveTurnsAndNothingThatWasStored) {
  const TemporaryFolder disk;
  std::vector<std::string> settings = kPatient;
  settings.push_back("store.path=" + disk / "nexy.db");
  settings.push_back("store.flush_every=20ms");
  settings.push_back("turn.audio_ahead=1s");
  std::optional<NexydProcess> server(settings);
  const std::string port = PortOf(server->grpc());
  std::vector<std::unique_ptr<Person>> people;
  for (int i = 0; i < 4; ++i) people.push_back(std::make_unique<Person>(*server));
  ASSERT_EQ(people[0]->Ask("What is 2 + 2?").exit_code, 0);
  const UsageReader usage(disk / "nexy.db");
  ASSERT_TRUE(Await([&usage] { return usage.Requests("offline") == 1; }));

  std::vector<std::unique_ptr<Program>> asking;
  for (const auto& person : people) {
    asking.push_back(
        std::make_unique<Program>(AskArguments(*server, kLongQuestion), person->home()));
  }
  for (const auto& one : asking) ASSERT_TRUE(one->AwaitOutput(kFirstWords));
  std::vector<std::unique_ptr<Watch>> voices;
  for (const int pid : server->WorkerPids()) voices.push_back(std::make_unique<Watch>(pid));
  server->Signal(SIGKILL);
  EXPECT_EQ(server->Wait().exit_code, -1);
  for (const auto& one : asking) {
    const auto answer = ParseAnswer(one->Wait());
    EXPECT_EQ(answer.exit_code, 1);
    EXPECT_THAT(answer.err, HasSubstr("The connection to Nexy's server at"));
    EXPECT_THAT(answer.err, HasSubstr("was lost"));
  }
  for (const auto& voice : voices) EXPECT_TRUE(voice->AwaitEnd()) << "a voice outlived nexyd";

  settings.push_back("rpc.port=" + port);
  server.emplace(settings);
  for (const auto& person : people) {
    EXPECT_EQ(person->Ask("What is 2 + 3?").text, "The answer is 5.");
  }
  EXPECT_TRUE(Await([&usage] { return usage.Requests("offline") >= 5; }))
      << "what was stored before the kill, and four questions after it";
  EXPECT_EQ(server->Stop().exit_code, 0);
}

// nexy-sim as a process of its own, which can be stopped.
class StoppableProvider {
 public:
  StoppableProvider() : program_({"--no-record"}, home_, {}, "", "nexy-sim") {
    EXPECT_TRUE(program_.AwaitOutput("\n"));
    const std::string line = program_.seen();
    url_ = "http://" +
           nlohmann::json::parse(line.substr(line.find('{'))).at("http").get<std::string>();
  }
  void Signal(int number) { program_.Signal(number); }
  const std::string& url() const { return url_; }

 private:
  TemporaryFolder home_;
  Program program_;
  std::string url_;
};

TEST(StoppedProvider, OfAnswersIsApologisedForAndAnswersAgainWhenItGoesOn) {
  StoppableProvider provider;
  std::vector<std::string> settings = ProviderSettings(provider.url());
  for (const char* setting : {"llm.provider=openai", "llm.first_token_timeout=1s",
                              "llm.resilience.breaker.failures=100"}) {
    settings.push_back(setting);
  }
  NexydProcess server(settings, ProviderKeys());
  const Person person(server);
  provider.Signal(SIGSTOP);
  const auto apology = person.Ask("Who wrote Hamlet?");
  EXPECT_EQ(apology.outcome + " " + apology.cause, "failed llm_timeout") << apology.err;
  EXPECT_GT(apology.audio_seconds, 1);
  provider.Signal(SIGCONT);
  EXPECT_TRUE(Await([&person] { return person.Ask("Who wrote Hamlet?").outcome == "ok"; }));
}

TEST(StoppedProvider, OfSpeechIsReplacedByTheVoiceInside) {
  StoppableProvider provider;
  std::vector<std::string> settings = ProviderSettings(provider.url());
  settings.push_back("tts.provider=azure");
  settings.push_back("tts.first_audio_timeout=2s");
  NexydProcess server(settings, ProviderKeys());
  const Person person(server);
  provider.Signal(SIGSTOP);
  const auto answer = person.Ask("What is 2 + 2?");
  EXPECT_EQ(answer.outcome + " " + answer.cause, "degraded voice_fallback") << answer.err;
  EXPECT_THAT(answer.text, HasSubstr("I use a simpler one"));
  EXPECT_THAT(answer.text, HasSubstr("The answer is 4."));
}

// A file system of its own with room for 4 MiB, seen by this thread and the programs that it
// starts.
class SmallDisk {
 public:
  SmallDisk() { mounted_ = HasOwnMounts() && mount("nexy", path(), "tmpfs", 0, "size=4m") == 0; }
  ~SmallDisk() {
    if (mounted_) umount2(path(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }
  const char* path() const { return folder_.path().c_str(); }

  void FillUp() const {
    const int file = open(filler_.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    const std::string page(4096, 'x');
    while (write(file, page.data(), page.size()) > 0) {
    }
    EXPECT_EQ(errno, ENOSPC);
    close(file);
  }
  void MakeRoom() const { std::filesystem::remove(filler_); }

 private:
  // As root, or in a user namespace, where everybody may mount.
  static bool HasOwnMounts() {
    const auto itself = [](unsigned id) {
      return std::to_string(id) + " " + std::to_string(id) + " 1";
    };
    const std::string user = itself(getuid()), group = itself(getgid());
    if (unshare(CLONE_NEWNS) != 0) {
      if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
      WriteContents("/proc/thread-self/uid_map", user);
      WriteContents("/proc/thread-self/setgroups", "deny");
      WriteContents("/proc/thread-self/gid_map", group);
    }
    return mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
  }

  TemporaryFolder folder_;
  const std::string filler_ = folder_ / "filler";
  bool mounted_ = false;
};

using OnServer = std::function<void(const NexydProcess& server)>;

void ExpectThatAFullDiskIsSurvived(const std::string& folder, const OnServer& fill_up,
                                   const OnServer& make_room) {
  const std::string log = folder + "/nexyd.log", database = folder + "/nexy.db";
  std::vector<std::string> settings = kPatient;
  settings.push_back("store.path=" + database);
  settings.push_back("store.flush_every=20ms");
  settings.push_back("store.retry_after=100ms");
  settings.push_back("log.file=" + log);
  NexydProcess server(settings);
  const Person person(server);
  const UsageReader usage(database);
  int asked = 0;
  const auto ask = [&person, &asked] {
    ++asked;
    EXPECT_EQ(person.Ask("What is 2 + 3?").text, "The answer is 5.");
  };
  ask();
  ASSERT_TRUE(Await([&usage] { return usage.Requests("offline") == 1; }));

  fill_up(server);
  const auto store = [&server] {
    const auto status = nlohmann::json::parse(HttpGet(server.http(), "/status").body);
    for (const auto& provider : status.at("providers")) {
      if (provider.at("kind") == "store") return provider;
    }
    return nlohmann::json();
  };
  const auto is_reported = [&] {
    ask();  // What is begun of a file may still have room for a little.
    return store().at("state") == "down" && Figure(server, "nexy_log_dropped_total") > 0;
  };
  EXPECT_TRUE(Await(is_reported));
  EXPECT_NE(store().value("reason", ""), "");
  EXPECT_EQ(HttpGet(server.http(), "/health").status, 200) << "answers are still given";

  make_room(server);
  EXPECT_TRUE(Await([&store] { return store().at("state") == "ok"; }));
  ask();
  EXPECT_TRUE(Await([&] { return usage.Requests("offline") == asked; })) << "none was lost";
  EXPECT_EQ(server.Stop().exit_code, 0);
  EXPECT_THAT(Contents(log), HasSubstr("usage is recorded again"));
}

TEST(FullDisk, CostsNoAnswerAndIsReportedUntilThereIsRoom) {
  const SmallDisk disk;
  if (!disk.mounted()) {
    GTEST_SKIP() << "NOT TESTED on a real file system: this machine lets nobody mount one ("
                 << strerror(errno) << ")";
  }
  ExpectThatAFullDiskIsSurvived(
      disk.path(), [&disk](const NexydProcess&) { disk.FillUp(); },
      [&disk](const NexydProcess&) { disk.MakeRoom(); });
}

// The same to a program, on every machine.
TEST(FullDisk, OnWhichNoFileMayGrowIsTheSame) {
  const TemporaryFolder disk;
  ExpectThatAFullDiskIsSurvived(
      disk.path(), [](const NexydProcess& server) { Limit(server.pid(), RLIMIT_FSIZE, 0); },
      [](const NexydProcess& server) { Limit(server.pid(), RLIMIT_FSIZE, kNoLimit); });
}

// Connections that nobody speaks on, until the server has no descriptor left.
class SilentCrowd {
 public:
  explicit SilentCrowd(const NexydProcess& server) : server_(server) {}
  ~SilentCrowd() { Leave(); }

  void FillUp(std::size_t free) {
    const auto open = [this] {
      using std::filesystem::directory_iterator;
      const directory_iterator files("/proc/" + std::to_string(server_.pid()) + "/fd");
      return static_cast<rlim_t>(std::distance(begin(files), end(files)));
    };
    limit_before_ = Limit(server_.pid(), RLIMIT_NOFILE, open() + free);
    for (std::size_t i = 0; i < free + 20; ++i) sockets_.push_back(Dial(server_.grpc()));
  }
  void Leave() {
    for (const int socket : sockets_) close(socket);
    sockets_.clear();
  }
  rlim_t limit_before() const { return limit_before_; }

 private:
  const NexydProcess& server_;
  std::vector<int> sockets_;
  rlim_t limit_before_ = 0;
};

TEST(NoMoreFiles, ThoseWhoTalkGoOnAndOthersAreTakenInWhenSomebodyLeaves) {
  std::vector<std::string> settings = kPatient;
  settings.push_back("turn.audio_ahead=500ms");
  settings.push_back("tts.espeak.rate=450");
  NexydProcess server(settings);
  const Person person(server);
  ASSERT_EQ(person.Ask("What is 2 + 2?").text, "The answer is 4.");
  SilentCrowd crowd(server);
  Program asking(AskArguments(server, "Who wrote Hamlet?"), person.home());
  ASSERT_TRUE(asking.AwaitOutput("I am offline"));
  crowd.FillUp(8);
  EXPECT_EQ(ParseAnswer(asking.Wait()).outcome, "ok") << "who was there hears it all";

  crowd.Leave();
  EXPECT_TRUE(Await([&person] { return person.Ask("What is 2 + 4?").text == "The answer is 6."; }))
      << "the port stayed deaf";
  EXPECT_EQ(HttpGet(server.http(), "/health").status, 200);
  const auto ended = server.Stop();
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_THAT(ended.err, HasSubstr("gRPC connections wait because no file can be opened"));
}

// The kernel would kill it; without a cgroup of its own it ends itself, which is the same to
// everybody else.
TEST(NoMoreMemory, EndsTheServerAtOnceAndCostsNothingThatWasStored) {
  const TemporaryFolder disk;
  std::vector<std::string> settings = kPatient;
  settings.push_back("store.path=" + disk / "nexy.db");
  settings.push_back("store.flush_every=20ms");
  settings.push_back("turn.audio_ahead=1s");
  std::optional<NexydProcess> server(settings);
  const Person person(*server);
  const UsageReader usage(disk / "nexy.db");
  ASSERT_EQ(person.Ask("What is 2 + 2?").exit_code, 0);
  ASSERT_TRUE(Await([&usage] { return usage.Requests("offline") == 1; }));
  Program asking(AskArguments(*server, kLongQuestion), person.home());
  ASSERT_TRUE(asking.AwaitOutput(kFirstWords));

  const Watch ended(server->pid());
  Limit(server->pid(), RLIMIT_AS, 1);
  Limit(server->pid(), RLIMIT_DATA, 1);
  std::vector<std::jthread> greedy;  // More than it can ever have had.
  for (int i = 0; i < 12; ++i) {
    greedy.emplace_back([channel = server->Connect()] {
      const auto stub = streaming::StreamingService::NewStub(channel);
      streaming::StreamRequest request;
      request.set_prompt(std::string(15'000'000, 'a'));
      grpc::ClientContext context;
      const auto reader = stub->StreamAudio(&context, request);
      streaming::StreamResponse message;
      while (reader->Read(&message)) {
      }
      EXPECT_FALSE(reader->Finish().ok());
    });
  }
  if (!ended.AwaitEnd()) server->Signal(SIGTERM);
  EXPECT_THAT(ParseAnswer(asking.Wait()).err, HasSubstr("was lost"));
  EXPECT_EQ(server->Wait().exit_code, -1) << "ended by a signal, so systemd starts it again";

  server.emplace(settings);
  EXPECT_EQ(person.Ask("What is 2 + 3?").text, "The answer is 5.");
  EXPECT_TRUE(Await([&usage] { return usage.Requests("offline") >= 2; }));
}

// A wall clock that can be set, for a program that runs under it.
class SettableClock {
 public:
  SettableClock() { Set("+0"); }

  Program::Environment environment() const {
    return {{"LD_PRELOAD", Library()},
            {"FAKETIME_TIMESTAMP_FILE", file()},
            {"FAKETIME_NO_CACHE", "1"},
            {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}};
  }
  // "+2h", "-1d", …: so far from the true time.
  void Set(const std::string& offset) { WriteContents(file(), offset + "\n"); }

 private:
  static std::string Library() {
    for (const auto& folder : std::filesystem::directory_iterator("/usr/lib")) {
      const auto library = folder.path() / "faketime/libfaketimeMT.so.1";
      if (std::filesystem::exists(library)) return library;
    }
    ADD_FAILURE() << "the package faketime is not installed";
    return "";
  }
  std::string file() const { return home_ / "time"; }

  TemporaryFolder home_;
};

TEST(SetClock, NeitherCutsNorDelaysAnAnswer) {
  SettableClock clock;
  std::vector<std::string> settings = kPatient;
  settings.push_back("turn.audio_ahead=500ms");
  settings.push_back("tts.espeak.rate=450");
  settings.push_back("store.flush_every=20ms");
  NexydProcess server(settings, clock.environment());
  const Person person(server);
  const UsageReader usage(server.store());
  ASSERT_EQ(person.Ask("What is 2 + 2?").text, "The answer is 4.");
  Program asking(AskArguments(server, "Who wrote Hamlet?"), person.home());
  ASSERT_TRUE(asking.AwaitOutput("I am offline"));
  for (const std::string offset : {"+2h", "-1d"}) {
    clock.Set(offset);
    EXPECT_EQ(Person(server).Ask("What is 2 + 3?").text, "The answer is 5.") << "after " << offset;
  }
  EXPECT_EQ(ParseAnswer(asking.Wait()).outcome, "ok") << "while it was spoken";
  EXPECT_TRUE(Await([&usage] { return usage.Requests("espeak") > 0; }));
  EXPECT_EQ(server.Stop().exit_code, 0);
}

}  // namespace
}  // namespace nexy::testing
