#include "base/task.h"

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <string>
#include <utility>

#include "base/status.h"

namespace nexy {

void Spawn(asio::any_io_executor executor, LogWord name, Task<> task, Log& log) {
  asio::co_spawn(std::move(executor), std::move(task), [name, &log](std::exception_ptr error) {
    if (!error) return;
    const absl::Status status = StatusFromException(error);
    if (absl::IsCancelled(status)) return;
    log.Error("server", "error", "task ended with an exception",
              {{"task", LogDetail{std::string(name.text())}},
               {"error", LogDetail{std::string(status.message())}}});
  });
}

}  // namespace nexy
