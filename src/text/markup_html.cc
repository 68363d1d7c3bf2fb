// HTML in a text. A tag is markup where it touches what it marks ("<b>bold</b>", "one<br>two") and
// text where it is spoken of ("the <b> tag", "close it with </p>").
#include <algorithm>
#include <vector>

#include "text/html_tag.h"
#include "text/marked_text.h"
#include "text/spoken_cursor.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::size_t kNear = 32;  // Tags between the two of a pair, so that time stays linear.

// A tag of a known element, or a comment, which has no name.
struct PlacedTag {
  std::size_t begin, end;
  HtmlTag tag;
  std::u32string name;  // Lower case.
  bool markup = false;
};

bool IsVoid(std::u32string_view name) {
  return name == U"br" || name == U"hr" || name == U"wbr" || name == U"img";
}

// Whether a tag may open before `c`, or close after it, as emphasis does; `beyond` is what stands
// on the other side of the tag.
bool Opens(char32_t c, char32_t beyond) {
  const bool quoted = c == beyond && IsOneOfChars(c, U"\"'");
  return !IsSpace(c) && !quoted && !IsOneOfChars(c, U".,;:!?…)]}»”’/|");
}
bool Closes(char32_t c, char32_t beyond) {
  const bool quoted = c == beyond && IsOneOfChars(c, U"\"'");
  return !IsSpace(c) && !quoted && !IsOneOfChars(c, U"([{«“„‘/|");
}

class Html {
 public:
  explicit Html(MarkedText& text) : text_(text), raw_(text.raw()) {}

  void Mark() {
    FindTags();
    for (std::size_t k = 0; k < tags_.size(); ++k) {
      if (k == 0 || tags_[k - 1].end != tags_[k].begin) chain_ = ChainAt(k);
      Decide(k);
    }
    for (std::size_t k = 0; k < tags_.size(); ++k) {
      if (tags_[k].markup) TakeOff(k);
    }
  }

 private:
  // Tags without anything between them, and what stands on both sides.
  struct Chain {
    std::size_t first, last;
    char32_t left, right;
    bool line;  // Nothing else stands in their line.
  };

  void FindTags() {
    for (std::size_t i = raw_.find(U'<'); i < raw_.size(); i = raw_.find(U'<', i + 1)) {
      if (!text_.Plain(i) || text_.Before(i) == U'\\') continue;
      const std::u32string_view rest = raw_.substr(i);
      if (const std::size_t size = HtmlCommentSize(rest); size > 0) {
        tags_.push_back({i, i + size, {}, {}});
      } else if (const HtmlTag tag = ReadHtmlTag(rest); tag.size > 0) {
        std::u32string name = ToLower(tag.name);
        if (IsWordOf(WordClass::kElement, name)) {
          tags_.push_back({i, i + tag.size, tag, std::move(name)});
        }
      }
    }
  }

  Chain ChainAt(std::size_t first) const {
    std::size_t last = first;
    while (last + 1 < tags_.size() && tags_[last].end == tags_[last + 1].begin) ++last;
    const std::size_t begin = tags_[first].begin;
    const std::size_t end = tags_[last].end;
    const std::size_t before = raw_.substr(0, begin).find_last_not_of(U' ');
    const std::size_t after = raw_.find_first_not_of(U' ', end);
    const bool line = (before == raw_.npos || IsLineEnd(raw_[before])) &&
                      (after == raw_.npos || IsLineEnd(raw_[after]));
    return {first, last, text_.Before(begin), text_.At(end), line};
  }

  void Decide(std::size_t k) {
    PlacedTag& tag = tags_[k];
    const auto [first, last, left, right, line] = chain_;
    if (tag.name.empty()) {
      tag.markup = line || !IsSpace(left) || !IsSpace(right) || tag.begin == 0;
    } else if (line) {
      // A lone "<div>" may be all that an item of a list says.
      tag.markup = tag.name == U"details" || (first != last && HasContainer()) ||
                   (tag.tag.closing && IsWordOf(WordClass::kContainerElement, tag.name));
    } else if (tag.name == U"img") {
      tag.markup = !tag.tag.attributes.empty();
    } else if (IsVoid(tag.name)) {
      const bool breaks = IsLineEnd(right) && tag.end < raw_.size();
      tag.markup = breaks || Closes(left, right) || Opens(right, left);
    } else if (const std::size_t opener = tag.tag.closing ? OpenerOf(k) : kNone; opener != kNone) {
      tag.markup = tags_[opener].markup;
    } else if (tag.tag.closing) {
      tag.markup = Closes(left, right);
    } else {
      tag.markup = Opens(right, left) && (!IsWordChar(left) || first != k || CloserOf(k) != kNone);
    }
  }

