#include "tts/plain_text.h"

#include <cstdint>
#include <optional>

namespace nexy {
namespace {

struct Character {
  char32_t code;
  std::string_view bytes;
};

// The length of the character that `lead` begins; 0 if none begins so.
std::size_t LengthOf(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The character at the front of `text`; nullopt if its first byte is not part of valid UTF-8.
std::optional<Character> Front(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = LengthOf(lead);
  if (length == 0 || length > text.size()) return std::nullopt;
  if (length == 1) return Character{lead, text.substr(0, 1)};
  char32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return std::nullopt;
    code = (code << 6) | (next & 0x3Fu);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) return std::nullopt;
  return Character{code, text.substr(0, length)};
}

bool IsControl(char32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

bool IsPlain(char32_t code) {
  if (code < 0x80) {
    const bool letter = (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    const bool digit = code >= '0' && code <= '9';
    return letter || digit || std::string_view(".,!?;:-'").find(static_cast<char>(code)) !=
                                  std::string_view::npos;
  }
  const bool mark = (code >= 0x2000 && code <= 0x2BFF) || (code >= 0x3000 && code <= 0x303F) ||
                    (code >= 0xE000 && code <= 0xF8FF) || code >= 0xFE00;
  return code >= 0xAA && code != 0xD7 && code != 0xF7 && !mark;
}

// `text` with each character that `keep` refuses, and each invalid byte, replaced by a space.
template <typename Keep>
std::string Filter(std::string_view text, Keep keep) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto character = Front(text);
    if (character && keep(character->code)) {
      result.append(character->bytes);
    } else {
      result.push_back(' ');
    }
    text.remove_prefix(character ? character->bytes.size() : 1);
  }
  return result;
}

}  // namespace

std::string CleanUtf8(std::string_view text) {
  return Filter(text, [](char32_t code) { return !IsControl(code); });
}

std::string LettersAndDigits(std::string_view text) { return Filter(text, IsPlain); }

bool HasContent(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") != std::string_view::npos;
}

}  // namespace nexy
