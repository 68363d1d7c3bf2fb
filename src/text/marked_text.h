#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/inline_markup.h"
#include "text/unicode.h"

namespace nexy {

// What markup is taken off by; NameOf() names it for people.
enum class MarkupRule : unsigned char {
  kCode,
  kAddress,
  kLink,
  kTag,
  kEntity,
  kEscape,
  kScript,
  kEmphasis
};
std::string_view NameOf(MarkupRule rule);

// A sentence while its markup is found: each step decides about some characters, and what one has
// decided no later one changes.
class MarkedText {
 public:
  explicit MarkedText(std::u32string_view raw);

  std::size_t size() const { return raw_.size(); }
  std::u32string_view raw() const { return raw_; }
  // A blank stands before and after the text.
  char32_t At(std::size_t i) const { return i < raw_.size() ? raw_[i] : U' '; }
  char32_t Before(std::size_t i) const { return i > 0 ? raw_[i - 1] : U' '; }
  // Where the run of equal characters at `begin` ends.
  std::size_t RunEnd(std::size_t begin) const;

  bool Plain(std::size_t i) const { return fates_[i] == Fate::kPlain; }
  bool Dropped(std::size_t i) const { return fates_[i] == Fate::kDropped; }
  bool Code(std::size_t i) const { return fates_[i] == Fate::kCode; }

  void Drop(std::size_t begin, std::size_t end, MarkupRule rule);
  // `instead`, at most as long, stands for what is there.
  void Replace(std::size_t begin, std::size_t end, std::u32string_view instead, MarkupRule rule);
  // Is no markup: in an address, after a backslash; those that are still plain.
  void Keep(std::size_t begin, std::size_t end);
  void KeepCode(std::size_t begin, std::size_t end);

  VisibleText Visible(const MarkupWatcher& watcher) const;

 private:
  enum class Fate : unsigned char { kPlain, kDropped, kReplaced, kKept, kCode };

  bool TakenOff(std::size_t i) const {
    return fates_[i] == Fate::kDropped || fates_[i] == Fate::kReplaced;
  }
  void Set(std::size_t begin, std::size_t end, Fate fate);
  void Tell(const MarkupWatcher& watcher) const;

  const std::u32string_view raw_;
  std::u32string shown_;  // As raw_, with what stands there instead.
  std::vector<Fate> fates_;
  std::vector<MarkupRule> rules_;  // Of what was taken off.
};

// The steps in their order; each is one kind of markup.
void MarkCode(MarkedText& text);       // `ls -l`
void MarkAddresses(MarkedText& text);  // <https://example.com>, <ann@example.com>
void MarkLinks(MarkedText& text);      // [text](target), ![alt](target), [text][1]
void MarkHtml(MarkedText& text);       // <b>, <br>, &amp;
void MarkEscapes(MarkedText& text);    // \*
void MarkScripts(MarkedText& text);    // H~2~O, x^2^
void MarkEmphasis(MarkedText& text, bool more_follows, OpenEmphasis& open);

// Digits (with a sign) between `begin` and `end` as they are written above the line, for 10^6^ and
// 10<sup>6</sup> must not become 106. Marks nothing and is false if they cannot be written so.
bool Raise(MarkedText& text, std::size_t begin, std::size_t end, MarkupRule rule);

}  // namespace nexy