  bool HasContainer() const {
    return std::any_of(
        tags_.begin() + static_cast<std::ptrdiff_t>(chain_.first),
        tags_.begin() + static_cast<std::ptrdiff_t>(chain_.last) + 1,
        [](const PlacedTag& tag) { return IsWordOf(WordClass::kContainerElement, tag.name); });
  }

  std::size_t OpenerOf(std::size_t closer) const {
    std::size_t depth = 0;
    for (std::size_t k = closer; k-- > closer - std::min(closer, kNear);) {
      if (tags_[k].name != tags_[closer].name) continue;
      if (tags_[k].tag.closing) {
        ++depth;
      } else if (depth-- == 0) {
        return k;
      }
    }
    return kNone;
  }

  std::size_t CloserOf(std::size_t opener) const {
    for (std::size_t k = opener + 1; k < std::min(tags_.size(), opener + kNear); ++k) {
      if (tags_[k].tag.closing && tags_[k].name == tags_[opener].name) return k;
    }
    return kNone;
  }

  void TakeOff(std::size_t k) {
    const PlacedTag& tag = tags_[k];
    if (tag.name == U"img") return LeaveAlt(tag);
    if (tag.name == U"sup" && !tag.tag.closing && k + 1 < tags_.size() &&
        RaiseAfter(tag, tags_[k + 1])) {
      return;
    }
    const char32_t left = text_.Before(tag.begin);
    const bool apart = !tag.name.empty() && !IsWordOf(WordClass::kInlineElement, tag.name);
    std::u32string_view instead;
    if (apart && !IsSpace(left) && !IsSpace(text_.At(tag.end))) {
      const bool item = tag.tag.closing && IsWordChar(left) && tag.end < raw_.size();
      instead = item ? U", " : U" ";
    }
    text_.Replace(tag.begin, tag.end, instead, MarkupRule::kTag);
  }

  // <img alt="A fox"> leaves its text.
  void LeaveAlt(const PlacedTag& tag) {
    constexpr std::u32string_view kAlt = U"alt=\"";
    text_.Drop(tag.begin, tag.end, MarkupRule::kTag);
    const std::size_t alt = tag.tag.attributes.find(kAlt);
    if (alt == raw_.npos) return;
    const std::u32string_view said = tag.tag.attributes.substr(alt + kAlt.size());
    text_.Replace(tag.begin, tag.end, said.substr(0, said.find(U'"')), MarkupRule::kTag);
  }

  // "10<sup>6</sup>" keeps its power: ⁶, or ^ before what has no sign above the line.
  // "1<sup>st</sup>" is an ordinal number.
  bool RaiseAfter(const PlacedTag& tag, const PlacedTag& closer) {
    const std::size_t size = closer.begin - tag.end;
    const std::u32string_view raised = raw_.substr(tag.end, size);
    const bool number = IsDigit(text_.Before(tag.begin));
    if (raised.empty() ||
        (number && std::all_of(raised.begin(), raised.end(), IsLetter) && size > 1)) {
      return false;
    }
    const bool above = Raise(text_, tag.end, closer.begin, MarkupRule::kTag);
    text_.Replace(tag.begin, tag.end, above ? U"" : U"^", MarkupRule::kTag);
    return true;
  }

  MarkedText& text_;
  const std::u32string_view raw_;
  std::vector<PlacedTag> tags_;
  Chain chain_{};
};

}  // namespace

void MarkHtml(MarkedText& text) {
  Html(text).Mark();
  const std::u32string_view raw = text.raw();
  for (std::size_t i = raw.find(U'&'); i < raw.size(); i = raw.find(U'&', i + 1)) {
    if (!text.Plain(i) || text.Before(i) == U'\\') continue;
    const HtmlEntity entity = ReadHtmlEntity(raw.substr(i));
    if (entity.size == 0) continue;
    text.Replace(i, i + entity.size, {&entity.character, 1}, MarkupRule::kEntity);
  }
}

}  // namespace nexy
