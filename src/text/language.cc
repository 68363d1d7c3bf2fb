#include "text/language.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "text/unicode.h"

namespace nexy {

std::string_view LanguageTag(Language language) {
  return language == Language::kRussian ? "ru" : "en";
}

std::optional<Language> LanguageFromTag(std::string_view tag) {
  const std::string_view subtag = tag.substr(0, tag.find_first_of("-_"));
  if (subtag.size() != 2) return std::nullopt;
  const char first = static_cast<char>(subtag[0] | 0x20);
  const char second = static_cast<char>(subtag[1] | 0x20);
  if (first == 'e' && second == 'n') return Language::kEnglish;
  if (first == 'r' && second == 'u') return Language::kRussian;
  return std::nullopt;
}

Language DetectLanguage(std::string_view text, Language fallback) {
  std::size_t latin = 0;
  std::size_t cyrillic = 0;
  std::u32string characters;
  Utf8Decoder decoder;
  constexpr std::size_t kPiece = 4096;  // Bounds the memory for a long text.
  for (std::size_t at = 0; at < text.size(); at += kPiece) {
    characters.clear();
    decoder.Push(text.substr(at, kPiece), characters);
    for (const char32_t c : characters) {
      if (c < 0x80) {
        latin += IsLetter(c);
      } else if (c >= 0xC0 && c < 0x250) {
        latin += IsLetter(c);
      } else if (c >= 0x400 && c < 0x530) {
        cyrillic += IsLetter(c);
      }
    }
  }
  if (latin == cyrillic) return fallback;
  return cyrillic > latin ? Language::kRussian : Language::kEnglish;
}

}  // namespace nexy
