#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "update/utc_time.h"

namespace nexy {

// The append-only record of who changed what: a JSON line an entry, each with the SHA-256 of the
// line before it, so that no line can be taken out or changed without a trace.

// The entry that follows `last` (null: the first one).
nlohmann::json NextEntry(const nlohmann::json& last, UnixSeconds time, const std::string& who,
                         const std::string& command, nlohmann::json details);

absl::Status AppendEntry(const std::string& path, const nlohmann::json& entry);

// Adds `entry` if it is not the last line, after cutting off a line that a crash has left
// unfinished. DATA_LOSS if the log does not lead up to the entry.
absl::Status CompleteAuditLog(const std::string& path, const nlohmann::json& entry);

// All entries; an unfinished last line is not one. DATA_LOSS names the first line that does not
// follow from the one before it. An absent file is empty.
absl::StatusOr<std::vector<nlohmann::json>> ReadAuditLog(const std::string& path);

// The SHA-256 by which the next entry names this one.
std::string EntryHash(const nlohmann::json& entry);

// "anna@laptop": the account behind sudo, if it was used.
std::string WhoIsThis();

}  // namespace nexy
