#pragma once

#include <boost/asio/post.hpp>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/alarm.h"
#include "base/mutex.h"
#include "llm/llm_provider.h"

namespace nexy {

// A model for tests and benchmarks that says what it was told to, piece by piece. Thread-safe.
class ScriptedMind final : public LlmProvider {
 public:
  // Never comes to an end by itself; cancelling it is counted.
  struct Stall {};
  // Goes on when OpenGate() was called.
  struct Gate {};
  using Step = std::variant<LlmPiece, absl::Status, Stall, Gate>;
  using Script = std::vector<Step>;

  explicit ScriptedMind(Clock& clock, std::string name = "scripted")
      : clock_(clock), name_(std::move(name)) {}

  // What the next question gets; the last script given serves all that follow.
  void Answer(Script script) {
    MutexLock lock(mutex_);
    scripts_.push_back(std::move(script));
  }
  // Can go on with another's answer.
  void Continues() { continues_ = true; }
  void Say(std::string text) { Answer({LlmPiece(LlmText{std::move(text)})}); }

  std::vector<LlmRequest> requests() const {
    MutexLock lock(mutex_);
    return requests_;
  }
  std::size_t open() const {
    MutexLock lock(mutex_);
    return open_;
  }
  std::size_t cancelled() const {
    MutexLock lock(mutex_);
    return cancelled_;
  }
  // How many streams have been asked for what stands behind a gate.
  std::size_t at_gate() const {
    MutexLock lock(mutex_);
    return at_gate_.size();
  }
  // Lets everybody through, now and from now on.
  void OpenGate() {
    MutexLock lock(mutex_);
    gate_open_ = true;
    for (const auto& waiting : at_gate_) {
      asio::post(waiting->executor(), [waiting] { waiting->Ring(); });
    }
    at_gate_.clear();
  }
  // Do not keep the requests: for benchmarks.
  void Forget() {
    MutexLock lock(mutex_);
    keeps_requests_ = false;
  }

  std::string_view name() const override { return name_; }
  bool can_continue() const override { return continues_; }

  Task<absl::StatusOr<std::unique_ptr<LlmStream>>> Ask(LlmRequest request) override {
    auto executor = co_await asio::this_coro::executor;
    co_return MakeStream(std::move(executor), std::move(request));
  }

 private:
  class Stream final : public LlmStream {
   public:
    Stream(ScriptedMind& mind, asio::any_io_executor executor, Script script)
        : mind_(mind), script_(std::move(script)), for_ever_(std::move(executor), mind.clock_) {}
    ~Stream() override {
      MutexLock lock(mind_.mutex_);
      --mind_.open_;
      if (!over_) ++mind_.cancelled_;
    }

    Task<absl::StatusOr<std::optional<LlmPiece>>> Next() override {
      if (at_ == script_.size()) {
        over_ = true;
        co_return std::nullopt;
      }
      Step& step = script_[at_++];
      if (std::holds_alternative<Stall>(step)) co_await for_ever_.WaitUntil(Clock::Time::max());
      if (std::holds_alternative<Gate>(step)) {
        if (const auto gate = mind_.WaitAtGate(for_ever_.executor())) {
          co_await gate->WaitUntil(Clock::Time::max());
        }
        co_return co_await Next();
      }
      if (auto* error = std::get_if<absl::Status>(&step)) {
        over_ = true;
        co_return *error;
      }
      co_return std::optional<LlmPiece>(std::get<LlmPiece>(std::move(step)));
    }

   private:
    ScriptedMind& mind_;
    Script script_;
    Alarm for_ever_;
    std::size_t at_ = 0;
    bool over_ = false;
  };

  std::unique_ptr<LlmStream> MakeStream(asio::any_io_executor executor, LlmRequest request) {
    Script script;
    MutexLock lock(mutex_);
    ++open_;
    request.bill = nullptr;  // Who keeps it keeps the bill open.
    if (keeps_requests_) requests_.push_back(std::move(request));
    if (!scripts_.empty()) script = scripts_.front();
    if (scripts_.size() > 1) scripts_.pop_front();
    return std::make_unique<Stream>(*this, std::move(executor), std::move(script));
  }

  // Null when the gate is open.
  std::shared_ptr<Alarm> WaitAtGate(asio::any_io_executor executor) {
    MutexLock lock(mutex_);
    if (gate_open_) return nullptr;
    return at_gate_.emplace_back(std::make_shared<Alarm>(std::move(executor), clock_));
  }

  Clock& clock_;
  const std::string name_;
  bool continues_ = false;  // Set before the first question.
  mutable Mutex mutex_;
  bool gate_open_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::shared_ptr<Alarm>> at_gate_ ABSL_GUARDED_BY(mutex_);
  std::deque<Script> scripts_ ABSL_GUARDED_BY(mutex_);
  std::vector<LlmRequest> requests_ ABSL_GUARDED_BY(mutex_);
  bool keeps_requests_ ABSL_GUARDED_BY(mutex_) = true;
  std::size_t open_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t cancelled_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace nexy
