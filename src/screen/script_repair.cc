#include "screen/script_repair.h"

#include <unicode/unistr.h>
#include <unicode/utf16.h>

namespace nexy {
namespace {

// Letters that look the same, in the same order.
constexpr std::u16string_view kLatin = u"ABCEHKMOPTXYaceopxyk3";
constexpr std::u16string_view kCyrillic = u"АВСЕНКМОРТХУасеорхукЗ";

bool IsLatin(char16_t c) { return (c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z'); }
bool IsCyrillic(char16_t c) { return c >= 0x400 && c <= 0x45f; }

char16_t Lookalike(char16_t c, std::u16string_view from, std::u16string_view to) {
  const std::size_t index = from.find(c);
  return index == std::u16string_view::npos || from[index] == u'3' ? c : to[index];
}

}  // namespace

std::string RepairScript(std::string_view word) {
  icu::UnicodeString text = icu::UnicodeString::fromUTF8({word.data(), static_cast<int>(word.size())});
  // A letter that could be of either alphabet is no witness.
  int latin = 0, cyrillic = 0, sure_latin = 0, sure_cyrillic = 0;
  for (int i = 0; i < text.length(); ++i) {
    const char16_t c = text[i];
    latin += IsLatin(c);
    cyrillic += IsCyrillic(c);
    sure_latin += IsLatin(c) && kLatin.find(c) == std::u16string_view::npos;
    sure_cyrillic += IsCyrillic(c) && kCyrillic.find(c) == std::u16string_view::npos;
  }
  if (latin == 0 || cyrillic == 0) return std::string(word);
  const bool to_latin = sure_latin != sure_cyrillic ? sure_latin > sure_cyrillic : latin >= cyrillic;
  for (int i = 0; i < text.length(); ++i) {
    text.setCharAt(i, to_latin ? Lookalike(text[i], kCyrillic, kLatin)
                               : Lookalike(text[i], kLatin, kCyrillic));
  }
  std::string result;
  return text.toUTF8String(result);
}

}  // namespace nexy
