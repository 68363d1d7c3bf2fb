#include "text/language.h"

#include <cstddef>
#include <string>

#include "text/open_quotes.h"
#include "text/spoken_cursor.h"
#include "text/text_language.h"
#include "text/unicode.h"

namespace nexy {

std::string_view LanguageTag(Language language) {
  return language == Language::kRussian ? "ru" : "en";
}

std::optional<Language> LanguageFromTag(std::string_view tag) {
  const std::string_view subtag = tag.substr(0, tag.find_first_of("-_"));
  if (subtag.size() != 2) return std::nullopt;
  const char first = static_cast<char>(subtag[0] | 0x20);
  const char second = static_cast<char>(subtag[1] | 0x20);
  if (first == 'e' && second == 'n') return Language::kEnglish;
  if (first == 'r' && second == 'u') return Language::kRussian;
  return std::nullopt;
}

namespace {

// Its words tell whose it is, not those that it quotes.
std::u32string WithoutQuotes(std::u32string_view text) {
  std::u32string own;
  OpenQuotes quotes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool quoted = quotes.any();
    quotes.Push(text[i], i + 1 < text.size() ? text[i + 1] : U' ');
    if (!quoted && !quotes.any()) own.push_back(text[i]);
  }
  return own;
}

// "$$x = 1$$", "\[x = 1\]": its letters are of no language.
bool IsFormula(std::string_view text) {
  const std::string_view end = ".,;:!? \n";
  text = text.substr(0, text.find_last_not_of(end) + 1);
  if (text.starts_with("\\begin{")) return true;
  return text.size() > 4 && ((text.starts_with("$$") && text.ends_with("$$")) ||
                             (text.starts_with("\\[") && text.ends_with("\\]")));
}

// Counts the letters of words while they come, and those of Cyrillic words outside quotes.
class LetterCount {
 public:
  void Push(char32_t c) {
    if (IsLetter(c)) {
      (c >= 0x400 && c < 0x530 ? cyrillic_ : latin_) += c < 0x250 || (c >= 0x400 && c < 0x530);
      last_ = c;
      return;
    }
    EndWord();
    command_ = c == U'\\';
    quotes_.Push(c, U' ');
    if (!IsSpace(c)) after_number_ = IsDigit(c) || c == U'°';
  }

  void EndWord() {
    constexpr std::size_t kUnitMax = 4;  // "64 GB", "5 mins": a Latin unit tells nothing.
    const bool unit = after_number_ && cyrillic_ == 0 && latin_ <= kUnitMax;
    // "Word и Excel": a word of a letter that looks like no Latin one.
    const bool one = cyrillic_ == 1 && latin_ == 0 && IsOneOfChars(last_, U"ивкяИЯ");
    if ((cyrillic_ + latin_ >= 2 || one) && !command_ && !unit) {
      cyrillic_total_ += cyrillic_;
      latin_total_ += latin_;
      if (!quotes_.any()) EndOwnWord();
    }
    if (cyrillic_ + latin_ > 0) after_number_ = false;
    cyrillic_ = latin_ = 0;
  }

  std::size_t cyrillic() const { return cyrillic_total_; }
  std::size_t latin() const { return latin_total_; }
  // More of another language, or all of them quoted; not if a name stands within Russian words.
  bool doubtful() const {
    if (begins_cyrillic_ && ends_cyrillic_) return false;
    return cyrillic_total_ < latin_total_ || cyrillic_unquoted_ == 0;
  }

 private:
  // A word outside quotes.
  void EndOwnWord() {
    cyrillic_unquoted_ += cyrillic_;
    ends_cyrillic_ = cyrillic_ > 0;
    if (!own_words_) begins_cyrillic_ = ends_cyrillic_;
    own_words_ = true;
  }

  std::size_t cyrillic_ = 0;  // Of the word that is being read.
  std::size_t latin_ = 0;
  char32_t last_ = 0;
  bool command_ = false;  // It is one of TeX: "\alpha".
  bool after_number_ = false;
  OpenQuotes quotes_;
  std::size_t cyrillic_total_ = 0;
  std::size_t latin_total_ = 0;
  std::size_t cyrillic_unquoted_ = 0;
  bool own_words_ = false;  // Any outside quotes.
  bool begins_cyrillic_ = false;
  bool ends_cyrillic_ = false;
};

// "USD 92,41", "sin 30° = 0,5", "∠ABC = 90°": signs in letters, which belong to no language.
bool AreSigns(std::u32string_view text) {
  static constexpr std::u32string_view kFunctions[] = {
      U"sin", U"cos", U"tan", U"tg", U"ctg", U"log", U"lg", U"ln", U"lim", U"max", U"min", U"mod"};
  constexpr std::size_t kSignMax = 4;
  const bool equation = text.find(U'=') != text.npos;
  // A row of a table, an equation, or a number.
  bool telling = text.starts_with(U'|') || equation || text.find(U'→') != text.npos;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    bool inner_capital = false;  // USD, pH, SpO
    for (; end < text.size() && IsLetter(text[end]); ++end) {
      inner_capital |= end > at && IsUpper(text[end]);
    }
    const std::u32string_view word = text.substr(at, end - at);
    const bool sign = word.size() < 2 || (word.size() == 2 && equation) ||
                      (inner_capital && word.size() <= kSignMax);
    if (!sign && !IsAnyOf(kFunctions, word)) return false;
    telling |= end < text.size() && IsAsciiDigit(text[end]);
    at = end + 1;
  }
  return telling;
}

}  // namespace

Language DetectLanguage(std::string_view text, Language fallback) {
  if (IsFormula(text)) return fallback;
  LetterCount count;
  std::u32string characters;
  Utf8Decoder decoder;
  constexpr std::size_t kPiece = 4096;  // Bounds the memory for a long text.
  for (std::size_t at = 0; at < text.size(); at += kPiece) {
    characters.clear();
    decoder.Push(text.substr(at, kPiece), characters);
    for (const char32_t c : characters) count.Push(c);
  }
  count.EndWord();
  if (count.cyrillic() == 0) {
    const bool english = fallback == Language::kEnglish ||
                         (count.latin() > 0 && !AreSigns(DecodeUtf8(text.substr(0, kPiece))));
    return english ? Language::kEnglish : fallback;
  }
  const bool english =
      count.doubtful() &&
      GuessLanguage(WithoutQuotes(DecodeUtf8(text.substr(0, kPiece))), TextLanguage::kUnknown) ==
          TextLanguage::kEnglish;  // "The folder Документы is open."
  return english ? Language::kEnglish : Language::kRussian;
}

}  // namespace nexy
