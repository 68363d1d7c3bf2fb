#include "llm/chat_json.h"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"

namespace nexy {

using nlohmann::json;

const json& Member(const json& object, std::string_view key) {
  static const json none;
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found == object.end() ? none : *found;
}

std::string_view TextMember(const json& object, std::string_view key) {
  const json& member = Member(object, key);
  return member.is_string() ? std::string_view(member.get_ref<const std::string&>())
                            : std::string_view();
}

int CountMember(const json& object, std::string_view key) {
  const json& member = Member(object, key);
  std::int64_t count = 0;
  if (member.is_number_integer()) {
    count = member.get<std::int64_t>();
  } else if (!member.is_string() || !absl::SimpleAtoi(member.get<std::string>(), &count)) {
    return 0;
  }
  return static_cast<int>(
      std::clamp<std::int64_t>(count, 0, std::numeric_limits<int>::max()));
}

bool Mentions(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) {
    return absl::ascii_tolower(static_cast<unsigned char>(a)) ==
           absl::ascii_tolower(static_cast<unsigned char>(b));
  };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

std::string WithPicture(const nlohmann::ordered_json& body, std::string_view picture) {
  // Invalid UTF-8 cannot come this far but in a history that was cut; it must not throw.
  std::string text = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  const std::size_t place = picture.empty() ? std::string::npos : text.rfind(kPicturePlace);
  if (place == std::string::npos) return text;
  std::string base64;
  absl::Base64Escape(absl::string_view(picture.data(), picture.size()), &base64);
  text.replace(place, kPicturePlace.size(), base64);
  return text;
}

}  // namespace nexy
