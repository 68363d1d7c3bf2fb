// Formulas in TeX: "$x^2$", "\(a + b\)", "\frac{1}{2}".
#include <algorithm>
#include <string>

#include "text/spoken_rules.h"
#include "text/tex_reader.h"
#include "text/unicode.h"

namespace nexy {

namespace {

// Whether what stands between two "$" is a formula: "x^2", "n", "f(x)", but no amounts and names of
// variables of a shell.
bool IsFormula(std::u32string_view text) {
  if (text.empty() || IsSpace(text.front()) || IsSpace(text.back())) return false;
  if (IsDigit(text.front())) return text.find_first_of(U"^\\=") != text.npos;
  const bool call = text.size() > 3 && text[1] == U'(' && text.back() == U')';
  return text.size() == 1 ? IsLetter(text[0])
                          : call || text.find_first_of(U"^_=\\+<>|") != text.npos;
}

struct Formula {
  std::u32string_view inner;
  std::size_t size = 0;  // With its marks; 0: none.
};

// The formula with its marks that `text` begins with.
Formula FindFormula(std::u32string_view text) {
  struct Marks {
    std::u32string_view open, close;
  };
  static constexpr Marks kMarks[] = {
      {U"$$", U"$$"}, {U"$", U"$"}, {U"\\(", U"\\)"}, {U"\\[", U"\\]"}, {U"\\begin{", U"\\end{"}};
  for (const Marks& marks : kMarks) {
    if (!text.starts_with(marks.open)) continue;
    const std::size_t begin = marks.open.size();
    const std::size_t end = text.find(marks.close, begin);
    if (end == text.npos) return {};
    if (begin > 2)
      return {text.substr(0, end), std::min(text.find(U'}', end), text.size() - 1) + 1};
    const Formula formula{text.substr(begin, end - begin), end + marks.close.size()};
    if (text.front() != U'$') return formula;
    const char32_t next = formula.size < text.size() ? text[formula.size] : U' ';
    const bool is = begin == 1 ? IsFormula(formula.inner) && !IsWordChar(next)
                               : IsFormula(TrimSpace(formula.inner));
    return is ? formula : Formula{};
  }
  return {};
}

// Whether a power begins at `at`, such as "^{10}" or "^{n-1}"; "^{tree}" is git's.
bool IsPower(std::u32string_view text, std::size_t at) {
  constexpr std::size_t kLettersMax = 2;
  if (text.substr(at, 2) != U"^{") return text.substr(at).starts_with(U"^\\circ");
  const std::size_t end = text.find(U'}', at);
  std::size_t letters = 0;
  for (std::size_t i = at + 2; i < end && i < text.size(); ++i) {
    letters = IsLetter(text[i]) ? letters + 1 : 0;
    if (letters > kLettersMax) return false;
  }
  return end != text.npos && end > at + 2;
}

}  // namespace

bool SpeakFormula(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  if (!IsOneOfChars(c, U"$\\^")) return false;
  const Language language = cursor.options.language;
  if (const Formula formula = FindFormula(cursor.Rest()); formula.size > 0) {
    return cursor.SayFor(formula.size, TexReader(formula.inner, language).ReadAll());
  }
  const bool command = c == U'\\' && !IsWordChar(cursor.Before()) && cursor.Before() != U':';
  if (!command && !(c == U'^' && IsPower(cursor.in, cursor.at))) return false;
  std::size_t size = 0;
  const std::u32string words = TexReader(cursor.Rest(), language).ReadFirst(size);
  return size > 0 && cursor.SayFor(size, words);
}

}  // namespace nexy
