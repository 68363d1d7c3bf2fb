#pragma once

#include "absl/status/status.h"
#include "store/sql_session.h"

namespace nexy {

// Makes the tables, or brings those of an earlier nexyd up to date and keeps what is in them; all
// of it or nothing, also when two processes do it at once. FAILED_PRECONDITION: a newer nexyd wrote
// them.
absl::Status UpgradeSchema(SqlSession& session);

// FAILED_PRECONDITION unless the tables are those of this version.
absl::Status CheckSchema(SqlSession& session);

}  // namespace nexy
