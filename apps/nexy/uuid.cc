#include "nexy/uuid.h"

#include <algorithm>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace nexy {
namespace {

void DropPrefix(std::string_view& text, std::string_view prefix) {
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
}

bool IsHexDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

std::string NewUuid4() { return boost::uuids::to_string(boost::uuids::random_generator()()); }

bool IsUuid4(std::string_view text) {
  if (text.size() > 128) return false;
  DropPrefix(text, "urn:");
  DropPrefix(text, "uuid:");
  if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
  std::string digits(text);
  std::erase(digits, '-');
  return digits.size() == 32 && std::all_of(digits.begin(), digits.end(), IsHexDigit) &&
         digits[12] == '4' && std::string_view("89abAB").find(digits[16]) != std::string_view::npos;
}

}  // namespace nexy
