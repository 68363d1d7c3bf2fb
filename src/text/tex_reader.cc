#include "text/tex_reader.h"

#include <algorithm>
#include <utility>

#include "text/embedded_data.h"
#include "text/spoken_cursor.h"
#include "text/spoken_names.h"
#include "text/symbol_names.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::size_t kDepthMax = 16;  // Of braces in braces; deeper ones are read one by one.

// The command of that name, or null.
const SpokenNames* FindCommand(std::u32string_view name) {
  static const auto* const commands = new SpokenNameTable(kTexCommandsTable);
  return commands->Find(name);
}

bool IsLatin(char32_t c) { return c < 0x80 && IsLetter(c); }

}  // namespace

std::u32string TexReader::ReadAll() {
  while (!Done()) ReadOne();
  return std::move(out_);
}

std::u32string TexReader::ReadFirst(std::size_t& size) {
  size = 0;
  if (Peek() == U'\\') {
    ++at_;
    const std::u32string_view name = ReadName();
    if (name == U"begin" || name == U"end" || FindCommand(name) == nullptr) return {};
    at_ = 0;
    ReadCommand();
  } else {
    ReadScript();
  }
  // "\mathbf{x}", "\sum_{i=1}^{n}"
  while (!Done() &&
         (Peek() == U'{' || (scripts_ != Scripts::kPlain && IsOneOfChars(Peek(), U"^_")))) {
    ReadOne();
  }
  size = at_;
  return std::move(out_);
}

void TexReader::ReadOne() {
  const char32_t c = Peek();
  if (c == U'\\') return ReadCommand();
  if (c == U'^' || c == U'_') return ReadScript();
  if (c == U'{' && depth_ < kDepthMax) return ReadArgument();
  if (c == U'|') return ReadBar();
  if (IsSpace(c) || IsOneOfChars(c, U"{}&~$")) {
    ++at_;
    said_ = true;
    return;
  }
  scripts_ = Scripts::kPlain;
  if (!IsWordChar(c)) return ReadSign();
  const std::size_t begin = at_;
  while (!Done() && (IsWordChar(Peek()) || (Peek() == U'.' && IsDigit(Peek(1))))) ++at_;
  Join(text_.substr(begin, at_ - begin));
}

// The letters of a command, or the sign that one is: "\{".
std::u32string_view TexReader::ReadName() {
  const std::size_t begin = at_;
  while (!Done() && IsLatin(Peek())) ++at_;
  if (at_ == begin && !Done()) ++at_;
  return text_.substr(begin, at_ - begin);
}

void TexReader::ReadCommand() {
  ++at_;
  const std::u32string_view name = ReadName();
  const char32_t first = name.empty() ? U' ' : name[0];
  if (first == U'\\') return Join(U",");  // The next line.
  if (IsOneOfChars(first, U" ,;:!()[]")) {
    said_ = true;
    return;
  }
  scripts_ = ScriptsAfter(name);
  if (ReadStructure(name)) return;
  if (const SpokenNames* const words = FindCommand(name))
    return Say(Pick(words->english, words->russian));
  const std::u32string_view sign = FindSymbol(name, language_).name;
  Say(IsLatin(first) || sign.empty() ? name : sign);
}

TexReader::Scripts TexReader::ScriptsAfter(std::u32string_view name) const {
  if (name.ends_with(U"limits")) return scripts_;  // "\sum\limits_{i=1}"
  if (name == U"lim") return Scripts::kApproach;
  if (name == U"log") return Scripts::kBase;
  const bool limits = name == U"sum" || name == U"prod" || name.ends_with(U"int");
  return limits ? Scripts::kLimits : Scripts::kPlain;
}

// Commands that take what is in the braces after them.
bool TexReader::ReadStructure(std::u32string_view name) {
  const auto between = [this](std::u32string_view words) {
    ReadArgument();
    Say(words);
    ReadArgument();
    return true;
  };
  if (name.ends_with(U"frac")) return between(Pick(U"over", U"разделить на"));
  if (name.ends_with(U"binom")) return between(Pick(U"choose", U"по"));
  if (name == U"sqrt" && Peek() == U'[') {
    Say(Pick(U"root of degree", U"корень степени"));
    Say(ReadRaw(U'[', U']'));
    Say(Pick(U"of", U"из"));
    return true;
  }
  const bool setting = name == U"begin" || name == U"end";  // Of a block: "\begin{aligned}"
  if (setting) ReadRaw(U'{', U'}');
  if (name == U"text" || name == U"mbox" || name == U"operatorname") {
    Say(TrimSpace(ReadRaw(U'{', U'}')));
    return true;
  }
  return setting;
}

