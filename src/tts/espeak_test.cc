#include "tts/espeak.h"

#include <dirent.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/status.h"

namespace nexy {
namespace {

using testing::HasSubstr;

// The live children of this process.
std::set<pid_t> Children() {
  std::set<pid_t> pids;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream children(task.path() / "children");
    for (pid_t pid = 0; children >> pid;) pids.insert(pid);
  }
  return pids;
}

std::size_t OpenFiles() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& fd : std::filesystem::directory_iterator("/proc/self/fd")) {
    ++count;
  }
  return count;
}

testing::AssertionResult SameSound(const std::string& a, const std::string& b) {
  if (a == b) return testing::AssertionSuccess();
  const auto at = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
  return testing::AssertionFailure()
         << a.size() << " and " << b.size() << " bytes differ from byte " << at;
}

Task<absl::StatusOr<std::string>> SpeakAll(TtsProvider& voice, TtsRequest request) {
  NEXY_CO_ASSIGN_OR_RETURN(auto stream, co_await voice.Speak(std::move(request)));
  std::string pcm;
  while (true) {
    NEXY_CO_ASSIGN_OR_RETURN(auto piece, co_await stream->Next());
    if (!piece) co_return pcm;
    if (piece->empty() || piece->size() % 2 != 0) co_return absl::InternalError("bad piece");
    pcm += *piece;
  }
}

Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Open(TtsProvider& voice, TtsRequest request) {
  co_return co_await voice.Speak(std::move(request));
}

Task<absl::StatusOr<std::optional<std::string>>> NextOf(TtsStream& stream) {
  co_return co_await stream.Next();
}

EspeakOptions Options() {
  EspeakOptions options;
  options.worker = NEXY_BIN_DIR "/nexy-voice";
  return options;
}

TtsRequest English(std::string text) { return {std::move(text), Language::kEnglish, ""}; }
TtsRequest Russian(std::string text) { return {std::move(text), Language::kRussian, ""}; }

std::string LongText(int sentence) {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    text += "sentence " + std::to_string(sentence);
    text += " goes on with part " + std::to_string(i) + ", ";
  }
  return text;
}

// A provider on a context that threads of its own run.
class EspeakTest : public testing::Test {
 protected:
  void Start(const EspeakOptions& options, int threads = 4) {
    provider_ =
        std::make_unique<EspeakProvider>(io_.get_executor(), options, clock_, log_, registry_);
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { io_.run(); });
  }
  void TearDown() override { Finish(); }
  void Finish() {
    work_.reset();
    io_.stop();
    threads_.clear();
    provider_.reset();
  }

  template <typename T>
  std::future<T> OnStrand(Task<T> task) {
    return asio::co_spawn(asio::make_strand(io_), std::move(task), asio::use_future);
  }
  absl::StatusOr<std::string> Say(TtsRequest request) {
    return OnStrand(SpeakAll(*provider_, std::move(request))).get();
  }
  double Metric(const std::string& name, const std::string& label = "") {
    double sum = 0;
    for (const auto& family : registry_.Collect()) {
      if (family.name != name) continue;
      for (const auto& metric : family.metric) {
        if (!label.empty() && metric.label.at(0).value != label) continue;
        sum += metric.counter.value + metric.gauge.value;
      }
    }
    return sum;
  }

  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io_);
  RealClock clock_;
  NullLog log_;
  prometheus::Registry registry_;
  std::unique_ptr<EspeakProvider> provider_;
  std::vector<std::jthread> threads_;
};

TEST_F(EspeakTest, SpeaksEnglishAndRussianAsWirePcm) {
  Start(Options());
  const auto english = Say(English("Hello, how are you today?"));
  ASSERT_TRUE(english.ok()) << english.status();
  EXPECT_GT(english->size(), 96000u);
  EXPECT_LT(english->size(), 4 * 96000u);
  const auto russian = Say(Russian("Здравствуйте, как ваши дела?"));
  ASSERT_TRUE(russian.ok()) << russian.status();
  EXPECT_GT(russian->size(), 96000u);
  EXPECT_TRUE(provider_->healthy());
  EXPECT_EQ(Metric("nexy_espeak_utterances_total", "spoken"), 2);
}

TEST_F(EspeakTest, TheSameTextAlwaysSoundsTheSame) {
  Start(Options());
  const auto first = Say(English("The same words."));
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(Say(Russian("Другие слова.")).ok());
  EXPECT_TRUE(SameSound(*Say(English("The same words.")), *first));
}

