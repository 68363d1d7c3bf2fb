// Emphasis: *one*, **two**, _one_, __two__, ~~struck out~~, ==marked==.
#include <algorithm>
#include <vector>

#include "text/marked_text.h"
#include "text/spoken_cursor.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// A run of equal delimiters that may open or close emphasis.
struct Run {
  char32_t character;
  std::size_t begin;
  std::size_t size;  // Delimiters left.
  bool can_open;
  bool can_close;
  bool in_word;  // "un**believ**able"
  std::size_t end() const { return begin + size; }
};

bool CanOpen(char32_t c, char32_t before, char32_t after) {
  if (IsSpace(after) || IsOneOfChars(after, U")]}»”’,;:!?/")) return false;
  if (before == U'/' || before == U'\\') return false;
  if (after == before && IsOneOfChars(after, U"\"'")) return false;
  return !IsWordChar(before) || (c == U'*' && IsIdeograph(before));
}

bool CanClose(char32_t c, char32_t before, char32_t after) {
  if (IsSpace(before) || IsOneOfChars(before, U"([{«“„/\\")) return false;
  if (after == U'/') return false;
  if (IsDigit(before) && IsDigit(after)) return false;  // 2*3, 2**8
  if (after == before && IsOneOfChars(after, U"\"'")) return false;
  return c != U'_' || (!IsWordChar(after) && !IsOneOfChars(after, U"(."));
}

// Delimiters with two letters of a word on each side. "x**y" is a power, "width*height" a product;
// no program writes so in Russian.
bool IsInWord(const MarkedText& text, std::size_t begin, std::size_t end) {
  if (text.At(begin) != U'*' || end - begin > 2 || begin < 2) return false;
  const char32_t sides[] = {text.At(begin - 2), text.At(begin - 1), text.At(end), text.At(end + 1)};
  if (end - begin == 2) return std::all_of(std::begin(sides), std::end(sides), IsLetter);
  return IsCyrillic(sides[1]) && IsCyrillic(sides[2]);
}

class Emphasis {
 public:
  Emphasis(MarkedText& text, bool more_follows, OpenEmphasis& open)
      : text_(text), more_follows_(more_follows), open_(open) {}

  void Mark() {
    for (std::size_t i = 0; i < text_.size();) {
      if (!IsOneOfChars(text_.At(i), U"*_~=") || !text_.Plain(i)) {
        ++i;
        continue;
      }
      Run run = ReadRun(i);
      i = run.end();
      if (!CountsAsMarkup(run)) continue;
      if (run.can_close) CloseWith(run);
      if (run.size > 0 && run.can_open) openers_.push_back(run);
    }
    for (const Run& opener : openers_) {
      CarryOver(opener);
      DropUnbalanced(opener);
    }
  }

 private:
  Run ReadRun(std::size_t begin) const {
    const char32_t c = text_.At(begin);
    std::size_t end = begin;
    while (end < text_.size() && text_.At(end) == c && text_.Plain(end)) ++end;
    // A full stop at the end of a word is no part of a file's name.
    const bool stop = c == U'_' && text_.At(end) == U'.' && !IsWordChar(text_.At(end + 1));
    const char32_t next = stop ? U' ' : text_.At(end);
    const bool in_word = IsInWord(text_, begin, end);
    return {c,
            begin,
            end - begin,
            in_word || CanOpen(c, text_.Before(begin), text_.At(end)) || OpensPath(begin, end),
            CanClose(c, text_.Before(begin), next),
            in_word};
  }

  // "**/etc/hosts**", but "**/*.js", "**/test/**".
  bool OpensPath(std::size_t begin, std::size_t end) const {
    const char32_t before = text_.Before(begin);
    if (end - begin != 2 || text_.At(end) != U'/') return false;
    if (!IsLetter(text_.At(end + 1)) || !(IsSpace(before) || IsOneOfChars(before, U"(\"“«"))) {
      return false;
    }
    const std::size_t close = text_.raw().find(text_.raw().substr(begin, 2), end);
    return close != text_.raw().npos && IsWordChar(text_.Before(close)) &&
           !IsOneOfChars(text_.At(close + 2), U"/*");
  }

  bool CountsAsMarkup(const Run& run) const {
    if (run.size > 3) return false;
    if (run.character != U'~' && run.character != U'=') return true;
    return run.size == 2 && (run.character == U'~' || IsLetter(text_.At(run.end())) ||
                             IsLetter(text_.Before(run.begin)));
  }

  void Drop(std::size_t begin, std::size_t end) { text_.Drop(begin, end, MarkupRule::kEmphasis); }

