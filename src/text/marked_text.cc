#include "text/marked_text.h"

#include <algorithm>

namespace nexy {

std::string_view NameOf(MarkupRule rule) {
  switch (rule) {
    case MarkupRule::kCode:
      return "code span";
    case MarkupRule::kAddress:
      return "address";
    case MarkupRule::kLink:
      return "link";
    case MarkupRule::kTag:
      return "tag";
    case MarkupRule::kEntity:
      return "entity";
    case MarkupRule::kEscape:
      return "escape";
    case MarkupRule::kScript:
      return "script";
    case MarkupRule::kEmphasis:
      return "emphasis";
  }
  return "";
}

MarkedText::MarkedText(std::u32string_view raw)
    : raw_(raw), shown_(raw), fates_(raw.size(), Fate::kPlain), rules_(raw.size()) {}

std::size_t MarkedText::RunEnd(std::size_t begin) const {
  return std::min(raw_.find_first_not_of(raw_[begin], begin), raw_.size());
}

void MarkedText::Set(std::size_t begin, std::size_t end, Fate fate) {
  std::fill(fates_.begin() + static_cast<std::ptrdiff_t>(begin),
            fates_.begin() + static_cast<std::ptrdiff_t>(end), fate);
}

void MarkedText::Drop(std::size_t begin, std::size_t end, MarkupRule rule) {
  Set(begin, end, Fate::kDropped);
  std::fill(rules_.begin() + static_cast<std::ptrdiff_t>(begin),
            rules_.begin() + static_cast<std::ptrdiff_t>(end), rule);
}

void MarkedText::Replace(std::size_t begin, std::size_t end, std::u32string_view instead,
                         MarkupRule rule) {
  Drop(begin, end, rule);
  shown_.replace(begin, instead.size(), instead);
  Set(begin, begin + instead.size(), Fate::kReplaced);
}

void MarkedText::Keep(std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (Plain(i)) fates_[i] = Fate::kKept;
  }
}

void MarkedText::KeepCode(std::size_t begin, std::size_t end) { Set(begin, end, Fate::kCode); }

VisibleText MarkedText::Visible(const MarkupWatcher& watcher) const {
  if (watcher) Tell(watcher);
  VisibleText visible;
  visible.text.reserve(raw_.size());
  visible.origin.reserve(raw_.size());
  for (std::size_t i = 0; i < raw_.size(); ++i) {
    visible.has_code |= Code(i);
    if (Dropped(i)) continue;
    visible.text.push_back(shown_[i]);
    visible.origin.push_back(static_cast<std::uint32_t>(i));
  }
  return visible;
}

void MarkedText::Tell(const MarkupWatcher& watcher) const {
  for (std::size_t i = 0; i < raw_.size();) {
    const std::size_t begin = i;
    std::u32string instead;
    for (; i < raw_.size() && TakenOff(i) && rules_[i] == rules_[begin]; ++i) {
      if (fates_[i] == Fate::kReplaced) instead.push_back(shown_[i]);
    }
    if (i > begin) {
      watcher(raw_.substr(begin, i - begin), instead, NameOf(rules_[begin]));
    } else {
      ++i;
    }
  }
}

bool Raise(MarkedText& text, std::size_t begin, std::size_t end, MarkupRule rule) {
  static constexpr std::u32string_view kLine = U"0123456789+-−n";
  static constexpr std::u32string_view kAbove = U"⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ";
  std::u32string above;
  for (const char32_t c : text.raw().substr(begin, end - begin)) {
    const std::size_t at = kLine.find(c);
    if (at == kLine.npos) return false;
    above.push_back(kAbove[at]);
  }
  text.Replace(begin, end, above, rule);
  return true;
}

}  // namespace nexy