std::u32string_view TexReader::ScriptWords(bool above) const {
  switch (scripts_) {
    case Scripts::kLimits:
      return above ? Pick(U"to", U"до") : Pick(U"from", U"от");
    case Scripts::kApproach:
      return Pick(U"as", U"при");
    case Scripts::kBase:
      return Pick(U"base", U"по основанию");
    case Scripts::kPlain:
      break;
  }
  return above ? Pick(U"to the power of", U"в степени") : Pick(U"sub", U"с индексом");
}

// "^2" and "^{3}" have names of their own.
bool TexReader::ReadNamedPower() {
  const std::size_t size = Peek(1) == U'{' && Peek(3) == U'}' ? 4 : 2;
  const char32_t power = Peek(size / 2);
  const bool plain = Peek() == U'^' && scripts_ == Scripts::kPlain;
  if (!plain || (power != U'2' && power != U'3') || (size == 2 && IsDigit(Peek(2)))) return false;
  at_ += size;
  Say(power == U'2' ? Pick(U"squared", U"в квадрате") : Pick(U"cubed", U"в кубе"));
  return true;
}

// "_{i=1}", "^n", "^\circ"
void TexReader::ReadScript() {
  if (ReadNamedPower()) return;
  const bool limits = scripts_ == Scripts::kLimits;
  const std::u32string_view rest = text_.substr(at_ + 1);
  const bool sign = rest.starts_with(U"\\circ") || rest.starts_with(U"{\\circ}") ||
                    rest.starts_with(U"\\prime") || rest.starts_with(U"{\\prime}");
  if (!sign) Say(ScriptWords(Peek() == U'^'));
  ++at_;
  ReadArgument();
  scripts_ = limits ? Scripts::kLimits : Scripts::kPlain;
  said_ = true;
}

// What a command or script applies to: a group, a command, or one character.
void TexReader::ReadArgument() {
  if (Peek() == U'{' && depth_ < kDepthMax) {
    ++depth_;
    ++at_;
    while (!Done() && Peek() != U'}') ReadOne();
    if (!Done()) ++at_;
    --depth_;
    said_ = true;
    return;
  }
  if (Done() || IsSpace(Peek()) || IsOneOfChars(Peek(), U"}^_")) return;
  if (Peek() == U'\\') return ReadCommand();
  if (!IsWordChar(Peek())) return ReadSign();
  Say(text_.substr(at_, 1));
  ++at_;
}

// What stands between two brackets right here, as it is written.
std::u32string_view TexReader::ReadRaw(char32_t open, char32_t close) {
  const std::size_t end = Peek() == open ? text_.find(close, at_) : text_.npos;
  if (end == text_.npos) return {};
  const std::u32string_view inner = text_.substr(at_ + 1, end - at_ - 1);
  at_ = end + 1;
  return inner;
}

// "|x|"; in "P(A|B)" it stands between two things.
void TexReader::ReadBar() {
  ++at_;
  const std::u32string_view before = TrimSpace(out_);
  const bool operand = !before.empty() && (IsDigit(before.back()) || before.back() == U')' ||
                                           (at_ > 1 && IsWordChar(text_[at_ - 2])));
  if (!bar_open_ && operand) return Say(Pick(U"given", U"при условии"));
  if (!bar_open_) Say(Pick(U"absolute value of", U"модуль"));
  bar_open_ = !bar_open_;
}

void TexReader::ReadSign() {
  const char32_t c = Peek();
  if (c == U'\'') {
    ++at_;
    return Say(Pick(U"prime", U"штрих"));
  }
  struct Sign {
    char32_t written;
    std::u32string_view english, russian;
  };
  static constexpr Sign kSigns[] = {
      {U'-', U"minus", U"минус"},       {U'/', U"over", U"разделить на"},
      {U'*', U"times", U"умножить на"}, {U'!', U"factorial", U"факториал"},
      {U'<', U"less than", U"меньше"},  {U'>', U"greater than", U"больше"},
      {U'=', U"equals", U"равно"},      {U'+', U"plus", U"плюс"}};
  for (const Sign& sign : kSigns) {
    if (sign.written != c) continue;
    ++at_;
    return Say(Pick(sign.english, sign.russian));
  }
  const SymbolName symbol = c < 0x80 ? SymbolName{} : FindSymbol(text_.substr(at_), language_);
  const std::size_t size = std::max<std::size_t>(symbol.size, 1);
  symbol.name.empty() ? Join(text_.substr(at_, size)) : Say(symbol.name);
  at_ += size;
}

// Words, set off by blanks from what stands around them.
void TexReader::Say(std::u32string_view words) {
  if (words.empty()) return;
  if (!out_.empty() && !IsOneOfChars(out_.back(), U"([")) out_.push_back(U' ');
  out_ += words;
  said_ = true;
}

// Characters as they are written.
void TexReader::Join(std::u32string_view characters) {
  const bool set_off = said_ && !out_.empty() && !IsOneOfChars(characters.front(), U"),.;:]");
  if (set_off) out_.push_back(U' ');
  out_ += characters;
  said_ = false;
}

}  // namespace nexy
