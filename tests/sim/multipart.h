#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nexy::sim {

struct FormPart {
  std::string name;
  std::string file_name;  // Empty: a plain field.
  std::string_view body;  // In the text that was parsed.
};

// The parts of a multipart/form-data body; nullopt when it is none.
std::optional<std::vector<FormPart>> ParseForm(std::string_view content_type,
                                               std::string_view body);

// The first field of that name; empty: none.
std::string_view FieldOf(const std::vector<FormPart>& parts, std::string_view name);

}  // namespace nexy::sim
