#include "text/spelling.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "base/data_table.h"
#include "text/embedded_data.h"
#include "text/symbol_names.h"
#include "text/unicode.h"

namespace nexy {

namespace {

struct LetterName {
  std::u32string english, russian;  // Empty: the letter itself.
  std::u32string phonetic;          // In the language of the letter.
};

const std::unordered_map<char32_t, LetterName>& Letters() {
  static const auto* const letters = [] {
    auto* made = new std::unordered_map<char32_t, LetterName>;
    ForEachRow(kLettersTable, [made](const DataRow& row) {
      made->emplace(
          DecodeUtf8(row.at(0)).front(),
          LetterName{DecodeUtf8(row.at(1)), DecodeUtf8(row.at(2)), DecodeUtf8(row.at(3))});
    });
    return made;
  }();
  return *letters;
}

// Unicode's own name for what no table has: "e with acute".
std::u32string UnicodeName(char32_t c) {
  std::array<char, 128> buffer{};
  UErrorCode status = U_ZERO_ERROR;
  u_charName(static_cast<UChar32>(c), U_UNICODE_CHAR_NAME, buffer.data(),
             static_cast<int32_t>(buffer.size()), &status);
  std::string name(buffer.data());
  if (U_FAILURE(status) || name.empty()) return {};
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char ch) { return ch >= 'A' && ch <= 'Z' ? static_cast<char>(ch + 32) : ch; });
  for (const std::string_view prefix : {"latin small letter ", "latin capital letter "}) {
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
  }
  return DecodeUtf8(name);
}

std::u32string NameOfLetter(char32_t c, const SpellingOptions& options) {
  const char32_t lower = ToLower(c);
  const auto found = Letters().find(lower);
  if (found == Letters().end()) return c < 0x80 ? std::u32string(1, c) : UnicodeName(c);
  const LetterName& letter = found->second;
  const bool own_language = IsCyrillic(c) == (options.language == Language::kRussian);
  if (options.phonetic && own_language) return letter.phonetic;
  if (options.language == Language::kRussian && !letter.russian.empty()) return letter.russian;
  if (options.language == Language::kEnglish && !letter.english.empty()) return letter.english;
  return {c >= U'a' && c <= U'z' ? c - 0x20 : c};  // "a" alone would be read as an article.
}

struct Sign {
  char32_t character;
  std::u32string_view english, russian;
};
// Signs that are named otherwise here than in a sentence.
constexpr Sign kSigns[] = {{U' ', U"space", U"пробел"},
                           {0xA0, U"space", U"пробел"},
                           {U'\t', U"tab", U"табуляция"},
                           {U'\n', U"new line", U"новая строка"},
                           {U'-', U"dash", U"дефис"},
                           {U'–', U"en dash", U"короткое тире"},
                           {U'—', U"em dash", U"длинное тире"},
                           {U'&', U"ampersand", U"амперсанд"}};

class Speller {
 public:
  Speller(std::u32string_view in, const SpellingOptions& options) : in_(in), options_(options) {}

  std::vector<SpelledCharacter> Run() {
    while (at_ < in_.size()) Step();
    return std::move(spelled_);
  }

 private:
  bool Russian() const { return options_.language == Language::kRussian; }

  void Say(std::size_t size, std::u32string_view words, std::string_view rule) {
    spelled_.push_back({EncodeUtf8(in_.substr(at_, size)), EncodeUtf8(words), rule});
    at_ += size;
  }

  void Step() {
    const char32_t c = in_[at_];
    if (IsDigit(c)) return Say(1, in_.substr(at_, 1), "digit");
    if (IsLetter(c)) return SayLetter(c);
    for (const Sign& sign : kSigns) {
      if (sign.character == c) return Say(1, Russian() ? sign.russian : sign.english, "sign");
    }
    const SymbolName symbol = FindSymbol(in_.substr(at_), options_.language);
    if (symbol.size > 0) return Say(symbol.size, symbol.name, "symbol");
    std::u32string name = UnicodeName(c);
    if (name.empty()) name = Russian() ? U"неизвестный знак" : U"unknown character";
    Say(1, name, "Unicode name");
  }

  void SayLetter(char32_t c) {
    const std::u32string name = NameOfLetter(c, options_);
    if (!options_.capitals || !IsUpper(c)) return Say(1, name, "letter");
    Say(1, (Russian() ? U"заглавная " : U"capital ") + name, "capital");
  }

  const std::u32string_view in_;
  const SpellingOptions options_;
  std::size_t at_ = 0;
  std::vector<SpelledCharacter> spelled_;
};

}  // namespace

std::vector<SpelledCharacter> Spell(std::string_view text, const SpellingOptions& options) {
  const std::u32string in = DecodeUtf8(text);
  return Speller(in, options).Run();
}

std::string SpellOut(std::string_view text, const SpellingOptions& options) {
  std::string said;
  for (const SpelledCharacter& character : Spell(text, options)) {
    if (!said.empty()) said += ", ";
    said += character.said;
  }
  return said;
}

}  // namespace nexy
