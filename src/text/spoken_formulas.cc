// Formulas in TeX: "$x^2$", "\(a + b\)", "\frac{1}{2}".
#include <string>
#include <unordered_map>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

// What stands between two "$" is a formula.
bool IsFormula(std::u32string_view text) {
  return !text.empty() && !IsSpace(text.front()) && !IsSpace(text.back()) &&
         text.find_first_of(U"^_=\\+") != text.npos &&
         (!IsDigit(text.front()) || text.find_first_of(U"^\\") != text.npos);
}

// "$x^2$", "\(a + b\)", "\[a = b\]": the marks of a formula are not said.
bool SkipFormulaMark(SpokenCursor& cursor) {
  if (cursor.Peek() == U'\\') {
    const char32_t c = cursor.Peek(1);
    const std::u32string_view before = cursor.in.substr(0, cursor.at);
    const bool paired = (c == U'(' && cursor.Rest().find(U"\\)") != before.npos) ||
                        (c == U')' && before.find(U"\\(") != before.npos) ||
                        (c == U'[' && cursor.Rest().find(U"\\]") != before.npos) ||
                        (c == U']' && before.find(U"\\[") != before.npos);
    if (!paired) return false;
    cursor.Skip(2);
    return true;
  }
  if (cursor.Peek() != U'$') return false;
  const std::size_t size = cursor.Peek(1) == U'$' ? 2 : 1;
  const std::size_t end = cursor.in.find(U'$', cursor.at + size);
  const std::size_t begin = cursor.at == 0 ? cursor.in.npos : cursor.in.rfind(U'$', cursor.at - 1);
  const bool opens = end != cursor.in.npos &&
                     IsFormula(cursor.in.substr(cursor.at + size, end - cursor.at - size));
  const bool closes =
      begin != cursor.in.npos && IsFormula(cursor.in.substr(begin + 1, cursor.at - begin - 1));
  if (!opens && !closes) return false;
  cursor.Skip(size);
  return true;
}

struct Words {
  std::u32string english, russian;
};

// What the command after the backslash at `at` means, or null; `size` is its length without it.
const Words* FindCommand(std::u32string_view text, std::size_t at, std::size_t& size) {
  static const auto* const commands = [] {
    auto* made = new std::unordered_map<std::u32string, Words>;
    ForEachRow(kTexCommandsTable, [made](const DataRow& row) {
      made->emplace(DecodeUtf8(row.at(0)), Words{DecodeUtf8(row.at(1)), DecodeUtf8(row.at(2))});
    });
    return made;
  }();
  size = 0;
  while (at + 1 + size < text.size() && text[at + 1 + size] < 0x80 &&
         IsLetter(text[at + 1 + size])) {
    ++size;
  }
  const auto found = commands->find(std::u32string(text.substr(at + 1, size)));
  return found == commands->end() ? nullptr : &found->second;
}

// Whether a power begins at `at`, such as "^{10}" or "^{n-1}"; "^{tree}" is git's.
bool IsPower(std::u32string_view text, std::size_t at) {
  constexpr std::size_t kLettersMax = 2;
  if (text.substr(at, 2) != U"^{") return false;
  const std::size_t end = text.find(U'}', at);
  std::size_t letters = 0;
  for (std::size_t i = at + 2; i < end && i < text.size(); ++i) {
    letters = IsLetter(text[i]) ? letters + 1 : 0;
    if (letters > kLettersMax) return false;
  }
  return end != text.npos && end > at + 2;
}

// Whether the brace at the cursor closes that of "x^{10}".
bool ClosesPower(const SpokenCursor& cursor) {
  const std::size_t open = cursor.in.substr(0, cursor.at).rfind(U'{');
  return open != cursor.in.npos && open > 0 && IsPower(cursor.in, open - 1);
}

// Whether a command of TeX with a group stands before the cursor: its braces are not said.
bool IsInTex(const SpokenCursor& cursor) {
  std::size_t size = 0;
  for (std::size_t at = cursor.in.find(U'\\'); at < cursor.at; at = cursor.in.find(U'\\', at + 1)) {
    const bool group = FindCommand(cursor.in, at, size) != nullptr &&
                       at + 1 + size < cursor.in.size() && cursor.in[at + 1 + size] == U'{';
    if (group) return true;
  }
  return false;
}

// "\frac{1}{2}" is said as "1 over 2".
bool SpeakGroup(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  if (!IsInTex(cursor) && !(c == U'}' && ClosesPower(cursor))) return false;
  std::size_t size = 0;
  if (c == U'}' && cursor.Peek(1) == U'{') {
    const std::size_t bar = cursor.in.substr(0, cursor.at).rfind(U"frac{");
    const std::size_t command = bar == cursor.in.npos ? bar : cursor.in.rfind(U'\\', bar);
    const Words* const words =
        command == cursor.in.npos ? nullptr : FindCommand(cursor.in, command, size);
    if (words != nullptr) return cursor.SayFor(2, cursor.Pick(words->english, words->russian));
  }
  cursor.Skip(1);
  return true;
}

}  // namespace

bool SpeakFormula(SpokenCursor& cursor) {
  const char32_t c = cursor.Peek();
  if (c == U'{' || c == U'}') return SpeakGroup(cursor);
  if (SkipFormulaMark(cursor)) return true;
  if (IsPower(cursor.in, cursor.at)) {
    return cursor.SayFor(2, cursor.Pick(U"to the power of", U"в степени"));
  }
  if (cursor.Rest().starts_with(U"^\\circ")) {
    cursor.Skip(1);
    return true;
  }
  if (c != U'\\' || IsWordChar(cursor.Before()) || cursor.Before() == U':') return false;
  std::size_t size = 0;
  const Words* const words = FindCommand(cursor.in, cursor.at, size);
  if (words == nullptr) return false;
  const bool bar =
      cursor.Peek(size + 1) == U'{' && cursor.Rest().substr(1, size).ends_with(U"frac");
  if (bar || words->english.empty()) {
    cursor.Skip(size + 1);
    return true;
  }
  return cursor.SayFor(size + 1, cursor.Pick(words->english, words->russian));
}

}  // namespace nexy
