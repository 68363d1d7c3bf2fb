#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/file.h"

namespace nexy {

// Everything below is durable when it returns OK: a power cut afterwards changes nothing. When it
// fails, the file is as it was before. UNAVAILABLE names the file and the reason.

// Replaces `folder`/`name` as a whole.
absl::Status WriteDurably(const std::string& folder, const std::string& name,
                          std::string_view bytes);
// Adds to the end of the file.
absl::Status AppendDurably(const std::string& path, std::string_view bytes);
absl::Status CreateFolder(const std::string& path);
absl::Status SyncFolder(const std::string& path);
absl::Status RemoveFile(const std::string& path);

// NOT_FOUND if there is none, RESOURCE_EXHAUSTED if it is longer than `max_bytes`.
absl::StatusOr<std::string> ReadWholeFile(const std::string& path, std::size_t max_bytes);

// Unfinished files carry this name in front; whoever holds the store's lock may delete them.
constexpr char kUnfinishedPrefix[] = ".unfinished-";

}  // namespace nexy