  void CloseWith(Run& closer) {
    constexpr std::size_t kLookBack = 16;  // Runs, so that time stays linear.
    std::size_t looked = 0;
    for (std::size_t o = openers_.size(); o-- > 0 && closer.size > 0 && looked < kLookBack;
         ++looked) {
      Run& opener = openers_[o];
      if (opener.character != closer.character || opener.end() >= closer.begin) continue;
      const std::u32string_view inner =
          text_.raw().substr(opener.end(), closer.begin - opener.end());
      if (IsMask(opener, inner, closer)) continue;
      if (opener.in_word && std::any_of(inner.begin(), inner.end(), IsSpace)) continue;
      if (IsIdentifier(opener, inner)) {
        openers_.resize(o);
        closer.size = 0;
        return;
      }
      if (closer.character != U'*' && opener.size != closer.size) continue;
      const std::size_t n = std::min(opener.size, closer.size);
      Drop(opener.end() - n, opener.end());
      Drop(closer.begin, closer.begin + n);
      opener.size -= n;
      closer.begin += n;
      closer.size -= n;
      openers_.resize(opener.size == 0 ? o : o + 1);
    }
    CloseEarlier(closer);
  }

  // "***-**-1234": hidden digits, while "**-**" alone is a key.
  bool IsMask(const Run& opener, std::u32string_view inner, const Run& closer) const {
    return inner == U"-" && (opener.size != closer.size || text_.At(closer.end()) == U'-' ||
                             text_.Before(opener.begin) == U'-');
  }

  // Emphasis that an earlier sentence opened, or that nothing did.
  void CloseEarlier(Run& closer) {
    if (closer.size == 0 || closer.character != U'*' || closer.can_open) return;
    if (IsWordChar(text_.At(closer.end()))) return;  // x**2
    const char32_t last = text_.Before(closer.begin);
    bool& open = closer.size == 1 ? open_.em : open_.strong;
    const bool nothing_open = !open_.em && !open_.strong;
    const bool stray =
        closer.size == 2 && nothing_open && (IsLetter(last) || IsOneOfChars(last, U".!?:;,"));
    if (!open && !stray) return;
    Drop(closer.begin, closer.end());
    closer.size = 0;
    open = false;
  }

  // "__init__", "__dunder_method__": a name of programs, no emphasis.
  bool IsIdentifier(const Run& opener, std::u32string_view name) const {
    if (opener.character != U'_' || opener.size != 2) return false;
    const bool digit = !name.empty() && IsDigit(name.front());  // "__5 GB__"
    const bool one_word = !digit && std::all_of(name.begin(), name.end(), [](char32_t c) {
      return c < 0x80 && (IsWordChar(c) || c == U'_');
    });
    return one_word && (IsWordOf(WordClass::kDunder, ToLower(name)) ||
                        std::any_of(name.begin(), name.end(),
                                    [](char32_t c) { return IsDigit(c) || c == U'_'; }));
  }

  // Emphasis that begins with the sentence and is not closed in it goes on in the next ones.
  void CarryOver(const Run& opener) {
    if (!more_follows_ || opener.character != U'*') return;
    for (std::size_t i = 0; i < opener.begin; ++i) {
      const char32_t c = text_.At(i);
      const bool mark = IsSpace(c) || IsDigit(c) || IsOneOfChars(c, U".)\"“«'#>-");
      if (!text_.Dropped(i) && !mark) return;
    }
    const char32_t first = text_.At(opener.end());
    if (!IsLetter(first) && !IsOneOfChars(first, U"\"“«")) return;
    if (opener.size == 1 && !(IsUpper(first) && IsLower(text_.At(opener.end() + 1)))) return;
    (opener.size == 1 ? open_.em : open_.strong) = true;
    Drop(opener.begin, opener.end());
  }

  // "Some **bold text." that nothing closes; "**kwargs" alone is code.
  void DropUnbalanced(const Run& opener) {
    if (opener.character != U'*' || opener.size != 2 || !text_.Plain(opener.begin)) return;
    if (!IsSpace(text_.Before(opener.begin)) || !IsLetter(text_.At(opener.end()))) return;
    std::size_t end = opener.end();
    while (IsWordChar(text_.At(end)) || text_.At(end) == U'_') ++end;
    const std::u32string_view word = text_.raw().substr(opener.end(), end - opener.end());
    const bool code = word == U"kwargs" || word == U"kw" || word == U"options" || word == U"opts";
    const char32_t next = text_.At(end);
    const bool prose = !code && (IsSpace(next) || IsUpper(word.front())) && next != U'(';
    if (prose) Drop(opener.begin, opener.end());
  }

  MarkedText& text_;
  const bool more_follows_;
  OpenEmphasis& open_;
  std::vector<Run> openers_;
};

}  // namespace

void MarkEmphasis(MarkedText& text, bool more_follows, OpenEmphasis& open) {
  Emphasis(text, more_follows, open).Mark();
}

}  // namespace nexy
