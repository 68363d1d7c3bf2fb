#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace nexy {

// What the JSON of model services has in common. Nothing here throws on what a service sends.

// The member `key` of `object`, or null where there is none or `object` is no object.
const nlohmann::json& Member(const nlohmann::json& object, std::string_view key);
// A member that is a text, or "".
std::string_view TextMember(const nlohmann::json& object, std::string_view key);
// A member that is a whole number (also written as text, as protobuf does), or 0; at most
// 2,147,483,647.
int CountMember(const nlohmann::json& object, std::string_view key);

// Whether `text` contains `word`, in any case of ASCII letters: services tell some reasons only in
// the words of their messages.
bool Mentions(std::string_view text, std::string_view word);

// The JSON of `body` with the base64 of `picture` where the last text kPicturePlace stands: the
// picture is not copied and escaped through a JSON value.
inline constexpr std::string_view kPicturePlace = "@picture@";
std::string WithPicture(const nlohmann::ordered_json& body, std::string_view picture);

}  // namespace nexy
