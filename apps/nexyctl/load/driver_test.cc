// Loads against a server on loopback that does what a test wants, and remembers who asked what.
#include "nexyctl/load/driver.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <atomic>
#include <future>
#include <map>
#include <set>

#include "audio/pcm.h"
#include "nexyctl/load/channels.h"

namespace nexy::load {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

// Answers with a sentence and its sound.
class Answering final : public v1::StreamingService::CallbackService {
 public:
  struct Behaviour {
    std::chrono::milliseconds sound{20};
    std::size_t hold = 0;  // The first answers wait until so many questions have come.
    bool goes_on = false;  // Answers end when they are interrupted, not before.
  };

  explicit Answering(const Behaviour& behaviour) : behaviour_(behaviour), messages_(4) {
    messages_[0].set_text_chunk("A sentence.");
    const std::size_t bytes =
        static_cast<std::size_t>(behaviour.sound.count()) * kWireBytesPerSecond / 1000;
    for (const std::size_t half : {1, 2}) {
      messages_[half].mutable_audio_chunk()->set_audio_data(std::string(bytes / 4 * 2, 'n'));
    }
    messages_[3].set_end_message("over");
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~Answering() override { server_->Shutdown(std::chrono::system_clock::now()); }

  std::vector<std::shared_ptr<grpc::Channel>> Connect() const {
    const std::string address = "127.0.0.1:" + std::to_string(port_);
    return *load::Connect({.address = address, .tls = false, .ca_file = ""}, 2);
  }

  std::vector<v1::StreamRequest> questions() const {
    MutexLock lock(mutex_);
    return questions_;
  }
  // From each question that was interrupted to its interrupt.
  std::vector<std::chrono::nanoseconds> interrupts() const {
    MutexLock lock(mutex_);
    return interrupts_;
  }

 private:
  class Answer final : public grpc::ServerWriteReactor<v1::StreamResponse> {
   public:
    Answer(const std::vector<v1::StreamResponse>& messages, bool goes_on)
        : messages_(messages), ends_(goes_on ? 2 : 1) {}
    void Begin() { OnWriteDone(true); }
    void OnWriteDone(bool ok) override {
      if (!ok) return Finish(grpc::Status::CANCELLED);
      if (at_ == messages_.size()) return End();
      StartWrite(&messages_[at_++]);
    }
    void OnDone() override { delete this; }
    // Of the messages, or by an interrupt.
    void End() {
      if (--ends_ == 0) Finish(grpc::Status::OK);
    }

    const Steady::time_point asked = Steady::now();

   private:
    const std::vector<v1::StreamResponse>& messages_;
    std::size_t at_ = 0;
    std::atomic<int> ends_;  // That have to come.
  };

  grpc::ServerWriteReactor<v1::StreamResponse>* StreamAudio(
      grpc::CallbackServerContext*, const v1::StreamRequest* request) override {
    auto* const answer = new Answer(messages_, behaviour_.goes_on);
    std::vector<Answer*> begin;
    {
      MutexLock lock(mutex_);
      questions_.push_back(*request);
      if (behaviour_.goes_on) going_on_[request->hardware_id()] = answer;
      held_.push_back(answer);
      if (questions_.size() >= behaviour_.hold) begin.swap(held_);
    }
    for (Answer* const one : begin) one->Begin();
    return answer;
  }

  grpc::ServerUnaryReactor* InterruptSession(grpc::CallbackServerContext* context,
                                             const v1::InterruptRequest* request,
                                             v1::InterruptResponse*) override {
    auto* const reactor = context->DefaultReactor();
    MutexLock lock(mutex_);
    if (const auto answer = going_on_.extract(request->hardware_id())) {
      interrupts_.push_back(Steady::now() - answer.mapped()->asked);
      answer.mapped()->End();
    }
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  const Behaviour behaviour_;
  std::vector<v1::StreamResponse> messages_;
  int port_ = 0;
  mutable Mutex mutex_;
  std::vector<v1::StreamRequest> questions_ ABSL_GUARDED_BY(mutex_);
  std::vector<Answer*> held_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Answer*> going_on_ ABSL_GUARDED_BY(mutex_);  // By device.
  std::vector<std::chrono::nanoseconds> interrupts_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<grpc::Server> server_;  // Last: its calls use all of the above.
};

void NoProgress(const Progress&) {}
// The driver's own thread, as on a machine that is too slow.
void StandStill(std::chrono::milliseconds time) {
  std::promise<void> never;
  never.get_future().wait_for(time);
}

Plan OpenLoop(double rate, std::chrono::milliseconds duration) {
  Plan plan;
  plan.loop = Loop::kOpen;
  plan.arrivals = Arrivals::kEven;
  plan.load = rate;
  plan.duration = duration;
  return plan;
}

std::uint64_t CountAbove(const Histogram& histogram, std::chrono::microseconds least) {
  std::uint64_t count = 0;
  for (const auto& bucket : histogram.buckets()) {
    if (bucket.up_to_us >= least.count()) count += bucket.count;
  }
  return count;
}

// "Coordinated omission" is to ask less while the server stands still, and to count one slow answer
// where a whole crowd waited.
TEST(Driver, WhoAsksWhileTheServerStandsStillIsCountedWithTheWholeWait) {
  Answering server({.hold = 50});
  Driver driver(OpenLoop(100, 1s), server.Connect());
  const RunResult run = driver.Run(1h, NoProgress);
  EXPECT_EQ(run.record.started, 100u);
  EXPECT_EQ(run.record.ending(Ending::kOk), 100u);
  // The server goes on when the 50th asks, which is 490 ms after the first was due.
  const Histogram& first_audio = run.record.figure(Figure::kFirstAudio);
  EXPECT_GE(CountAbove(first_audio, 240ms), 25u);
  EXPECT_GE(first_audio.max_us(), 490'000);
}

TEST(Driver, TimesBeginWhenAQuestionWasDueThoughThisProgramIsLate) {
  Answering server({});
  Driver driver(OpenLoop(100, 1s), server.Connect());
  const auto be_late = [](const Progress& progress) {
    if (progress.since_start < 500ms) StandStill(400ms);
  };
  const RunResult run = driver.Run(200ms, be_late);
  EXPECT_EQ(run.record.started, 100u) << "nothing that was due is left out";
  EXPECT_GE(CountAbove(run.record.figure(Figure::kStartLag), 200ms), 15u);
  EXPECT_GE(CountAbove(run.record.figure(Figure::kFirstAudio), 200ms), 15u);
}

TEST(Driver, WhatIsDueWhenTheTimeIsOverIsAskedAllTheSame) {
  Answering server({});
  Driver driver(OpenLoop(100, 500ms), server.Connect());
  const auto be_late = [](const Progress&) { StandStill(600ms); };
  EXPECT_EQ(driver.Run(100ms, be_late).record.started, 50u);
}

TEST(Driver, ThousandsOfDevicesAskEachWithItsOwnName) {
  Answering server({});
  Plan plan = OpenLoop(3000, 1s);
  plan.devices = 3000;
  Driver driver(plan, server.Connect());
  const RunResult run = driver.Run(1h, NoProgress);
  EXPECT_EQ(run.record.ending(Ending::kOk), 3000u);
  std::set<std::string> devices, sessions;
  for (const v1::StreamRequest& question : server.questions()) {
    devices.insert(question.hardware_id());
    sessions.insert(question.session_id());
  }
  EXPECT_EQ(devices.size(), 3000u);
  EXPECT_EQ(sessions.size(), 3000u);
}

TEST(Driver, ARampGrowsToTheWholeLoad) {
  Answering server({});
  Plan plan = OpenLoop(40, 2s);
  plan.ramp = 2s;
  Driver driver(plan, server.Connect());
  std::vector<std::uint64_t> due;
  for (const Second& second : driver.Run(1h, NoProgress).record.seconds) {
    if (second.started > 0) due.push_back(second.started);
  }
  EXPECT_THAT(due, ElementsAre(10, 30));
}

TEST(Driver, InterruptsComeAtRandomMomentsOfAnAnswer) {
  Answering server({.goes_on = true});
  Plan plan = OpenLoop(100, 200ms);
  plan.mix = *Mix::Parse("interrupt");
  Driver driver(plan, server.Connect());
  driver.Run(1h, NoProgress);
  std::set<std::int64_t> tenths;  // Of a second.
  for (const std::chrono::nanoseconds after : server.interrupts()) tenths.insert(after / 100ms);
  EXPECT_EQ(server.interrupts().size(), 20u);
  EXPECT_GE(tenths.size(), 6u);
}

TEST(Driver, ASlowReaderTakesSoundOnlyAsItIsPlayed) {
  Answering server({.sound = 2s});
  Plan plan = OpenLoop(4, 500ms);
  plan.mix = *Mix::Parse("slow-reader");
  Driver slow(plan, server.Connect());
  const RunResult run = slow.Run(1h, NoProgress);
  EXPECT_EQ(run.record.ending(Ending::kOk), 2u);
  EXPECT_GE(run.record.figure(Figure::kTurn).min_us(), 2'000'000);
}

// The last call of a run must not be the last to hold a channel: gRPC's thread would wait for
// itself.
TEST(Driver, RunsOneAfterTheOtherEachWithConnectionsOfItsOwn) {
  Answering server({});
  for (int run = 0; run < 20; ++run) {
    Driver driver(OpenLoop(2000, 50ms), server.Connect());
    EXPECT_EQ(driver.Run(1h, NoProgress).record.ending(Ending::kOk), 100u);
  }
}

TEST(Driver, WhoIsStoppedReportsWhatThereIs) {
  Answering server({});
  Driver driver(OpenLoop(100, 1h), server.Connect());
  const auto stop = [&driver](const Progress& progress) {
    if (progress.record.ending(Ending::kOk) > 0) driver.Stop();
  };
  const RunResult run = driver.Run(50ms, stop);
  EXPECT_TRUE(run.stopped_early);
  EXPECT_GT(run.record.ending(Ending::kOk), 0u);
}

}  // namespace
}  // namespace nexy::load
