#include <algorithm>
#include <string>

#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

bool IsLatin(char32_t c) { return c < 0x80 && IsLetter(c); }

// "https" of "https://…"; 0 if the token has no scheme.
std::size_t SchemeSize(std::u32string_view token) {
  const std::size_t size = token.find(U"://");
  if (size == token.npos || size == 0 || size > 12 || !IsLatin(token[0])) return 0;
  const std::u32string_view scheme = token.substr(0, size);
  return std::all_of(
             scheme.begin(), scheme.end(),
             [](char32_t c) { return IsLatin(c) || IsAsciiDigit(c) || IsOneOfChars(c, U"+-"); })
             ? size
             : 0;
}

bool IsMailAddress(std::u32string_view token) {
  if (token.starts_with(U"mailto:")) token.remove_prefix(7);
  const std::size_t at = token.find(U'@');
  if (at == token.npos || at == 0 || at + 1 >= token.size()) return false;
  if (!IsWordChar(token[at + 1]) || token.find(U'.', at) == token.npos) return false;
  return std::all_of(token.begin(), token.end(),
                     [](char32_t c) { return IsWordChar(c) || IsOneOfChars(c, U".-_+%@"); });
}

bool IsDrivePath(std::u32string_view token) {
  return token.size() >= 3 && IsLatin(token[0]) && token[1] == U':' &&
         (token[2] == U'\\' || (token[2] == U'/' && token.size() > 3 && token[3] != U'/'));
}

// The letters after the last full stop name a kind of file or a part of the internet.
bool HasKnownEnding(std::u32string_view token) {
  const std::size_t stop = token.rfind(U'.');
  if (stop == token.npos || stop + 1 == token.size()) return false;
  std::size_t end = stop + 1;
  while (end < token.size() && (IsWordChar(token[end]))) ++end;
  const std::u32string ending = ToLower(token.substr(stop + 1, end - stop - 1));
  const std::u32string_view name = token.substr(0, stop);
  const bool letters = std::any_of(name.begin(), name.end(), IsLetter);
  if (IsWordOf(WordClass::kExtension, ending)) return true;
  if (letters && ending == U"com") return true;                           // "x.com"
  if (name == U"*") return IsWordOf(WordClass::kShortExtension, ending);  // "*.h"
  if (!letters || name.size() < 2) return false;
  if (IsWordOf(WordClass::kDomain, ending)) return true;
  return IsWordOf(WordClass::kShortExtension, ending) && name.find(U'.') == name.npos;
}

bool IsPath(std::u32string_view token) {
  if (IsDrivePath(token)) return true;
  for (const std::u32string_view start : {U"./", U"../", U"~/", U"..\\", U".\\", U"\\\\"}) {
    if (token.starts_with(start)) return true;
  }
  const auto slashes = std::count(token.begin(), token.end(), U'/');
  if (token[0] == U'/') {  // Not "/2".
    return token.size() > 3 && (IsLetter(token[1]) || IsOneOfChars(token[1], U"._~"));
  }
  if (slashes == 0 || !IsWordChar(token[0])) return false;
  if (token.find_first_not_of(U"0123456789/.,") == token.npos) return false;
  return HasKnownEnding(token) || (slashes > 1 && token.find(U"//") == token.npos &&
                                   std::any_of(token.begin(), token.end(), IsLatin));
}

// "report.pdf", "example.com", ".gitignore", ".venv/bin": names without spaces, with stops inside.
bool IsDottedName(std::u32string_view token) {
  if (token[0] == U'.') {
    return IsLatin(token[1]) && std::all_of(token.begin() + 1, token.end(), [](char32_t c) {
             return IsWordChar(c) || IsOneOfChars(c, U"._-:/");
           });
  }
  if (!IsWordChar(token[0]) && !IsOneOfChars(token[0], U"_*")) return false;  // "*.log"
  const bool plain = std::all_of(token.begin(), token.end(), [](char32_t c) {
    return IsWordChar(c) || IsOneOfChars(c, U"._-()[]:?=&/+@%~*");
  });
  if (!plain || token.find(U"..") != token.npos) return false;
  return HasKnownEnding(token.substr(0, token.find_first_of(U"?:/")));
}

// "localhost:8080"
bool IsHostWithPort(std::u32string_view token) {
  return token.starts_with(U"localhost:") && DigitsAt(token, token.find(U':') + 1) > 0;
}

// "?q=cats", "&page=2".
bool IsQuery(std::u32string_view token) {
  return token.size() > 3 && IsOneOfChars(token[0], U"?&") && IsLatin(token[1]) &&
         token.find(U'=') != token.npos;
}

struct SignWord {
  char32_t sign;
  std::u32string_view english, russian;
};
constexpr SignWord kSigns[] = {{U'.', U"dot", U"точка"},
                               {U'/', U"slash", U"слэш"},
                               {U'\\', U"backslash", U"обратный слэш"},
                               {U':', U"colon", U"двоеточие"},
                               {U'@', U"at", U"собака"},
                               {U'_', U"underscore", U"подчёркивание"},
                               {U'-', U"dash", U"дефис"},
                               {U'?', U"question mark", U"вопросительный знак"},
                               {U'=', U"equals", U"равно"},
                               {U'&', U"and", U"амперсанд"},
                               {U'#', U"hash", U"решётка"},
                               {U'%', U"percent", U"процент"},
                               {U'+', U"plus", U"плюс"},
                               {U'~', U"tilde", U"тильда"},
                               {U'*', U"asterisk", U"звёздочка"},
                               {U'!', U"exclamation mark", U"восклицательный знак"},
                               {U',', U"comma", U"запятая"},
                               {U';', U"semicolon", U"точка с запятой"},
                               {U'$', U"dollar", U"доллар"}};

// Every sign by its name, letters and digits as they are.
void ReadOut(SpokenCursor& cursor, std::u32string_view token) {
  bool joined = false;
  for (const char32_t c : token) {
    const auto* const sign = std::find_if(std::begin(kSigns), std::end(kSigns),
                                          [c](const SignWord& word) { return word.sign == c; });
    if (sign != std::end(kSigns)) {
      cursor.Say(cursor.Pick(sign->english, sign->russian));
      joined = false;
    } else if (joined || IsOneOfChars(c, U")]}")) {
      cursor.out.push_back(c);
    } else {
      cursor.Say(std::u32string_view(&c, 1));
      joined = true;
    }
  }
}

}  // namespace

bool SpeakAddress(SpokenCursor& cursor) {
  if (!cursor.BeginsToken()) return false;
  const std::u32string_view token = cursor.Token();
  if (token.size() < 3 || token.find_first_of(U"./\\@:=") == token.npos) return false;
  if (const std::size_t scheme = SchemeSize(token); scheme > 0) {
    cursor.Say(token.substr(0, scheme));
    ReadOut(cursor, token.substr(scheme + 3));
    cursor.Skip(token.size());
    return true;
  }
  const bool named = token.starts_with(U"www.") || IsMailAddress(token) || IsPath(token) ||
                     IsDottedName(token) || IsHostWithPort(token) || IsQuery(token);
  if (!named) return false;
  ReadOut(cursor, token);
  cursor.Skip(token.size());
  return true;
}

}  // namespace nexy
