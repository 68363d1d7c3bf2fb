// Numbers of which a part is hidden: "+7 921 ***-**-45", "•••• 4242", "Карта *1234", "••••••••".
#include <algorithm>
#include <string>
#include <vector>

#include "text/spoken_rules.h"
#include "text/unicode.h"

namespace nexy {

namespace {

constexpr std::u32string_view kMaskSigns = U"*•●·";

bool IsMaskSign(char32_t c) { return c >= U'*' && IsOneOfChars(c, kMaskSigns); }

// Digits, or the signs that hide some.
struct MaskedPart {
  std::u32string_view written;
  bool hidden() const { return IsMaskSign(written[0]); }
};

struct MaskedNumber {
  std::vector<MaskedPart> parts;
  std::size_t size = 0;
  bool plus = false;
  bool joined = false;      // By hyphens or parentheses, as a telephone number.
  std::size_t longest = 0;  // Of the hidden parts.
};

// What may stand between two parts at `at`: a blank, a hyphen, a parenthesis, or two of them.
std::size_t JointAt(std::u32string_view text, std::size_t at) {
  std::size_t size = 0;
  while (size < 2 && at + size < text.size() && IsOneOfChars(text[at + size], U" \u00A0-()")) {
    ++size;
  }
  return size;
}

MaskedNumber ReadMasked(std::u32string_view text) {
  constexpr std::size_t kMaskedMax = 48;
  text = text.substr(0, kMaskedMax);
  MaskedNumber number;
  number.plus = text.starts_with(U'+');
  std::size_t at = number.plus ? 1 : 0;
  while (at < text.size()) {
    std::size_t begin = at + (number.parts.empty() && number.plus ? 0 : JointAt(text, at));
    std::size_t end = begin + DigitsAt(text, begin);
    if (end == begin && begin < text.size() && IsMaskSign(text[begin])) {
      while (end < text.size() && text[end] == text[begin]) ++end;
      number.longest = std::max(number.longest, end - begin);
    }
    if (end == begin) break;
    number.joined |= text.substr(at, begin - at).find_first_of(U"-()") != text.npos;
    number.parts.push_back({text.substr(begin, end - begin)});
    number.size = at = end;
  }
  return number;
}

// "2**3" is a power, "5 * 3" a product, "• 12" an item.
bool IsMasked(const MaskedNumber& number) {
  const auto& parts = number.parts;
  if (parts.empty() || number.longest == 0) return false;
  const bool card =
      parts.size() == 2 && parts[0].hidden() && parts[1].written.size() == 4 &&
      (number.longest > 1 || (parts[0].written == U"*" && number.size == 5));  // *1234
  const bool all =
      std::all_of(parts.begin(), parts.end(), [](const MaskedPart& part) { return part.hidden(); });
  if (all) return parts.size() == 1 && number.longest > 3 && parts[0].written[0] != U'*';
  return card || number.longest > 2 || (number.longest == 2 && (number.plus || number.joined));
}

// "dots", "asterisks"
std::u32string_view HiddenWord(const SpokenCursor& cursor, const MaskedPart& part) {
  const bool asterisks = part.written[0] == U'*';
  return asterisks ? cursor.Pick(U"asterisks", U"звёздочки") : cursor.Pick(U"dots", U"точки");
}

// "••••••••": how many characters a field holds.
bool SayHidden(SpokenCursor& cursor, const MaskedPart& part) {
  const std::size_t size = part.written.size();
  const std::u32string count = DecodeUtf8(std::to_string(size));
  if (!cursor.Russian()) {
    cursor.Say(count);
    return cursor.SayFor(size, HiddenWord(cursor, part));
  }
  cursor.Say(HiddenWord(cursor, part));
  cursor.Pause();
  return cursor.SayFor(size, count);
}

void SayParts(SpokenCursor& cursor, const MaskedNumber& number) {
  if (number.plus) cursor.Say(cursor.Pick(U"plus", U"плюс"));
  bool hidden = false;
  for (const MaskedPart& part : number.parts) {
    if (part.hidden() && hidden) continue;
    if (&part != &number.parts.front()) cursor.Pause();
    hidden = part.hidden();
    // As in a telephone number that is whole.
    const bool country = number.plus && &part == &number.parts.front();
    const bool as_number = hidden || ((country || cursor.Russian()) && part.written.size() <= 3 &&
                                      part.written[0] != U'0');
    const std::u32string_view written = hidden ? HiddenWord(cursor, part) : part.written;
    cursor.Say(as_number ? std::u32string(written) : Separated(written));
  }
}

}  // namespace

bool SpeakMasked(SpokenCursor& cursor) {
  const char32_t before = cursor.Before();
  if (IsWordChar(before) || IsMaskSign(before) || IsOneOfChars(before, U")]/")) return false;
  const MaskedNumber number = ReadMasked(cursor.Rest());
  const char32_t after = cursor.Peek(number.size);
  if (!IsMasked(number) || IsWordChar(after) || after == U'#') return false;
  if (number.longest == 1 && !IsSpace(before)) return false;
  const auto& parts = number.parts;
  if (parts.size() == 1) return SayHidden(cursor, parts[0]);
  const bool end_alone = !number.plus && !number.joined && !parts.back().hidden() &&
                         std::all_of(parts.begin(), parts.end() - 1,
                                     [](const MaskedPart& part) { return part.hidden(); });
  if (!end_alone) {
    SayParts(cursor, number);
    cursor.Skip(number.size);
    return true;
  }
  const bool told = cursor.WordBefore() == U"in" || cursor.WordBefore() == U"на";
  if (!told) cursor.Say(cursor.Pick(U"ending in", U"на конце"));
  return cursor.SayFor(number.size, Separated(parts.back().written));
}

}  // namespace nexy
