#include "load.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "session/session_id.h"
#include "streaming.grpc.pb.h"

namespace nexy::bench {
namespace {

using Clock = std::chrono::steady_clock;
namespace v1 = streaming;

// What all questions of a run share.
class Run {
 public:
  explicit Run(const std::string& address) {
    for (int i = 0; i < kChannels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt("nexy.channel", i);  // Different arguments: connections of their own.
      stubs_.push_back(v1::StreamingService::NewStub(
          grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments)));
    }
  }

  v1::StreamingService::Stub& stub() { return *stubs_[next_++ % stubs_.size()]; }
  void Count(bool ok, std::optional<Clock::duration> first_audio) {
    std::lock_guard lock(mutex_);
    ++(ok ? result_.turns : result_.failed);
    if (first_audio) {
      result_.first_audio_ms.push_back(
          std::chrono::duration<double, std::milli>(*first_audio).count());
    }
  }
  void Begin() { ++live_; }
  void End() {
    if (--live_ == 0) live_.notify_all();
  }
  LoadResult Take(Clock::duration took) {
    for (std::size_t live = live_; live != 0; live = live_) live_.wait(live);
    std::lock_guard lock(mutex_);
    result_.took = took;
    std::sort(result_.first_audio_ms.begin(), result_.first_audio_ms.end());
    return std::move(result_);
  }

  std::atomic<bool> again = false;  // A question that is over asks once more.

 private:
  static constexpr int kChannels = 4;
  std::vector<std::unique_ptr<v1::StreamingService::Stub>> stubs_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> live_ = 0;
  std::mutex mutex_;
  LoadResult result_;
};

// One question; deletes itself when its call is over.
class Asking final : public grpc::ClientReadReactor<v1::StreamResponse> {
 public:
  static void Start(Run& run) {
    auto* asking = new Asking(run);  // Owned by the call; gone in OnDone().
    asking->StartRead(&asking->response_);
    asking->StartCall();
  }

 private:
  explicit Asking(Run& run) : run_(run), start_(Clock::now()) {
    run_.Begin();
    request_.set_prompt("What is on the screen?");
    request_.set_session_id(MintSessionId(RandomBytes()));
    request_.set_hardware_id(request_.session_id());
    run_.stub().async()->StreamAudio(&context_, &request_, this);
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (response_.has_audio_chunk() && !first_audio_) first_audio_ = Clock::now() - start_;
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    run_.Count(status.ok() && first_audio_.has_value(), first_audio_);
    if (run_.again) Start(run_);
    run_.End();
    delete this;
  }

  Run& run_;
  const Clock::time_point start_;
  std::optional<Clock::duration> first_audio_;
  grpc::ClientContext context_;
  v1::StreamRequest request_;
  v1::StreamResponse response_;
};

}  // namespace

double LoadResult::Percentile(double p) const {
  if (first_audio_ms.empty()) return 0;
  const auto last = static_cast<double>(first_audio_ms.size() - 1);
  return first_audio_ms[static_cast<std::size_t>(p * last)];
}

LoadResult ClosedLoop(const std::string& address, std::size_t concurrency,
                      std::chrono::milliseconds time) {
  Run run(address);
  run.again = true;
  const auto start = Clock::now();
  for (std::size_t i = 0; i < concurrency; ++i) Asking::Start(run);
  std::this_thread::sleep_for(time);
  run.again = false;
  return run.Take(Clock::now() - start);
}

LoadResult OpenLoop(const std::string& address, double rate, std::chrono::milliseconds time) {
  Run run(address);
  const auto start = Clock::now();
  const auto questions = static_cast<std::size_t>(rate * static_cast<double>(time.count()) / 1000);
  for (std::size_t i = 0; i < questions; ++i) {
    const std::chrono::duration<double> due(static_cast<double>(i) / rate);
    std::this_thread::sleep_until(start + std::chrono::duration_cast<Clock::duration>(due));
    Asking::Start(run);
  }
  return run.Take(Clock::now() - start);
}

}  // namespace nexy::bench
