#include "text/inline_markup.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>

#include "text/sentence_signs.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// One sentence being stripped. Each step marks characters as dropped or as literal.
class Stripper {
 public:
  Stripper(std::u32string_view raw, bool more_follows, OpenEmphasis& open)
      : raw_(raw), more_follows_(more_follows), open_(open), state_(raw.size(), State::kPlain) {}

  VisibleText Strip() {
    MarkCode();
    MarkAddresses();
    MarkMailLinks();
    MarkLinks();
    MarkEscapes();
    MarkSubscripts();
    MarkEmphasis();
    VisibleText visible;
    visible.kept.reserve(raw_.size());
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      if (state_[i] != State::kDropped) visible.kept.push_back(static_cast<std::uint32_t>(i));
      visible.has_code |= state_[i] == State::kCode;
    }
    return visible;
  }

 private:
  enum class State : unsigned char { kPlain, kDropped, kCode, kAddress };

  // A run of equal delimiters that may open or close emphasis.
  struct Run {
    char32_t character;
    std::size_t begin;
    std::size_t size;  // Delimiters left.
    bool can_open;
    bool can_close;
    bool in_word;  // "un**believ**able"
  };

  char32_t At(std::size_t i) const { return i < raw_.size() ? raw_[i] : U' '; }
  char32_t Before(std::size_t i) const { return i > 0 ? raw_[i - 1] : U' '; }
  bool Plain(std::size_t i) const { return state_[i] == State::kPlain; }
  void Mark(std::size_t begin, std::size_t end, State state) {
    std::fill(state_.begin() + static_cast<std::ptrdiff_t>(begin),
              state_.begin() + static_cast<std::ptrdiff_t>(end), state);
  }
  std::size_t RunEnd(std::size_t begin) const {
    std::size_t end = begin;
    while (end < raw_.size() && raw_[end] == raw_[begin]) ++end;
    return end;
  }

  // A run of backticks opens code up to the next run of the same length.
  void MarkCode() {
    std::vector<std::pair<std::size_t, std::size_t>> runs;  // begin, length
    for (std::size_t i = raw_.find(U'`'); i < raw_.size(); i = raw_.find(U'`', i)) {
      const std::size_t end = RunEnd(i);
      runs.emplace_back(i, end - i);
      i = end;
    }
    std::unordered_map<std::size_t, std::size_t> later;  // length -> nearest run to the right
    std::vector<std::size_t> closer(runs.size(), kNone);
    for (std::size_t r = runs.size(); r-- > 0;) {
      const auto found = later.find(runs[r].second);
      if (found != later.end()) closer[r] = found->second;
      later[runs[r].second] = r;
    }
    for (std::size_t r = 0; r < runs.size(); ++r) {
      if (closer[r] == kNone) continue;
      const auto [begin, length] = runs[r];
      if (Before(begin) == U'\\') continue;  // An escape.
      const std::size_t end = runs[closer[r]].first;
      // `a' and `b' are quotes of the old kind: the second backtick opens one too.
      if (IsSpace(raw_[end - 1]) && !IsSpace(raw_[begin + length])) continue;
      Mark(begin, begin + length, State::kDropped);
      Mark(begin + length, end, State::kCode);
      Mark(end, end + length, State::kDropped);
      r = closer[r];
    }
  }

  // An address with a scheme keeps its underscores and asterisks; <…> around it goes.
  void MarkAddresses() {
    for (std::size_t i = raw_.find(U"://"); i != raw_.npos; i = raw_.find(U"://", i)) {
      std::size_t begin = i;
      while (begin > 0 && IsLetter(raw_[begin - 1]) && raw_[begin - 1] < 0x80) --begin;
      std::size_t end = i + 3;
      while (end < raw_.size() && !IsSpace(raw_[end]) && !Contains(U"<>\"", raw_[end]) &&
             Plain(end)) {
        ++end;
      }
      i = end;
      const bool angled = Before(begin) == U'<' && At(end) == U'>' && Plain(begin - 1);
      if (angled) {
        Mark(begin - 1, begin, State::kDropped);
        Mark(end, end + 1, State::kDropped);
      } else {
        while (end > begin && Contains(U"*_)].,!?;:'", raw_[end - 1])) --end;
      }
      for (std::size_t k = begin; k < end; ++k) {
        if (Plain(k)) state_[k] = State::kAddress;
      }
    }
  }

  // <ann@example.com> leaves the address.
  void MarkMailLinks() {
    for (std::size_t at = raw_.find(U'@'); at != raw_.npos; at = raw_.find(U'@', at + 1)) {
      constexpr std::u32string_view kEnds = U"<> \t\n@";
      const std::size_t begin = at == 0 ? raw_.npos : raw_.find_last_of(kEnds, at - 1);
      const std::size_t end = raw_.find_first_of(kEnds, at + 1);
      if (begin == raw_.npos || end == raw_.npos || raw_[begin] != U'<' || raw_[end] != U'>')
        continue;
      if (begin + 1 == at || IsWordChar(Before(begin)) ||
          raw_.substr(at, end - at).find(U'.') == raw_.npos)
        continue;
      if (!Plain(begin) || !Plain(end)) continue;
      Mark(begin, begin + 1, State::kDropped);
      Mark(begin + 1, end, State::kAddress);
      Mark(end, end + 1, State::kDropped);
    }
  }

  // [text](target "title") leaves text, ![alt](target) leaves alt.
  void MarkLinks() {
    std::vector<std::size_t> brackets;
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      if (state_[i] == State::kCode || state_[i] == State::kDropped) continue;
      if (raw_[i] == U'[') brackets.push_back(i);
      if (raw_[i] != U']') continue;
      const std::size_t opener = brackets.empty() ? kNone : brackets.back();
      if (!brackets.empty()) brackets.pop_back();
      if (At(i + 1) == U'[' && DropReference(opener, i)) continue;
      if (At(i + 1) != U'(') continue;
      const std::size_t end = TargetEnd(i + 1);
      if (end == kNone || !IsLink(opener, i, end)) continue;
      Mark(i, end, State::kDropped);
      if (opener != kNone) state_[opener] = State::kDropped;
      if (opener != kNone && Before(opener) == U'!') state_[opener - 1] = State::kDropped;
      i = end - 1;
    }
  }

  // "[text][1]", "[text][]": leaves the text. "rows[0][1]" is none.
  bool DropReference(std::size_t opener, std::size_t closer) {
    constexpr std::size_t kReferenceMax = 60;
    if (opener == kNone || IsWordChar(Before(opener)) || Before(opener) == U']') return false;
    const std::size_t end = raw_.substr(closer + 2, kReferenceMax).find_first_of(U"]\n[");
    if (end == raw_.npos || raw_[closer + 2 + end] != U']') return false;
    const std::u32string_view text = raw_.substr(opener + 1, closer - opener - 1);
    const bool image = Before(opener) == U'!';  // ![][logo]
    if (!image && std::none_of(text.begin(), text.end(), IsLetter)) return false;
    state_[opener] = State::kDropped;
    if (image) state_[opener - 1] = State::kDropped;
    Mark(closer, closer + 3 + end, State::kDropped);
    return true;
  }

  // The index after the parenthesis that closes the one at `begin`, if a link's target is between.
  std::size_t TargetEnd(std::size_t begin) const {
    int depth = 0;
    bool title = false;
    bool spaced = false;
    for (std::size_t i = begin; i < raw_.size(); ++i) {
      const char32_t c = raw_[i];
      if (IsLineEnd(c)) return kNone;
      if (c == U'"') title = !title;
      if (title) continue;
      if (c == U'(') ++depth;
      if (c == U')' && --depth == 0) return i + 1;
      if (IsSpace(c)) spaced = true;
      if (spaced && !IsSpace(c) && c != U'"') return kNone;
    }
    return kNone;
  }

  // f[0](x) and the rest of a bracket that an earlier sentence opened need a target with an
  // address.
  bool IsLink(std::size_t opener, std::size_t closer, std::size_t end) const {
    const std::u32string_view target = raw_.substr(closer + 2, end - closer - 3);
    const bool address = target.find(U"://") != target.npos || target.starts_with(U"mailto:") ||
                         target.starts_with(U"www.") || target.starts_with(U"/") ||
                         target.starts_with(U"#");
    if (opener == kNone || IsWordChar(Before(opener)) || Contains(U")]", Before(opener)))
      return address;
    return true;
  }

  // A backslash before a delimiter; in a path (C:\*.txt) it is no escape.
  void MarkEscapes() {
    for (std::size_t i = 0; i + 1 < raw_.size(); ++i) {
      if (raw_[i] != U'\\' || !Plain(i)) continue;
      const bool number = raw_[i + 1] == U'.' && IsDigit(Before(i)) && IsSpace(At(i + 2));
      const bool item = i == 0 && Contains(U"-+", raw_[1]);
      if (!number && !item && !Contains(U"*_`#[]~$|<>", raw_[i + 1])) continue;
      const char32_t before = Before(i);
      if (before == U':' || before == U'\\' || IsInPath(i)) continue;
      state_[i] = State::kDropped;
      state_[i + 1] = State::kAddress;  // Literal.
      ++i;
    }
  }

  // "H~2~O", and "x^2^", whose first mark says that it is a power.
  void MarkSubscripts() {
    for (std::size_t i = 1; i < raw_.size(); ++i) {
      const char32_t mark = raw_[i];
      if ((mark != U'~' && mark != U'^') || !Plain(i) || !IsWordChar(Before(i))) continue;
      if (mark == U'~' && !IsLetter(Before(i))) continue;
      std::size_t end = i + 1;
      while (IsDigit(At(end)) && end - i < 4) ++end;
      if (end == i + 1 || At(end) != mark) continue;
      if (mark == U'~') state_[i] = State::kDropped;
      state_[end] = State::kDropped;
      i = end;
    }
  }

  // "C:\dir\*.txt": the word has a drive or begins with backslashes.
  bool IsInPath(std::size_t at) const {
    std::size_t begin = at;
    while (begin > 0 && !IsSpace(raw_[begin - 1])) --begin;
    const std::u32string_view word = raw_.substr(begin, at - begin);
    return word.find(U":\\") != word.npos || word.starts_with(U"\\\\") ||
           (word.find(U'\\') != word.npos &&
            !Contains(U"*_`#[]~", At(begin + word.find(U'\\') + 1)));
  }

  bool CanOpen(char32_t c, char32_t before, char32_t after) const {
    if (IsSpace(after) || Contains(U")]}»”’,;:!?/", after)) return false;
    if (before == U'/' || before == U'\\') return false;
    if (after == before && Contains(U"\"'", after)) return false;
    if (!IsWordChar(before)) return true;
    return c == U'*' && IsIdeograph(before);
  }
  bool CanClose(char32_t c, char32_t before, char32_t after) const {
    if (IsSpace(before) || Contains(U"([{«“„/\\", before)) return false;
    if (after == U'/') return false;
    if (IsDigit(before) && IsDigit(after)) return false;  // 2*3, 2**8
    if (after == before && Contains(U"\"'", after)) return false;
    return c != U'_' || (!IsWordChar(after) && !Contains(U"(.", after));
  }

  void MarkEmphasis() {
    std::vector<Run> openers;
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      const char32_t c = raw_[i];
      if (!Contains(U"*_~=", c) || !Plain(i)) continue;
      std::size_t end = i;
      while (end < raw_.size() && raw_[end] == c && Plain(end)) ++end;
      Run run{c,
              i,
              end - i,
              CanOpen(c, Before(i), At(end)),
              CanClose(c, Before(i), ClosingNext(c, end)),
              IsInWord(i, end)};
      run.can_open |= run.in_word;
      i = end - 1;
      if (run.size > 3 || (Contains(U"~=", c) && run.size != 2)) continue;
      if (c == U'=' && !IsLetter(At(end)) && !IsLetter(Before(run.begin))) continue;
      if (run.can_close) CloseWith(run, openers);
      if (run.size > 0 && run.can_open) openers.push_back(run);
    }
    for (const Run& opener : openers) {
      CarryOver(opener);
      DropUnbalanced(opener);
    }
  }

  // Two stars between letters of a word; "x**y" is a power.
  bool IsInWord(std::size_t begin, std::size_t end) const {
    return raw_[begin] == U'*' && end - begin == 2 && begin > 1 && IsLetter(raw_[begin - 1]) &&
           IsLetter(raw_[begin - 2]) && IsLetter(At(end)) && IsLetter(At(end + 1));
  }

  // "Some **bold text." that nothing closes; "**kwargs" alone is code.
  void DropUnbalanced(const Run& opener) {
    const std::size_t inner = opener.begin + opener.size;
    if (opener.character != U'*' || opener.size != 2 || !Plain(opener.begin)) return;
    if (!IsSpace(Before(opener.begin)) || !IsLetter(At(inner))) return;
    std::size_t end = inner;
    while (IsWordChar(At(end)) || At(end) == U'_') ++end;
    const std::u32string_view word = raw_.substr(inner, std::min(end, raw_.size()) - inner);
    const bool code = word == U"kwargs" || word == U"kw" || word == U"options" || word == U"opts";
    const bool prose = !code && (IsSpace(At(end)) || IsUpper(word.front())) && At(end) != U'(';
    if (prose) Mark(opener.begin, inner, State::kDropped);
  }

  // What follows a closing underscore: a full stop at the end of a word is no part of a file name.
  char32_t ClosingNext(char32_t c, std::size_t end) const {
    if (c == U'_' && At(end) == U'.' && !IsWordChar(At(end + 1))) return U' ';
    return At(end);
  }

  void CloseWith(Run& closer, std::vector<Run>& openers) {
    std::size_t looked = 0;
    for (std::size_t o = openers.size(); o-- > 0 && closer.size > 0 && looked < 16; ++looked) {
      Run& opener = openers[o];
      if (opener.character != closer.character) continue;
      const std::size_t inner = opener.begin + opener.size;
      if (inner >= closer.begin) continue;
      const std::u32string_view between = raw_.substr(inner, closer.begin - inner);
      if (opener.in_word && std::any_of(between.begin(), between.end(), IsSpace)) continue;
      if (IsIdentifier(opener, closer)) {
        openers.resize(o);
        closer.size = 0;
        return;
      }
      const std::size_t n = std::min(opener.size, closer.size);
      if (closer.character != U'*' && opener.size != closer.size) continue;
      Mark(inner - n, inner, State::kDropped);
      Mark(closer.begin, closer.begin + n, State::kDropped);
      opener.size -= n;
      closer.begin += n;
      closer.size -= n;
      openers.resize(opener.size == 0 ? o : o + 1);
    }
    if (closer.size == 0 || closer.character != U'*' || closer.can_open) return;
    if (IsWordChar(At(closer.begin + closer.size))) return;  // x**2
    const char32_t last = Before(closer.begin);
    const bool open_before = open_.em || open_.strong;
    if (closer.size == 2 && !open_before && (IsLetter(last) || Contains(U".!?:;,", last))) {
      Mark(closer.begin, closer.begin + 2, State::kDropped);  // Nothing had opened it.
      closer.size = 0;
      return;
    }
    if (bool& open = closer.size == 1 ? open_.em : open_.strong; open) {
      Mark(closer.begin, closer.begin + closer.size, State::kDropped);
      closer.size = 0;
      open = false;
    }
  }

  // "__init__", "__dunder_method__": a name of programs, no emphasis.
  bool IsIdentifier(const Run& opener, const Run& closer) const {
    if (opener.character != U'_' || opener.size != 2) return false;
    const std::size_t begin = opener.begin + opener.size;
    const std::u32string_view name = raw_.substr(begin, closer.begin - begin);
    const bool one_word = std::all_of(name.begin(), name.end(), [](char32_t c) {
      return c < 0x80 && (IsWordChar(c) || c == U'_');
    });
    return one_word && (IsWordOf(WordClass::kDunder, ToLower(name)) ||
                        std::any_of(name.begin(), name.end(),
                                    [](char32_t c) { return IsDigit(c) || c == U'_'; }));
  }

  // Emphasis that begins with the sentence and is not closed in it goes on in the next ones.
  void CarryOver(const Run& opener) {
    if (!more_follows_ || opener.character != U'*' || opener.size > 3) return;
    for (std::size_t i = 0; i < opener.begin; ++i) {
      if (state_[i] != State::kDropped && !IsSpace(raw_[i]) && !IsDigit(raw_[i]) &&
          !Contains(U".)\"“«'#>-", raw_[i])) {
        return;
      }
    }
    const std::size_t inner = opener.begin + opener.size;
    const bool prose = IsLetter(At(inner)) || Contains(U"\"“«", At(inner));
    if (!prose) return;
    if (opener.size == 1 && !(IsUpper(At(inner)) && IsLower(At(inner + 1)))) return;
    (opener.size == 1 ? open_.em : open_.strong) = true;
    Mark(opener.begin, inner, State::kDropped);
  }

  const std::u32string_view raw_;
  const bool more_follows_;
  OpenEmphasis& open_;
  std::vector<State> state_;
};

}  // namespace

VisibleText FindVisible(std::u32string_view raw, bool more_follows, OpenEmphasis& open) {
  return Stripper(raw, more_follows, open).Strip();
}

}  // namespace nexy
