// Codes that nobody can guess: said character by character.
#include <algorithm>
#include <string>

#include "text/spoken_amount.h"
#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/unit_after.h"
#include "text/units.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

bool IsHexDigit(char32_t c) {
  return IsAsciiDigit(c) || (c >= U'a' && c <= U'f') || (c >= U'A' && c <= U'F');
}

bool AllHex(std::u32string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsHexDigit);
}

// "550e8400-e29b-41d4-a716-446655440000"
bool IsUuid(std::u32string_view token) {
  if (token.size() != 36) return false;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? token[i] != U'-' : !IsHexDigit(token[i])) return false;
  }
  return true;
}

// "00:1A:2B:3C:4D:5E"
bool IsHardwareAddress(std::u32string_view token) {
  if (token.size() != 17) return false;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (i % 3 == 2 ? !IsOneOfChars(token[i], U":-") : !IsHexDigit(token[i])) return false;
  }
  return true;
}

// "3f2a9c1": the name of a commit or a checksum; "face2face" is none.
bool IsHash(std::u32string_view token) {
  if (token.size() < 7 || token.size() > 128 || !AllHex(token)) return false;
  const auto digits = std::count_if(token.begin(), token.end(), IsAsciiDigit);
  const auto letters = static_cast<std::ptrdiff_t>(token.size()) - digits;
  const bool upper = std::any_of(token.begin(), token.end(), IsUpper);
  const bool lower = std::any_of(token.begin(), token.end(), IsLower);
  return digits >= 2 && letters >= 2 && upper != lower;
}

// "#FF8800", "#fff"; "#123" is a number and "#bad" a word.
bool IsColour(std::u32string_view token) {
  if (token.empty() || token[0] != U'#' || !AllHex(token.substr(1))) return false;
  const std::u32string_view hex = token.substr(1);
  const bool digit = std::any_of(hex.begin(), hex.end(), IsAsciiDigit);
  const bool letter = std::any_of(hex.begin(), hex.end(), IsLetter);
  const bool same = hex.find_first_not_of(hex[0]) == hex.npos;
  if (hex.size() == 3) return (digit && letter) || (same && letter);
  return (hex.size() == 6 || hex.size() == 8) && (letter || same);
}

// "Santa Clara, CA 95051"
bool SpeakZipCode(SpokenCursor& cursor) {
  const std::u32string_view before = cursor.in.substr(0, cursor.at);
  if (cursor.Russian() || DigitsAt(cursor.Rest(), 0) != 5 || IsWordChar(cursor.Peek(5)))
    return false;
  if (before.size() < 5 || before[before.size() - 5] != U',' ||
      !IsUpper(before[before.size() - 3])) {
    return false;
  }
  if (!IsWordOf(WordClass::kUsState, cursor.WordBefore())) return false;
  cursor.Say(Separated(cursor.Rest().substr(0, 5)));
  if (cursor.Peek(5) != U'-' || DigitsAt(cursor.Rest(), 6) != 4) {
    cursor.Skip(5);
    return true;
  }
  cursor.Pause();  // "MA 02110-1301"
  return cursor.SayFor(10, Separated(cursor.Rest().substr(6, 4)));
}

// "Your code is 482 913": no number of thousands.
bool SpeakGroupedCode(SpokenCursor& cursor) {
  const NumberToken number = cursor.NumberAt();
  if (!IsOneOfChars(number.group, U" \u00A0\u202F") || number.fraction > 0) return false;
  if (!cursor.HasBefore(3, WordClass::kCodeLabel)) {
    return false;
  }
  cursor.SayOneByOne(cursor.Rest().substr(0, number.size));
  cursor.Skip(number.size);
  return true;
}

// "Order 114394168", "Ticket #10293847": nobody hears millions in it.
bool SpeakLongNumber(SpokenCursor& cursor) {
  const std::size_t digits = DigitsAt(cursor.Rest(), 0);
  if (cursor.Russian() || digits < 7 || digits > 20) return false;
  const char32_t after = cursor.Peek(digits);
  const bool more =
      IsWordChar(after) || (IsOneOfChars(after, U".,:/-") && IsWordChar(cursor.Peek(digits + 1)));
  const std::u32string_view number = cursor.Rest().substr(0, digits);
  const SpokenCursor label = cursor.From(cursor.at - (cursor.Before() == U'#' ? 1 : 0));
  static constexpr std::u32string_view kJoints[] = {U"number", U"code", U"is"};
  const bool labelled =
      label.HasBefore(IsAnyOf(kJoints, label.WordBefore()) ? 2 : 1, WordClass::kNamedByCode);
  if (more || !labelled || number.ends_with(U"000")) return false;
  for (std::size_t at = 0; at < digits; at += 3) {
    if (at > 0) cursor.Pause();
    cursor.Say(Separated(number.substr(at, 3)));
  }
  cursor.Skip(digits);
  return true;
}

// "*#06#", "*100#", "dial *67"
bool SpeakServiceCode(SpokenCursor& cursor) {
  if (cursor.Russian() || !IsOneOfChars(cursor.Peek(), U"*#")) return false;
  const std::u32string_view token = cursor.Token();
  const auto digits = std::count_if(token.begin(), token.end(), IsAsciiDigit);
  const bool plain = token.find_first_not_of(U"*#0123456789") == token.npos;
  const bool called = token.front() == U'*' && cursor.HasBefore(1, WordClass::kPhone);
  if (!plain || digits < 2 || (token.back() != U'#' && !called)) return false;
  for (const char32_t c : token) {
    cursor.Say(c == U'*' ? U"asterisk" : c == U'#' ? U"hash" : std::u32string_view(&c, 1));
  }
  cursor.Skip(token.size());
  return true;
}

