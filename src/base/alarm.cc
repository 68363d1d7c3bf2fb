#include "base/alarm.h"

#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

namespace nexy {

Alarm::Alarm(asio::any_io_executor executor, Clock& clock)
    : timer_(std::move(executor)), clock_(clock) {
  clock_.Attach(*this);
}

Alarm::~Alarm() { clock_.Detach(*this); }

void Alarm::Ring() {
  rung_ = true;
  timer_.cancel();
}

Task<bool> Alarm::WaitUntil(Clock::Time deadline) {
  while (true) {
    if (std::exchange(rung_, false)) co_return true;
    if (clock_.Now() >= deadline) co_return false;
    timer_.expires_at(clock_.MachineDeadline(deadline));
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      throw boost::system::system_error(asio::error::operation_aborted);
    }
  }
}

void Alarm::Poke() { timer_.cancel(); }

}  // namespace nexy
