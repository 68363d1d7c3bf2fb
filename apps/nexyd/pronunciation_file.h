#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "text/pronunciations.h"

namespace nexy {

// Reads a person's dictionary of pronunciations (YAML, docs/speech.md): a map of what is written
// to what is said, or to {say, language, case, part}. INVALID_ARGUMENT names the file and the line.
absl::StatusOr<Pronunciations> ReadPronunciations(std::string_view name, const std::string& yaml);

// The file at `path`; an empty path is an empty dictionary. NOT_FOUND when it cannot be read.
absl::StatusOr<Pronunciations> LoadPronunciations(const std::string& path);

}  // namespace nexy