// "DE89 3704 0044 0532 0130 00": the number of a bank account.
bool SpeakAccount(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  if (!IsUpper(rest[0]) || !IsUpper(cursor.Peek(1)) || DigitsAt(rest, 2) < 2) return false;
  std::size_t end = 0;
  std::size_t signs = 0;
  std::size_t groups = 1;
  for (; IsUpper(cursor.Peek(end)) || IsAsciiDigit(cursor.Peek(end)); ++signs) {
    ++end;
    const bool gap = signs % 4 == 3 && BlanksAt(rest, end) == 1 && IsWordChar(cursor.Peek(end + 1));
    if (!gap) continue;
    if (DigitsAt(rest, end + 1) == 0 && !IsUpper(cursor.Peek(end + 2))) break;  // A word.
    ++end;
    ++groups;
  }
  if (signs < 15 || signs > 34 || IsWordChar(cursor.Peek(end))) return false;
  if (groups > 1) {
    cursor.SayOneByOne(rest.substr(0, end));
  } else {
    for (std::size_t at = 0; at < end; at += 4) {
      if (at > 0) cursor.Pause();
      cursor.Say(Separated(rest.substr(at, std::min<std::size_t>(4, end - at))));
    }
  }
  cursor.Skip(end);
  return true;
}

}  // namespace

bool SpeakCode(SpokenCursor& cursor) {
  const char32_t first = cursor.Peek();
  if (IsAsciiDigit(first) && !IsWordChar(cursor.Before()) &&
      (SpeakGroupedCode(cursor) || SpeakZipCode(cursor) || SpeakLongNumber(cursor))) {
    return true;
  }
  if (!IsWordChar(cursor.Before()) && (SpeakServiceCode(cursor) || SpeakAccount(cursor))) {
    return true;
  }
  if ((!IsHexDigit(first) && first != U'#') || IsWordChar(cursor.Before())) return false;
  const std::u32string_view token = cursor.Token();
  if (IsColour(token)) {
    cursor.Say(cursor.Pick(U"hash", U"решётка"));
    return cursor.SayFor(token.size(), Separated(token.substr(1)));
  }
  const bool hex = token.starts_with(U"0x") && token.size() > 3 && AllHex(token.substr(2));
  if (hex) return cursor.SayFor(token.size(), Separated(token));
  if (IsHash(token) && cursor.BeginsToken()) return cursor.SayFor(token.size(), Separated(token));
  if (!IsUuid(token) && !IsHardwareAddress(token)) return false;
  cursor.SayOneByOne(token);
  cursor.Skip(token.size());
  return true;
}

// "192.168.0.1", with a port or the length of its net.
bool SpeakInternetAddress(SpokenCursor& cursor) {
  const std::u32string_view all = cursor.Token();
  const std::u32string_view token = all.substr(0, all.find(U'–'));  // Of a range.
  std::size_t end = 0;
  for (int part = 0; part < 4; ++part) {
    const std::size_t digits = DigitsAt(token, end);
    if (digits == 0 || digits > 3) return false;
    int value = 0;
    for (std::size_t i = end; i < end + digits; ++i) {
      value = value * 10 + static_cast<int>(token[i] - U'0');
    }
    if (value > 255) return false;
    end += digits;
    if (part == 3) break;
    if (end >= token.size() || token[end] != U'.') return false;
    ++end;
  }
  std::size_t port = 0;
  if (end + 1 < token.size() && IsOneOfChars(token[end], U":/")) {
    port = DigitsAt(token, end + 1);
    if (port == 0) return false;
  }
  if (end + (port > 0 ? port + 1 : 0) != token.size()) return false;
  std::size_t from = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0) cursor.Say(cursor.Pick(U"dot", U"точка"));
    const std::size_t digits = DigitsAt(token, from);
    cursor.Say(token.substr(from, digits));
    from += digits + 1;
  }
  if (port > 0) {
    const bool colon = token[end] == U':';
    cursor.Say(colon ? cursor.Pick(U"colon", U"двоеточие") : cursor.Pick(U"slash", U"слэш"));
    cursor.Say(token.substr(end + 1));
  }
  const bool range =
      cursor.Peek(token.size()) == U'–' && IsAsciiDigit(cursor.Peek(token.size() + 1));
  if (range) cursor.Say(RangeJoint(cursor));
  cursor.Skip(token.size() + (range ? 1 : 0));
  return true;
}

// "007", "004512": a voice would drop the zeros.
bool SpeakLeadingZeros(SpokenCursor& cursor) {
  const std::size_t digits = DigitsAt(cursor.Rest(), 0);
  if (digits < 2 || cursor.Peek() != U'0') return false;
  const char32_t after = cursor.Peek(digits);
  const bool joined = IsOneOfChars(after, U".,:/-") && IsDigit(cursor.Peek(digits + 1));
  if (joined || IsLetter(after) || IsOneOfChars(cursor.Before(), U"'’")) return false;  // '04
  const SpokenCursor::Word next = cursor.WordAfter(digits);
  if (!cursor.Russian() && (next.text == U"hours" || next.text == U"hrs") &&
      cursor.Rest().substr(0, digits).substr(2) == U"00") {  // "0700 hours"
    cursor.Say(Separated(cursor.Rest().substr(0, 2)));
    return cursor.SayFor(digits, U"hundred");
  }
  cursor.Say(Separated(cursor.Rest().substr(0, digits)));
  const UnitAfter unit =
      cursor.Russian() ? FindUnitAfter(cursor, NumberToken{}, digits) : UnitAfter{};
  if (unit.unit != nullptr)
    return cursor.SayFor(unit.end, RussianUnitPlural(*unit.unit));  // 007 м³
  cursor.Skip(digits);
  return true;
}

}  // namespace nexy
