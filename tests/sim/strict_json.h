#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace nexy::sim {

using Names = std::initializer_list<std::string_view>;

// The first key of `object` that is not in `known`; empty: none, or no object.
std::string UnknownKey(const nlohmann::json& object, Names known);
// Null when it is not there.
const nlohmann::json& Member(const nlohmann::json& object, std::string_view key);
// Empty when it is not there or no text.
std::string Text(const nlohmann::json& object, std::string_view key);
bool IsOneOf(std::string_view text, Names names);
// The standard alphabet, padded, not empty.
bool IsBase64(std::string_view text);

}  // namespace nexy::sim
