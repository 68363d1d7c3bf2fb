#include <string>

#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// How many characters "1.2.3" takes and how many stops are in it.
struct Version {
  std::size_t size = 0;
  std::size_t stops = 0;
};

Version ReadVersion(std::u32string_view text) {
  Version version;
  version.size = DigitsAt(text, 0);
  while (version.size > 0 && version.size + 1 < text.size() && text[version.size] == U'.') {
    const std::size_t digits = DigitsAt(text, version.size + 1);
    if (digits == 0) break;
    version.size += 1 + digits;
    ++version.stops;
  }
  return version;
}

void SayVersion(SpokenCursor& cursor, std::u32string_view version) {
  while (true) {
    const std::size_t digits = DigitsAt(version, 0);
    const std::u32string_view part = version.substr(0, digits);
    const bool zeros = digits > 1 && part[0] == U'0';
    cursor.Say(zeros ? Separated(part) : std::u32string(part));
    version.remove_prefix(digits);
    if (version.empty()) return;
    cursor.Say(cursor.Pick(U"point", U"точка"));
    version.remove_prefix(1);
  }
}

// "1.234.567": groups of three digits.
bool IsGroupedNumber(std::u32string_view version) {
  std::size_t at = DigitsAt(version, 0);
  if (at == 0 || at > 3 || version[0] == U'0' || at == version.size()) return false;
  while (at < version.size()) {
    if (DigitsAt(version, at + 1) != 3) return false;
    at += 4;
  }
  return true;
}

// "-rc.2", "+build.5" after a version.
void SayPreRelease(SpokenCursor& cursor) {
  while (IsOneOfChars(cursor.Peek(), U"-+.") && IsWordChar(cursor.Peek(1))) {
    const bool stop = cursor.Peek() == U'.';
    const bool plus = cursor.Peek() == U'+';
    std::size_t end = 1;
    while (IsWordChar(cursor.Peek(end))) ++end;
    cursor.Say(stop   ? cursor.Pick(U"point", U"точка")
               : plus ? cursor.Pick(U"plus", U"плюс")
                      : cursor.Pick(U"dash", U"дефис"));
    cursor.SayFor(end, cursor.Rest().substr(1, end - 1));
  }
}

}  // namespace

// "v1.2.3", "17.4.1", "Python 3.11": the parts of a version are whole numbers, 3.10 is not 3.1.
bool SpeakVersion(SpokenCursor& cursor) {
  const bool letter = (cursor.Peek() == U'v' || cursor.Peek() == U'V') && IsDigit(cursor.Peek(1)) &&
                      !IsWordChar(cursor.Before());
  if (!letter && !IsAsciiDigit(cursor.Peek())) return false;
  const std::size_t prefix = letter ? 1 : 0;
  const Version version = ReadVersion(cursor.Rest().substr(prefix));
  const std::u32string_view written = cursor.Rest().substr(prefix, version.size);
  const std::size_t end = prefix + version.size;
  const char32_t after = cursor.Peek(end);
  const bool port = after == U':' && IsWordChar(cursor.Peek(end + 1));
  if (IsLetter(after) || port || IsOneOfChars(after, U"%°/") || version.size > 40) return false;
  if (after == U',' && IsDigit(cursor.Peek(end + 1))) return false;
  if (letter) {
    if (version.stops == 0) return false;  // "v2" is read well.
    cursor.Say(cursor.Pick(U"version", U"версия"));
  } else {
    const bool announced = IsWordOf(WordClass::kVersioned, cursor.WordBefore());
    // "05.03.24" may be a date.
    const bool date = version.size == 8 && version.stops == 2 && written[2] == U'.';
    const bool sure = version.stops >= 2 && !IsGroupedNumber(written) && !date;
    if (!sure && !(announced && version.stops > 0)) return false;
  }
  SayVersion(cursor, written);
  cursor.Skip(end);
  SayPreRelease(cursor);
  return true;
}

}  // namespace nexy
