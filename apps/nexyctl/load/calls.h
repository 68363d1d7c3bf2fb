#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "nexyctl/load/plan.h"
#include "nexyctl/load/recorder.h"
#include "nexyctl/load/timetable.h"
#include "streaming.grpc.pb.h"

namespace nexy::load {

namespace v1 = streaming;

// What the calls of a run share. Outlives them.
class Calls {
 public:
  Calls(std::vector<std::shared_ptr<grpc::Channel>> channels, Recorder& recorder,
        Timetable& timetable);

  // Calls that are not over.
  std::size_t live() const { return live_.load(); }
  // Waits until there is none, at most until `time`; true when there is none, and then there will
  // be none.
  bool AwaitEnd(Steady::time_point time);
  // Cancels what is not over; it counts as unfinished.
  void CancelAll();

  Recorder& recorder;
  Timetable& timetable;

  // For the calls.
  v1::StreamingService::Stub& NextStub();
  // Begins a call; null when no more are to begin.
  std::unique_ptr<grpc::ClientContext> Open(std::chrono::seconds time);
  // Ends it. The context goes before the call is over, because it holds the channel: the last to
  // let go of one must be no thread of gRPC, which would wait for itself.
  void Close(std::unique_ptr<grpc::ClientContext> context);
  bool cancelled() const { return cancelled_.load(); }

 private:
  std::vector<std::unique_ptr<v1::StreamingService::Stub>> stubs_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> live_ = 0;
  std::atomic<bool> cancelled_ = false;
  Mutex mutex_;
  std::condition_variable_any ended_;
  bool over_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<grpc::ClientContext*> contexts_ ABSL_GUARDED_BY(mutex_);
};

// One question and what the person does with its answer.
struct LoadQuestion {
  Scenario scenario = Scenario::kShort;
  std::string device;
  std::string prompt;
  std::string screenshot_base64 = {};
  Steady::time_point due;
  // Since the first sound, or, for a disconnect, since the call.
  std::optional<std::chrono::nanoseconds> give_up_after = {};
};

// When everything of the answer has been heard; now when nothing was. Runs on a thread of gRPC.
using Over = std::function<void(Steady::time_point heard)>;

// Asks now. The call owns itself until it is over.
void Ask(Calls& calls, LoadQuestion question, Over over);
// Asks for the default welcome now.
void AskWelcome(Calls& calls, Steady::time_point due, Over over);

}  // namespace nexy::load
