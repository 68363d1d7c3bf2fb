// Smiles of characters, and emoji by the names that chats write between colons.
#include <algorithm>
#include <string>

#include "text/embedded_data.h"
#include "text/spoken_names.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

constexpr std::size_t kSmileMax = 9;
constexpr std::size_t kShortNameMax = 40;

const SpokenNames* FindEmoticon(std::u32string_view written) {
  static const auto* const table = new SpokenNameTable(kEmoticonsTable);
  return table->Find(written);
}

bool Say(SpokenCursor& cursor, std::size_t size, std::u32string_view words) {
  if (cursor.options.emoji == EmojiReading::kName) return cursor.SayFor(size, words);
  cursor.at += size;
  return true;
}

// What may stand after a smile.
bool EndsSmile(char32_t c) { return IsSpace(c) || IsEmoji(c) || IsOneOfChars(c, U".,!?)…»”\""); }

// "x <3" compares; "love you <3" does not.
bool IsHeart(const SpokenCursor& cursor, std::u32string_view smile) {
  if (smile != U"<3") return true;
  const std::u32string before = cursor.WordBefore();
  if (TrimSpace(cursor.in.substr(0, cursor.at)).ends_with(U"<3")) return true;
  return before.empty() ? TrimSpace(cursor.in.substr(0, cursor.at)).empty()
                        : IsWordOf(WordClass::kLoved, before);
}

bool SpeakSmile(SpokenCursor& cursor) {
  for (std::size_t size = kSmileMax; size >= 2; --size) {
    const std::u32string_view smile = cursor.Rest().substr(0, size);
    if (smile.size() < size || !EndsSmile(cursor.Peek(size))) continue;
    const SpokenNames* const names = FindEmoticon(smile);
    if (names == nullptr || !IsHeart(cursor, smile)) continue;
    const bool mouth = IsOneOfChars(smile.back(), U")(");
    const bool opened = cursor.in.substr(0, cursor.at).find(U'(') != std::u32string_view::npos;
    const bool glued =
        mouth && !opened && (IsLetter(cursor.Before()) || IsOneOfChars(cursor.Before(), U"!?…."));
    if (!IsSpace(cursor.Before()) && !glued && !IsEmoji(cursor.Before())) continue;
    return Say(cursor, size, names->In(cursor.options.language));
  }
  return false;
}

// ":rocket:", ":thumbs_up:"
bool SpeakShortName(SpokenCursor& cursor) {
  if (IsWordChar(cursor.Before()) || cursor.Before() == U':') return false;
  const std::u32string_view rest = cursor.Rest().substr(0, kShortNameMax);
  const std::size_t end = rest.find(U':', 1);
  if (end == rest.npos || end < 2 || IsWordChar(cursor.Peek(end + 1))) return false;
  const std::u32string_view name = rest.substr(1, end - 1);
  const bool fits = std::all_of(name.begin(), name.end(), [](char32_t c) {
    return (c >= U'a' && c <= U'z') || IsAsciiDigit(c) || IsOneOfChars(c, U"_+-");
  });
  if (!fits) return false;
  const SpokenNames* const names = FindEmoticon(rest.substr(0, end + 1));
  if (names != nullptr) return Say(cursor, end + 1, names->In(cursor.options.language));
  if (!IsLetter(name.front()) || name.size() < 3) return false;
  std::u32string words(name);
  std::replace(words.begin(), words.end(), U'_', U' ');
  return Say(cursor, end + 1, words);
}

}  // namespace

bool SpeakSmiley(SpokenCursor& cursor) {
  return SpeakSmile(cursor) || (cursor.Peek() == U':' && SpeakShortName(cursor));
}

}  // namespace nexy
