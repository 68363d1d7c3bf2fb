#include "nexyctl/load/driver.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/strings.h"

namespace nexy::load {
namespace {

using namespace std::chrono_literals;

// A person who wants something else says so soon.
constexpr std::chrono::duration<double> kInterruptWithin{2.0};
constexpr std::chrono::duration<double> kDisconnectWithin{3.0};
constexpr auto kStopGrace = 500ms;  // For what is nearly over when somebody stops the run.
constexpr auto kCancelGrace = 1h;   // Cancelled calls end by themselves; they use what this holds.
constexpr auto kFullPause = 100ms;  // Before a person who found no room asks again.
constexpr auto kNearlyDue = 200us;  // Not worth a sleep.

std::chrono::nanoseconds Within(std::chrono::duration<double> time, Random& random) {
  std::uniform_real_distribution<double> part(0, time.count());
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(part(random)));
}

Random Seeded(std::uint64_t seed, std::uint64_t stream) {
  std::seed_seq sequence{seed, seed >> 32, stream};
  return Random(sequence);
}

}  // namespace

Driver::Driver(const Plan& plan, std::vector<std::shared_ptr<grpc::Channel>> channels)
    : plan_(plan),
      start_(Steady::now()),
      begin_(start_ + plan.warmup),
      end_(begin_ + plan.duration),
      recorder_(begin_),
      calls_(std::move(channels), recorder_, timetable_),
      random_(Seeded(plan.seed, 0)),
      arrival_times_(plan.arrivals, plan.load, plan.ramp, plan.burst) {}

RunResult Driver::Run(std::chrono::milliseconds every,
                      const std::function<void(const Progress&)>& progress) {
  if (plan_.loop == Loop::kClosed) {
    StartPeople();
  } else {
    next_ = start_ + arrival_times_.Next(random_);
  }
  Steady::time_point tell = start_ + every;
  while (asking()) {
    const Steady::time_point until = std::min({end_, tell, Steady::now() + 100ms});
    AskUntil(until);
    if (Steady::now() < tell) continue;
    tell += every;
    const Record record = recorder_.Copy();
    progress({std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begin_),
              calls_.live(), record});
  }
  AskUntil(end_);  // What is due and late, when this machine could not keep up.
  const Steady::time_point over = Steady::now();
  const bool stopped = over < end_;
  stopped_ = true;
  if (!calls_.AwaitEnd(over + (stopped ? std::chrono::milliseconds(kStopGrace) : plan_.drain))) {
    calls_.CancelAll();
    calls_.AwaitEnd(Steady::now() + kCancelGrace);
  }
  const auto took = std::max<Steady::duration>(over - begin_, Steady::duration::zero());
  return {recorder_.Copy(), took, stopped};
}

void Driver::StartPeople() {
  const auto people = static_cast<std::size_t>(plan_.load);
  for (std::size_t i = 0; i < people; ++i) {
    people_.push_back({Concat("load-", plan_.seed, "-", i), Seeded(plan_.seed, i + 1)});
  }
  for (std::size_t i = 0; i < people; ++i) {
    const auto part = plan_.ramp * static_cast<std::int64_t>(i) / static_cast<std::int64_t>(people);
    AskOn(i, start_ + part);
  }
}

void Driver::AskOn(std::size_t index, Steady::time_point due) {
  if (due <= Steady::now()) {
    AskNow(index, due);
  } else {
    timetable_.At(due, [this, index, due] { AskNow(index, due); });
  }
}

void Driver::AskNow(std::size_t index, Steady::time_point due) {
  if (!asking()) return;
  Person& person = people_[index];
  const bool follows_up = std::exchange(person.follows_up, false);
  const Scenario scenario = follows_up ? Scenario::kFollowUp : plan_.mix.Pick(person.random);
  if (scenario == Scenario::kFollowUp && !follows_up) person.follows_up = true;
  AskOnce(scenario, person.device, follows_up, person.random, due,
          [this, index](Steady::time_point heard) {
            const double mean = std::chrono::duration<double>(plan_.pause).count();
            std::exponential_distribution<double> pause(1);
            const std::chrono::duration<double> rest(pause(people_[index].random) * mean);
            const Steady::time_point from = plan_.listens ? heard : Steady::now();
            AskOn(index, from + std::chrono::duration_cast<Steady::duration>(rest));
          });
}

void Driver::AskUntil(Steady::time_point time) {
  while (plan_.loop == Loop::kOpen && next_ < time && !stopped_) {
    if (next_ > Steady::now() + kNearlyDue) std::this_thread::sleep_until(next_);
    const Scenario scenario = plan_.mix.Pick(random_);
    const std::string device = Concat("load-", plan_.seed, "-", asked_++ % plan_.devices);
    AskOnce(scenario, device, /*follows_up=*/false, random_, next_, nullptr);
    next_ = start_ + arrival_times_.Next(random_);
  }
  if (Steady::now() < time && !stopped_) std::this_thread::sleep_until(time);
}

void Driver::AskOnce(Scenario scenario, const std::string& device, bool follows_up, Random& random,
                     Steady::time_point due, Over over) {
  if (calls_.live() >= plan_.max_live) {
    if (recorder_.Counts(due)) recorder_.NotAsked();
    if (over) timetable_.At(Steady::now() + kFullPause, [over] { over(Steady::now()); });
    return;
  }
  if (scenario == Scenario::kWelcome) {
    AskWelcome(calls_, due, std::move(over));
    return;
  }
  // Of an open loop: the same device asks on when it has heard the answer.
  if (scenario == Scenario::kFollowUp && plan_.loop == Loop::kOpen && !follows_up) {
    over = [this, device](Steady::time_point heard) {
      timetable_.At(heard, [this, device, heard] {
        Random unused(0);
        if (asking()) AskOnce(Scenario::kFollowUp, device, true, unused, heard, nullptr);
      });
    };
  }
  Ask(calls_, QuestionOf(scenario, device, follows_up, random, due), std::move(over));
}

LoadQuestion Driver::QuestionOf(Scenario scenario, const std::string& device, bool follows_up,
                                Random& random, Steady::time_point due) const {
  LoadQuestion question{
      .scenario = scenario, .device = device, .prompt = plan_.short_prompt, .due = due};
  switch (scenario) {
    case Scenario::kLong:
    case Scenario::kSlowReader:
      question.prompt = plan_.long_prompt;
      break;
    case Scenario::kInterrupt:
      question.prompt = plan_.long_prompt;
      question.give_up_after = Within(kInterruptWithin, random);
      break;
    case Scenario::kDisconnect:
      question.prompt = plan_.long_prompt;
      question.give_up_after = Within(kDisconnectWithin, random);
      break;
    case Scenario::kScreenshot:
      question.prompt = plan_.screen_prompt;
      question.screenshot_base64 = plan_.screenshot_base64;
      break;
    case Scenario::kFollowUp:
      if (follows_up) question.prompt = plan_.follow_up_prompt;
      break;
    case Scenario::kShort:
    case Scenario::kWelcome:
      break;
  }
  return question;
}

}  // namespace nexy::load
