#include "llm/hedged.h"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "base/alarm.h"
#include "base/status.h"
#include "base/task_group.h"
#include "llm/begun.h"

namespace nexy {
namespace {

class BegunStream final : public LlmStream {
 public:
  explicit BegunStream(BegunAnswer begun) : begun_(std::move(begun)) {}

  Task<absl::StatusOr<std::optional<LlmPiece>>> Next() override {
    if (begun_.first) co_return std::exchange(begun_.first, std::nullopt);
    co_return co_await begun_.stream->Next();
  }

 private:
  BegunAnswer begun_;
};

// The race for the first piece.
struct Race {
  Race(asio::any_io_executor executor, Clock& clock) : changed(executor, clock) {}

  Alarm changed;
  std::optional<absl::StatusOr<BegunAnswer>> first;
  std::optional<absl::StatusOr<BegunAnswer>> second;
};

Task<> RunFirst(Race& race, LlmProvider& mind, LlmRequest request) {
  race.first = co_await Begin(mind, std::move(request));
  race.changed.Ring();
}

Task<> RunSecond(Race& race, LlmProvider& mind, LlmRequest request) {
  race.second = co_await Begin(mind, std::move(request));
  race.changed.Ring();
}

bool Won(const std::optional<absl::StatusOr<BegunAnswer>>& runner) { return runner && runner->ok(); }

}  // namespace

Task<absl::StatusOr<std::unique_ptr<LlmStream>>> HedgedMind::Ask(LlmRequest request) {
  auto executor = co_await asio::this_coro::executor;
  Race race(executor, clock_);
  TaskGroup runners(executor, clock_, log_);
  LlmRequest copy = request;
  runners.Spawn("llm.hedge_first", RunFirst(race, first_, std::move(copy)));
  std::exception_ptr error;
  try {
    const Clock::Time due = clock_.Now() + after_;
    bool second_asked = false;
    while (!Won(race.first) && !Won(race.second) && !(race.first && race.second)) {
      // A first mind that fails is the turn's to replace: hedging is for slow ones.
      if (race.first && !second_asked) break;
      if (!second_asked && clock_.Now() >= due) {
        second_asked = true;
        runners.Spawn("llm.hedge_second", RunSecond(race, second_, std::move(request)));
      }
      co_await race.changed.WaitUntil(second_asked ? Clock::Time::max() : due);
    }
  } catch (...) {
    error = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  runners.CancelAll();
  const bool cancelled = co_await runners.Join();
  if (error) std::rethrow_exception(error);
  if (cancelled) throw boost::system::system_error(asio::error::operation_aborted);
  co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
  if (Won(race.first)) co_return std::make_unique<BegunStream>(**std::move(race.first));
  if (Won(race.second)) co_return std::make_unique<BegunStream>(**std::move(race.second));
  co_return race.first->status();
}

}  // namespace nexy