TEST_F(EspeakTest, AnIdleWorkerIsNotTakenForALostOne) {
  Start(Options());
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(Say(English("Yes.")).ok());
  EXPECT_EQ(Metric("nexy_espeak_worker_failures_total"), 0);
}

TEST_F(EspeakTest, TwentyAtOnceSoundAsIfAlone) {
  Start(Options());
  std::vector<std::string> alone;
  for (int i = 0; i < 20; ++i) alone.push_back(*Say(English(LongText(i))));
  std::vector<std::future<absl::StatusOr<std::string>>> together;
  for (int i = 0; i < 20; ++i) {
    together.push_back(OnStrand(SpeakAll(*provider_, English(LongText(i)))));
  }
  for (std::size_t i = 0; i < together.size(); ++i) {
    EXPECT_TRUE(SameSound(*together[i].get(), alone[i])) << i;
  }
}

TEST_F(EspeakTest, AKilledWorkerCostsNobodyASample) {
  Start(Options());
  std::vector<std::string> alone;
  for (int i = 0; i < 20; ++i) alone.push_back(*Say(English(LongText(i))));
  std::vector<std::future<absl::StatusOr<std::string>>> together;
  for (int i = 0; i < 20; ++i) {
    together.push_back(OnStrand(SpeakAll(*provider_, English(LongText(i)))));
  }
  for (std::size_t i = 0; i < together.size(); ++i) {
    if (i < 5 && provider_->state().ready == 2) {
      for (const pid_t pid : Children()) kill(pid, SIGKILL);
    }
    const auto pcm = together[i].get();
    ASSERT_TRUE(pcm.ok()) << pcm.status();
    EXPECT_TRUE(SameSound(*pcm, alone[i])) << i;
  }
  EXPECT_GE(Metric("nexy_espeak_retries_total", "worker"), 1);
}

TEST_F(EspeakTest, AWorkerKilledInMidUtteranceIsContinuedByAnotherFromTheSameSample) {
  EspeakOptions options = Options();
  options.workers = 1;
  Start(options);
  std::string text;
  for (int i = 0; i < 16; ++i) text += LongText(i);
  const std::string alone = *Say(English(text));
  auto stream = *OnStrand(Open(*provider_, English(text))).get();
  std::string pcm = **OnStrand(NextOf(*stream)).get();
  for (const pid_t pid : Children()) kill(pid, SIGKILL);
  while (true) {
    const auto piece = OnStrand(NextOf(*stream)).get();
    ASSERT_TRUE(piece.ok()) << piece.status();
    if (!*piece) break;
    pcm += **piece;
  }
  EXPECT_TRUE(SameSound(pcm, alone));
}

TEST_F(EspeakTest, AHungWorkerIsReplacedAndItsTextSpoken) {
  EspeakOptions options = Options();
  options.workers = 1;
  options.utterance_timeout = std::chrono::seconds(2);
  Start(options);
  const std::string alone = *Say(English("Hello there."));
  for (const pid_t pid : Children()) kill(pid, SIGSTOP);
  const auto pcm = Say(English("Hello there."));
  ASSERT_TRUE(pcm.ok()) << pcm.status();
  EXPECT_TRUE(SameSound(*pcm, alone));
  EXPECT_GE(Metric("nexy_espeak_retries_total", "text"), 1);
}

TEST_F(EspeakTest, ADestroyedStreamFreesItsWorker) {
  EspeakOptions options = Options();
  options.workers = 1;
  Start(options);
  std::string text;
  for (int i = 0; i < 100; ++i) text += LongText(i);  // Minutes of speech.
  for (int i = 0; i < 10; ++i) {
    auto stream = *OnStrand(Open(*provider_, English(text))).get();
    ASSERT_TRUE(OnStrand(NextOf(*stream)).get().ok());
  }
  ASSERT_TRUE(Say(English("Yes.")).ok());
  EXPECT_EQ(Metric("nexy_espeak_utterances_total", "cancelled"), 10);
  EXPECT_EQ(Metric("nexy_espeak_worker_failures_total"), 0);
}

