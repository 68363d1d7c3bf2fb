// What a person asked to have spelled: what stands in quotes, else codes.
#include <algorithm>
#include <string>

#include "text/spelling.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::u32string_view kOpening = U"\"“«„‘「";
constexpr std::size_t kSpelledMax = 200;  // A longer quote is a text to be read.

char32_t ClosingOf(char32_t open) {
  switch (open) {
    case U'“':
      return U'”';
    case U'«':
      return U'»';
    case U'„':
      return U'“';
    case U'‘':
      return U'’';
    case U'「':
      return U'」';
    default:
      return open;
  }
}

// What stands between the quotes at the cursor; empty if none is to be spelled.
std::u32string_view Quoted(const SpokenCursor& cursor, std::size_t at) {
  if (at >= cursor.in.size() || !IsOneOfChars(cursor.in[at], kOpening)) return {};
  if (at > 0 && IsWordChar(cursor.in[at - 1])) return {};
  const std::size_t end = cursor.in.find(ClosingOf(cursor.in[at]), at + 1);
  if (end == cursor.in.npos || end == at + 1 || end - at > kSpelledMax) return {};
  return cursor.in.substr(at + 1, end - at - 1);
}

bool HasQuotes(const SpokenCursor& cursor) {
  for (std::size_t at = 0; at < cursor.in.size(); ++at) {
    if (!Quoted(cursor, at).empty()) return true;
  }
  return false;
}

// "AB-12", "4471", "ACME": nobody can guess its letters. Or the sentence is nothing else.
bool IsCode(const SpokenCursor& cursor, std::u32string_view token) {
  if (token.size() < 2) return false;
  const bool digit = std::any_of(token.begin(), token.end(), IsDigit);
  const bool small = std::any_of(token.begin(), token.end(), IsLower);
  const bool capital = std::any_of(token.begin(), token.end(), IsUpper);
  const bool address = token.find_first_of(U"@_\\") != token.npos;
  const bool alone = TrimSpace(cursor.in).size() <= token.size() + 1;
  return digit || address || (capital && !small) || alone;
}

// "xK9", "Passw0rd": who types it has to know the case; "Anna Bell" is written as names are.
bool CaseMatters(std::u32string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::u32string_view word = text.substr(begin, text.find(U' ', begin) - begin);
    begin += word.size() + 1;
    const bool small = std::any_of(word.begin(), word.end(), IsLower);
    const bool name = word.empty() || std::all_of(word.begin() + 1, word.end(), IsLower);
    if (small && !name && std::any_of(word.begin(), word.end(), IsUpper)) return true;
  }
  return false;
}

void Spell(SpokenCursor& cursor, std::u32string_view text) {
  const SpellingOptions options{.language = cursor.options.language,
                                .capitals = CaseMatters(text)};
  cursor.Say(DecodeUtf8(SpellOut(EncodeUtf8(text), options)));
}

}  // namespace

bool SpeakSpelled(SpokenCursor& cursor) {
  if (!cursor.options.spell) return false;
  if (const std::u32string_view quoted = Quoted(cursor, cursor.at); !quoted.empty()) {
    Spell(cursor, quoted);
    cursor.Skip(quoted.size() + 2);
    return true;
  }
  if (!cursor.BeginsToken() ||
      !(IsWordChar(cursor.Peek()) || IsOneOfChars(cursor.Peek(), U"$€£₽+#@"))) {
    return false;
  }
  const std::u32string_view token = cursor.Token();
  if (HasQuotes(cursor) || !IsCode(cursor, token)) return false;
  Spell(cursor, token);
  cursor.Skip(token.size());
  return true;
}

}  // namespace nexy
