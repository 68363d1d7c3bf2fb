#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"

namespace nexy {

// A value of Apple's property lists, as far as updates meet them: texts, data, dictionaries,
// arrays. A number or a flag is its text.
struct PropertyValue {
  std::string text;  // Data are decoded.
  std::map<std::string, PropertyValue> members;
  std::vector<PropertyValue> items;

  // Null when there is no such member.
  const PropertyValue* Find(const std::string& name) const;
  std::string TextOf(const std::string& name) const;  // Empty when there is none.
};

// The XML form. INVALID_ARGUMENT for the binary one and for what is damaged, nested too deeply or
// says a name twice.
absl::StatusOr<PropertyValue> ReadPropertyList(std::string_view xml);

}  // namespace nexy