TEST_F(EspeakTest, ACancelledWaitThrowsAndStopsTheSynthesis) {
  EspeakOptions options = Options();
  options.workers = 1;
  Start(options, /*threads=*/1);
  ASSERT_TRUE(Say(English("Ready.")).ok());
  for (const pid_t pid : Children()) kill(pid, SIGSTOP);  // The stream will have to wait.
  auto stream = *OnStrand(Open(*provider_, English("Never heard."))).get();
  asio::cancellation_signal cancel;
  auto next = asio::co_spawn(io_, NextOf(*stream),
                             asio::bind_cancellation_slot(cancel.slot(), asio::use_future));
  asio::post(io_, [&cancel] { cancel.emit(asio::cancellation_type::terminal); });
  EXPECT_THROW((void)next.get(), boost::system::system_error);
  for (const pid_t pid : Children()) kill(pid, SIGCONT);
  ASSERT_TRUE(Say(English("Ready.")).ok());
  EXPECT_EQ(Metric("nexy_espeak_utterances_total", "cancelled"), 1);
}

TEST_F(EspeakTest, AFullQueueRefuses) {
  EspeakOptions options = Options();
  options.workers = 1;
  options.queue = 2;
  provider_ =
      std::make_unique<EspeakProvider>(io_.get_executor(), options, clock_, log_, registry_);
  std::vector<std::future<absl::StatusOr<std::unique_ptr<TtsStream>>>> opened;
  for (int i = 0; i < 3; ++i) {  // Before any worker has been started.
    opened.push_back(asio::co_spawn(asio::system_executor(), Open(*provider_, English("Yes.")),
                                    asio::use_future));
  }
  std::vector<absl::StatusOr<std::unique_ptr<TtsStream>>> streams;
  for (auto& future : opened) streams.push_back(future.get());
  int refused = 0;
  for (const auto& stream : streams) refused += absl::IsResourceExhausted(stream.status()) ? 1 : 0;
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(provider_->state().waiting, 2u);
  EXPECT_EQ(Metric("nexy_espeak_utterances_total", "refused"), 1);
}

