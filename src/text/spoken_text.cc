#include "text/spoken_text.h"

#include <algorithm>

#include "text/spoken_cursor.h"
#include "text/spoken_rules.h"
#include "text/symbol_names.h"
#include "text/unicode.h"

namespace nexy {

namespace {

// Spaces in runs, before stops and at the ends; line ends within a sentence.
std::u32string Tidy(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (c == 0xFE0F || c == 0x200D || c == kReplacementChar) continue;
    if (IsSpace(c)) {
      if (!out.empty() && out.back() != U' ') out.push_back(U' ');
      continue;
    }
    out.push_back(c);
  }
  while (!out.empty() && out.back() == U' ') out.pop_back();
  return out;
}

bool CanBeSaid(std::u32string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char32_t c) { return IsLetter(c) || IsDigit(c); });
}

// A sentence of signs alone: each by its name, so that something is heard.
std::u32string NameSigns(std::u32string_view text, Language language) {
  SpokenCursor cursor{text, {language, NumberReading::kKeep}, 0, {}};
  while (cursor.at < text.size()) {
    const SymbolName symbol = FindSymbol(cursor.Rest(), language);
    if (symbol.size > 0) cursor.Say(symbol.name);
    cursor.at += std::max<std::size_t>(symbol.size, 1);
  }
  if (!CanBeSaid(cursor.out) && !TrimSpace(text).empty()) {
    return language == Language::kRussian ? U"неизвестный знак" : U"unknown character";
  }
  return cursor.out;
}

}  // namespace

std::string SpokenText(std::string_view sentence, const SpokenOptions& options) {
  const std::u32string in = DecodeUtf8(sentence);
  SpokenCursor cursor{in, options, 0, {}};
  cursor.out.reserve(in.size() * 2);
  while (cursor.at < in.size()) {
    if (SpeakNumber(cursor) || SpeakMoneyBefore(cursor) || SpeakRomanNumber(cursor) ||
        SpeakSign(cursor)) {
      continue;
    }
    cursor.Copy(1);
  }
  std::u32string out = Tidy(cursor.out);
  if (!CanBeSaid(out)) out = Tidy(NameSigns(in, options.language));
  return EncodeUtf8(out);
}

}  // namespace nexy
