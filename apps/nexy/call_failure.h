#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "nexy/connection.h"
#include "nexy/exit_code.h"

namespace nexy {

// Why a call brought no whole answer, in words for the person, spoken and shown.
struct CallFailure {
  ExitCode exit_code = kAnswerFailed;
  std::string message;
};

enum class Arrived { kNothing, kSomething };

// The words for a status that is not OK. For a call that brought nothing because no connection came
// about it asks the port what it speaks, which may take a few seconds.
CallFailure DescribeFailure(const grpc::Status& status, Arrived arrived,
                            const ConnectionOptions& server);

}  // namespace nexy
