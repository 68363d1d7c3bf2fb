#pragma once

#include <cstddef>
#include <string_view>

namespace nexy {

// A tag of HTML as it is written; `size` is 0 if there is none.
struct HtmlTag {
  std::u32string_view name;
  std::u32string_view attributes;  // With the space before them and a slash at the end.
  bool closing = false;
  std::size_t size = 0;
};

// The tag that `text` begins with: "<b>", "</div>", "<a href=…>", "<br/>". "a < b" is none.
HtmlTag ReadHtmlTag(std::u32string_view text);

// The size of the comment "<!-- … -->" that `text` begins with, or 0.
std::size_t HtmlCommentSize(std::u32string_view text);

// The character that "&lt;", "&#60;" or "&#x3C;" stands for; `size` is 0 if it is no entity.
struct HtmlEntity {
  char32_t character = 0;
  std::size_t size = 0;
};
HtmlEntity ReadHtmlEntity(std::u32string_view text);

}  // namespace nexy
