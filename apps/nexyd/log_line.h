#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>

#include "base/clock.h"
#include "base/log.h"

namespace nexy {

struct LogRecord {
  Clock::WallTime time;
  LogLevel level;
  LogWord scope;
  LogWord decision;
  LogWord message;
};

// The line of a record, without its end:
//   ts=<UTC> level=<L> scope=<s> [method=<m>] [decision=<d>] [ctx=<json>] [dur_ms=<int>]
//   [msg=<text>]
// The fields `method` and `dur_ms` stand in their places, all others in ctx, in their order. The
// line is ASCII without control characters, whatever the fields hold; a text above `text_max_bytes`
// is cut.
std::string LogLine(const LogRecord& record, std::initializer_list<LogField> fields,
                    std::size_t text_max_bytes);

}  // namespace nexy
