#include "text/russian_digits.h"

#include <algorithm>
#include <cstdint>

#include "text/russian_words.h"
#include "text/spoken_cursor.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kDigitsMax = 12;

// Whether the number from `begin` to `end` is a word of its own.
bool StandsAlone(std::u32string_view text, std::size_t begin, std::size_t end) {
  if (begin > 0 && !IsSpace(text[begin - 1]) && !IsOneOfChars(text[begin - 1], U"(«„“\"")) {
    return false;
  }
  while (end < text.size() && !IsSpace(text[end])) {
    if (!IsOneOfChars(text[end], U".,;:!?…)»”“\"")) return false;
    ++end;
  }
  return true;
}

std::u32string Words(std::u32string_view digits) {
  if (digits == U"0") return U"ноль";
  std::int64_t number = 0;
  for (const char32_t c : digits) number = number * 10 + static_cast<std::int64_t>(c - U'0');
  return RussianCardinal(number, RussianGender::kMasculine, RussianCase::kNominative);
}

}  // namespace

std::string RussianDigitsInWords(std::string_view text) {
  const std::u32string in = DecodeUtf8(text);
  std::u32string out;
  for (std::size_t at = 0; at < in.size();) {
    const std::size_t digits = DigitsAt(in, at);
    const bool number = digits > 0 && digits <= kDigitsMax && (in[at] != U'0' || digits == 1);
    if (number && StandsAlone(in, at, at + digits)) {
      out += Words(std::u32string_view(in).substr(at, digits));
    } else {
      out.append(in, at, std::max<std::size_t>(digits, 1));
    }
    at += std::max<std::size_t>(digits, 1);
  }
  return EncodeUtf8(out);
}

}  // namespace nexy
