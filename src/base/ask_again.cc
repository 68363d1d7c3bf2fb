#include "base/ask_again.h"

#include "base/alarm.h"

namespace nexy {

Task<std::optional<std::chrono::milliseconds>> WaitToAskAgain(Resilience& service,
                                                              Resilience::Asked& asked,
                                                              absl::Status failure, int made,
                                                              Clock& clock) {
  const auto wait = service.RetryIn(failure, made);
  if (!wait) {
    asked.Failed(failure);
    co_return std::nullopt;
  }
  const auto executor = co_await asio::this_coro::executor;
  Alarm never_rung(executor, clock);
  co_await never_rung.WaitUntil(clock.Now() + *wait);
  asked.Wait();
  co_return wait;
}

}  // namespace nexy
