#pragma once

#include <grpcpp/channel.h>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "nexyctl/load/arrival_times.h"
#include "nexyctl/load/calls.h"
#include "nexyctl/load/plan.h"
#include "nexyctl/load/recorder.h"
#include "nexyctl/load/timetable.h"

namespace nexy::load {

struct Progress {
  std::chrono::milliseconds since_start{};  // Negative: warm-up.
  std::size_t live = 0;
  const Record& record;
};

struct RunResult {
  Record record;
  std::chrono::duration<double> took{};  // After the warm-up, to the last start.
  bool stopped_early = false;
};

// Puts the load of a plan on a server. One run; Run() blocks, Stop() may be called from any thread.
class Driver {
 public:
  Driver(const Plan& plan, std::vector<std::shared_ptr<grpc::Channel>> channels);
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  // Calls `progress` every `every` on this thread.
  RunResult Run(std::chrono::milliseconds every,
                const std::function<void(const Progress&)>& progress);
  // Nothing more is asked, what is open is cancelled soon, Run() returns what is there.
  void Stop() { stopped_ = true; }

  Steady::time_point begin() const { return begin_; }  // The end of the warm-up.

 private:
  // Somebody who asks over and over.
  struct Person {
    std::string device;
    Random random;
    bool follows_up = false;  // Her next question goes on from the last.
  };

  void StartPeople();
  void AskOn(std::size_t person, Steady::time_point due);
  void AskNow(std::size_t person, Steady::time_point due);
  // Starts one question that is due now, unless there are too many.
  void AskOnce(Scenario scenario, const std::string& device, bool follows_up, Random& random,
               Steady::time_point due, Over over);
  LoadQuestion QuestionOf(Scenario scenario, const std::string& device, bool follows_up,
                          Random& random, Steady::time_point due) const;
  // Starts what is due of an open loop until then.
  void AskUntil(Steady::time_point time);
  bool asking() const { return !stopped_ && Steady::now() < end_; }

  const Plan plan_;
  const Steady::time_point start_;
  const Steady::time_point begin_;
  const Steady::time_point end_;
  std::atomic<bool> stopped_ = false;
  Recorder recorder_;
  std::vector<Person> people_;  // Each is used by one call, or by the timetable, at a time.
  Calls calls_;

  // Open loop; this thread.
  Random random_;
  ArrivalTimes arrival_times_;
  Steady::time_point next_;
  std::size_t asked_ = 0;

  Timetable timetable_;  // Last: its thread is the first to end.
};

}  // namespace nexy::load
