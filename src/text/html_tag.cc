#include "text/html_tag.h"

#include <unicode/uchar.h>

#include <string>
#include <unordered_map>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kTagMax = 300;

const std::unordered_map<std::u32string, char32_t>& NamedEntities() {
  static const auto* const entities = [] {
    auto* made = new std::unordered_map<std::u32string, char32_t>;
    ForEachRow(kEntitiesTable, [made](const DataRow& row) {
      ForEachWord(row.at(1), [&](std::string_view name) {
        made->emplace(DecodeUtf8(name), DecodeUtf8(row.at(0)).front());
      });
    });
    for (const std::u32string_view space : {U"nbsp", U"ensp", U"emsp", U"thinsp"}) {
      made->emplace(space, 0xA0);
    }
    return made;
  }();
  return *entities;
}

// "#60", "#x3C"; 0 for what is no character.
char32_t NumberedCharacter(std::u32string_view name) {
  const bool hex = name.size() > 1 && (name[1] == U'x' || name[1] == U'X');
  const std::u32string_view digits = name.substr(hex ? 2 : 1);
  char32_t value = 0;
  for (const char32_t c : digits) {
    const int digit = u_digit(static_cast<UChar32>(c), hex ? 16 : 10);
    if (digit < 0 || value > 0x10FFFF) return 0;
    value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
  }
  const bool character = value >= 0x20 && value < 0x110000 && (value < 0xD800 || value > 0xDFFF);
  return character ? value : 0;
}

}  // namespace

HtmlTag ReadHtmlTag(std::u32string_view text) {
  text = text.substr(0, kTagMax);
  HtmlTag tag;
  tag.closing = text.size() > 1 && text[1] == U'/';
  const std::size_t begin = tag.closing ? 2 : 1;
  std::size_t end = begin;
  while (end < text.size() && text[end] < 0x80 && (IsWordChar(text[end]) || text[end] == U'-')) {
    ++end;
  }
  if (text.empty() || text[0] != U'<' || end >= text.size() || !IsLetter(text[begin])) return {};
  const std::size_t close = text.find_first_of(U"<>", end);
  if (close == text.npos || text[close] == U'<') return {};
  tag.name = text.substr(begin, end - begin);
  tag.attributes = text.substr(end, close - end);
  tag.size = close + 1;
  const std::u32string_view rest = TrimSpace(tag.attributes);
  if (rest.empty() || rest == U"/") return tag;
  const bool attributes = IsSpace(tag.attributes[0]) &&
                          (rest.find(U'=') != rest.npos || rest.back() == U'/' || rest == U"open");
  return attributes ? tag : HtmlTag{};
}

std::size_t HtmlCommentSize(std::u32string_view text) {
  constexpr std::u32string_view kClose = U"-->";
  if (!text.starts_with(U"<!--")) return 0;
  const std::size_t end = text.find(kClose, 4);
  return end == text.npos ? 0 : end + kClose.size();
}

HtmlEntity ReadHtmlEntity(std::u32string_view text) {
  constexpr std::size_t kEntityMax = 32;
  const std::size_t end = text.substr(0, kEntityMax).find(U';');
  if (text.empty() || text[0] != U'&' || end == text.npos || end < 3) return {};
  const std::u32string_view name = text.substr(1, end - 1);
  if (name[0] == U'#') {
    const char32_t character = NumberedCharacter(name);
    return character == 0 ? HtmlEntity{} : HtmlEntity{character, end + 1};
  }
  const auto found = NamedEntities().find(std::u32string(name));
  return found == NamedEntities().end() ? HtmlEntity{} : HtmlEntity{found->second, end + 1};
}

}  // namespace nexy
