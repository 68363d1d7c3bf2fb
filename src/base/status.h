#pragma once

#include <exception>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace nexy {

// The status of an exception that left a coroutine: CANCELLED for Asio's operation_aborted (also
// inside the multiple_exceptions of a cancelled `a || b`), INTERNAL for everything else.
absl::Status StatusFromException(std::exception_ptr error);

// `status` with "<context>: " before its message, and with its payloads; OK stays OK.
absl::Status Annotate(const absl::Status& status, std::string_view context);

}  // namespace nexy

// Leaves the function (or, with CO_, the coroutine) when `expression` is not OK.
#define NEXY_RETURN_IF_ERROR(expression)                        \
  do {                                                          \
    if (auto nexy_status = (expression); !nexy_status.ok()) {   \
      return nexy_status;                                       \
    }                                                           \
  } while (false)
#define NEXY_CO_RETURN_IF_ERROR(expression)                     \
  do {                                                          \
    if (auto nexy_status = (expression); !nexy_status.ok()) {   \
      co_return nexy_status;                                    \
    }                                                           \
  } while (false)

#define NEXY_CONCAT_INNER(a, b) a##b
#define NEXY_CONCAT(a, b) NEXY_CONCAT_INNER(a, b)
// NEXY_ASSIGN_OR_RETURN(auto x, F()); takes the value out of a StatusOr or leaves with its status.
#define NEXY_ASSIGN_OR_RETURN(target, expression) \
  NEXY_ASSIGN_OR_RETURN_IMPL(return, NEXY_CONCAT(nexy_or_, __LINE__), target, expression)
#define NEXY_CO_ASSIGN_OR_RETURN(target, expression) \
  NEXY_ASSIGN_OR_RETURN_IMPL(co_return, NEXY_CONCAT(nexy_or_, __LINE__), target, expression)
#define NEXY_ASSIGN_OR_RETURN_IMPL(leave, temporary, target, expression) \
  auto temporary = (expression);                                         \
  if (!temporary.ok()) leave std::move(temporary).status();              \
  target = std::move(temporary).value()
