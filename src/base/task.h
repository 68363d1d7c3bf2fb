#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.h"

namespace nexy {

namespace asio = boost::asio;

// A coroutine of Nexy: parameters by value (it outlives its caller's references), never a capturing
// lambda (captures die first).
template <typename T = void>
using Task = asio::awaitable<T>;

// Completion token of every wait that reports errors as values.
inline constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

// Starts `task` on `executor`. Unlike asio::detached it does not swallow what goes wrong: an
// exception other than a cancellation is logged with `name`. The caller sees to it that what the
// task refers to lives long enough; where that is not obvious, use a TaskGroup.
void Spawn(asio::any_io_executor executor, LogWord name, Task<> task, Log& log);

}  // namespace nexy
