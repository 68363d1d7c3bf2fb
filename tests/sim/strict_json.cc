#include "strict_json.h"

#include <algorithm>

namespace nexy::sim {

using nlohmann::json;

std::string UnknownKey(const json& object, Names known) {
  if (!object.is_object()) return "";
  for (const auto& [key, value] : object.items()) {
    if (!IsOneOf(key, known)) return key;
  }
  return "";
}

const json& Member(const json& object, std::string_view key) {
  static const json none;
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found == object.end() ? none : *found;
}

std::string Text(const json& object, std::string_view key) {
  const json& member = Member(object, key);
  return member.is_string() ? member.get<std::string>() : std::string();
}

bool IsOneOf(std::string_view text, Names names) {
  return std::ranges::find(names, text) != names.end();
}

bool IsBase64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return false;
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
  });
}

}  // namespace nexy::sim
