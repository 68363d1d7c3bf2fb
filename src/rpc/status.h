#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace nexy {

grpc::Status ToGrpc(const absl::Status& status);

}  // namespace nexy