TEST_F(EspeakTest, AMissingWorkerProgramIsNamedAndReportedAtOnce) {
  EspeakOptions options = Options();
  options.worker = "/nonexistent/nexy-voice";
  Start(options);
  for (int i = 0; i < 2; ++i) {
    const auto pcm = Say(English("Hello."));
    EXPECT_EQ(pcm.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_THAT(std::string(pcm.status().message()),
                HasSubstr("/nonexistent/nexy-voice: No such file"));
  }
  EXPECT_FALSE(provider_->healthy());
  EXPECT_THAT(provider_->state().problem, HasSubstr("No such file"));
}

TEST_F(EspeakTest, AProgramThatIsNoWorkerIsReported) {
  EspeakOptions options = Options();
  for (const char* program : {"/bin/true", "/bin/date"}) {
    options.worker = program;
    asio::io_context io;
    prometheus::Registry registry;
    EspeakProvider provider(io.get_executor(), options, clock_, log_, registry);
    auto pcm = asio::co_spawn(io, SpeakAll(provider, English("Hello.")), asio::use_future);
    while (pcm.wait_for(std::chrono::seconds(0)) != std::future_status::ready) io.run_one();
    EXPECT_EQ(pcm.get().status().code(), absl::StatusCode::kUnavailable) << program;
  }
}

TEST_F(EspeakTest, NothingToSayIsTheCallersFault) {
  Start(Options());
  EXPECT_EQ(Say(English("")).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Say(English(" \n\x01 ")).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Say(English(std::string(40'000, 'a'))).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(EspeakTest, HostileTextsAreSpokenOrRefusedAndTheWorkersLive) {
  Start(Options());
  for (const std::string& text :
       {std::string("a\0b", 3), std::string("\xFF\xFE!"), std::string(".."), std::string(500, '9'),
        std::string("<speak>hi</speak>"), std::string("\xF0\x9F\x98\x80 ok"),
        std::string(5000, '\xC3')}) {
    const auto pcm = Say(English(text));
    EXPECT_TRUE(pcm.ok() || absl::IsInvalidArgument(pcm.status())) << pcm.status();
  }
  EXPECT_EQ(Metric("nexy_espeak_worker_failures_total"), 0);
}

TEST_F(EspeakTest, NeitherZombiesNorFilesAreLeftBehind) {
  ASSERT_TRUE(Children().empty());
  const std::size_t files = OpenFiles();
  for (int round = 0; round < 3; ++round) {
    asio::io_context io;
    prometheus::Registry registry;
    auto provider =
        std::make_unique<EspeakProvider>(io.get_executor(), Options(), clock_, log_, registry);
    auto first = asio::co_spawn(io, SpeakAll(*provider, English(LongText(1))), asio::use_future);
    while (provider->state().ready == 0) io.run_one();
    for (const pid_t pid : Children()) kill(pid, SIGKILL);
    while (first.wait_for(std::chrono::seconds(0)) != std::future_status::ready) io.run_one();
    EXPECT_TRUE(first.get().ok());
    provider.reset();
    EXPECT_TRUE(Children().empty());
  }
  EXPECT_EQ(OpenFiles(), files);
}

TEST_F(EspeakTest, DestroyingTheProviderFailsTheStreamsThatWait) {
  asio::io_context io;
  prometheus::Registry registry;
  auto provider =
      std::make_unique<EspeakProvider>(io.get_executor(), Options(), clock_, log_, registry);
  while (provider->state().ready < 2) io.run_one();
  for (const pid_t pid : Children()) kill(pid, SIGSTOP);
  auto pcm = asio::co_spawn(io, SpeakAll(*provider, English("Never heard.")), asio::use_future);
  while (provider->state().speaking == 0) io.run_one();
  provider.reset();
  io.run();
  EXPECT_EQ(pcm.get().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(Children().empty());
}

// A worker program that does what its text tells it to (fake_voice.cc).
class EspeakTroubleTest : public EspeakTest {
 protected:
  void Start(std::chrono::milliseconds silence_max = std::chrono::seconds(5)) {
    EspeakOptions options;
    options.worker = NEXY_BIN_DIR "/nexy_fake_voice";
    options.workers = 1;
    options.utterance_timeout = silence_max;
    EspeakTest::Start(options);
  }
};

TEST_F(EspeakTroubleTest, ATextThatKillsTheSynthesiserTwiceIsSpokenWithoutItsSymbols) {
  Start();
  const std::string plain = *Say(English("some words   here"));
  const auto pcm = Say(English("some words \xE2\x98\xA0 here"));  // A skull crashes the fake.
  ASSERT_TRUE(pcm.ok()) << pcm.status();
  EXPECT_TRUE(SameSound(*pcm, plain));
  EXPECT_EQ(Metric("nexy_espeak_retries_total", "reduced"), 1);
}

TEST_F(EspeakTroubleTest, ATextThatAlwaysKillsTheSynthesiserFailsAndTheNextOneIsSpoken) {
  Start();
  EXPECT_EQ(Say(English("crash")).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Say(English("\xE2\x98\xA0")).status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(Say(English("some words")).ok());
  EXPECT_EQ(Metric("nexy_espeak_worker_failures_total"), 0);
}

TEST_F(EspeakTroubleTest, AWorkerThatEndsInMidSentenceIsContinuedByTheNext) {
  Start();
  const std::string whole = *Say(English("some words which are said"));
  const std::string marker = testing::TempDir() + "/nexy_fake_voice." + std::to_string(getpid());
  std::ofstream(marker) << "once";
  // The fake says half of it and ends if it finds the file, which it removes.
  const auto pcm = Say({"some words which are said", Language::kEnglish, marker});
  ASSERT_TRUE(pcm.ok()) << pcm.status();
  EXPECT_TRUE(SameSound(*pcm, whole));
  EXPECT_EQ(Metric("nexy_espeak_retries_total", "worker"), 1);
}

TEST_F(EspeakTroubleTest, ASynthesiserThatNeverStopsIsStopped) {
  Start();
  const auto pcm = Say(English("endless"));
  EXPECT_EQ(pcm.status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(Say(English("some words")).ok());
}

TEST_F(EspeakTroubleTest, ASilentSynthesiserIsGivenUpAfterThreeTries) {
  Start(/*silence_max=*/std::chrono::milliseconds(300));
  EXPECT_EQ(Say(English("hang")).status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(Say(English("some words")).ok());
}

TEST_F(EspeakTroubleTest, AWorkerThatTalksGarbageIsReplaced) {
  Start();
  EXPECT_EQ(Say(English("garbage")).status().code(), absl::StatusCode::kInternal);
  EXPECT_TRUE(Say(English("some words")).ok());
}

TEST_F(EspeakTroubleTest, AnUtteranceWithoutASampleIsAnError) {
  Start();
  EXPECT_EQ(Say(English("nothing")).status().code(), absl::StatusCode::kInternal);
}

TEST_F(EspeakTroubleTest, ALanguageWithoutVoiceIsReportedAtOnce) {
  Start();
  EXPECT_EQ(Say(English("novoice")).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Metric("nexy_espeak_retries_total"), 0);
}

TEST_F(EspeakTroubleTest, AMissingVoiceIsCountedAndAnotherOneSpeaks) {
  Start();
  EXPECT_TRUE(Say(English("othervoice")).ok());
  EXPECT_EQ(Metric("nexy_espeak_other_voice_total"), 1);
}

}  // namespace
}  // namespace nexy
