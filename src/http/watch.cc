#include "http/watch.h"

#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

namespace nexy {

struct Watch::State {
  State(asio::any_io_executor executor, asio::ip::tcp::socket& watched)
      : timer(std::move(executor)), socket(&watched) {}

  asio::steady_timer timer;
  asio::ip::tcp::socket* socket;  // Null when the watch is gone.
  Clock::Time deadline = Clock::Time::max();
  bool waiting = false;
  bool fired = false;
};

Watch::Watch(asio::any_io_executor executor, Clock& clock, asio::ip::tcp::socket& socket)
    : clock_(clock), state_(std::make_shared<State>(std::move(executor), socket)) {}

Watch::~Watch() {
  state_->socket = nullptr;
  state_->timer.cancel();
}

void Watch::CloseAt(Clock::Time deadline) {
  const Clock::Time machine = clock_.MachineDeadline(deadline);
  const bool sooner = machine < state_->timer.expiry();
  state_->deadline = machine;
  if (state_->waiting && !sooner) return;
  if (state_->waiting) {
    state_->timer.cancel();  // The handler waits again, for the new time.
    return;
  }
  Wait(state_);
}

void Watch::Rest() { state_->deadline = Clock::Time::max(); }

bool Watch::fired() const { return state_->fired; }

void Watch::Wait(std::shared_ptr<State> state) {
  State& watch = *state;
  watch.waiting = true;
  watch.timer.expires_at(watch.deadline);
  watch.timer.async_wait([state = std::move(state)](boost::system::error_code) {
    state->waiting = false;
    if (state->socket == nullptr || state->deadline == Clock::Time::max()) return;
    if (std::chrono::steady_clock::now() < state->deadline) {
      Wait(state);
      return;
    }
    state->fired = true;
    boost::system::error_code ignored;
    state->socket->close(ignored);
  });
}

Task<> ThrowIfCancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) {
    throw boost::system::system_error(asio::error::operation_aborted);
  }
}

}  // namespace nexy
