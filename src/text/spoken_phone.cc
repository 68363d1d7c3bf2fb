#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "text/spoken_rules.h"
#include "text/unicode.h"
#include "text/word_classes.h"

namespace nexy {

namespace {

// A telephone number as it is written.
struct Phone {
  bool plus = false;
  bool dotted = false;  // Stops stand between the groups.
  bool joined = false;  // Some groups are joined by a hyphen or stand in parentheses.
  std::vector<std::u32string_view> groups;
  std::size_t digits = 0;
  std::size_t size = 0;  // 0 if its parentheses do not match.
};

Phone ReadPhone(std::u32string_view text) {
  constexpr std::size_t kPhoneMax = 32;
  Phone phone;
  std::size_t at = 0;
  if (text.starts_with(U'+')) {
    phone.plus = true;
    at = 1;
  }
  bool open = false;
  while (at < std::min(text.size(), kPhoneMax)) {
    if (const std::size_t digits = DigitsAt(text, at); digits > 0) {
      phone.groups.push_back(text.substr(at, digits));
      phone.digits += digits;
      at += digits;
      phone.size = at;
      continue;
    }
    const char32_t c = text[at];
    if (c == U'(' && phone.groups.size() > 1) break;  // "555-123-4567 (24/7)"
    if (c == U'(' && !open && DigitsAt(text, at + 1) > 0) {
      open = true;
    } else if (c == U')' && open) {
      open = false;
      phone.joined = true;
      phone.size = at + 1;
    } else if (IsOneOfChars(c, U"-‑–")) {
      if (DigitsAt(text, at + 1) == 0) break;
      phone.joined = true;
    } else if (c == U'.' && DigitsAt(text, at + 1) > 0 && (phone.dotted || !phone.joined)) {
      phone.dotted = true;
    } else if (!IsOneOfChars(c, U" \u00A0\u202F")) {
      break;
    }
    ++at;
  }
  if (open) phone.size = 0;
  return phone;
}

std::string Pattern(const Phone& phone) {
  std::string pattern;
  for (const std::u32string_view group : phone.groups) {
    if (!pattern.empty()) pattern += '-';
    pattern += std::to_string(group.size());
  }
  return pattern;
}

// After "Tel." any seven digits or more in groups that are no thousands.
bool IsLongEnough(const Phone& phone) {
  if (phone.digits < 7 || phone.digits > 15) return false;
  if (phone.groups.size() == 1) return phone.digits <= 12;
  const bool thousands = !phone.joined && phone.groups[0][0] != U'0' &&
                         phone.groups[0].size() <= 3 &&
                         std::all_of(phone.groups.begin() + 1, phone.groups.end(),
                                     [](std::u32string_view group) { return group.size() == 3; });
  return !thousands && std::all_of(phone.groups.begin(), phone.groups.end(),
                                   [](std::u32string_view group) { return group.size() > 1; });
}

bool IsPhone(const Phone& phone, const SpokenCursor& cursor) {
  if (phone.size == 0 || phone.groups.empty()) return false;
  if (phone.plus) return phone.digits >= 7 && phone.digits <= 15;
  const std::string pattern = Pattern(phone);
  // 555.867.5309, 01.42.68.53.00: other numbers with stops are versions and dates.
  if (phone.dotted) {
    const bool version = IsWordOf(WordClass::kVersioned, cursor.WordBefore());
    const bool seven = pattern == "3-4" && cursor.HasBefore(3, WordClass::kPhone);
    return (!version && (seven || pattern == "3-3-4" || pattern == "1-3-3-4")) ||
           (pattern == "2-2-2-2-2" && phone.groups[0][0] == U'0');
  }
  static constexpr std::array<std::string_view, 7> kSure = {
      "1-3-3-4", "3-3-4", "1-3-3-2-2", "3-3-2-2", "3-2-2", "1-3-7", "1-3-4-3"};
  // A zero in front is no quantity's: "020 7946 0018", "01 23 45 67 89".
  static constexpr std::array<std::string_view, 10> kTrunk = {
      "3-4-4", "4-3-4", "5-6", "5-3-3", "4-6", "4-3-3", "2-4-4", "3-8", "3-3-4", "2-2-2-2-2"};
  static constexpr std::array<std::string_view, 5> kLikely = {"3-4", "2-2-2", "5-5", "4-4",
                                                              "1-3-2-2-3"};
  // "Her cell is 917 555 0134"; digits without blanks may count ("the number of 2147483647 lines").
  const int near = cursor.Russian() || phone.groups.size() == 1 ? 1 : 3;
  const bool announced = cursor.HasBefore(near, [](std::u32string_view word) {
    return IsWordOf(WordClass::kPhone, word.substr(0, word.size() - word.ends_with(U'.')));
  });
  const bool zero = phone.groups[0][0] == U'0';
  if (pattern == "4-3-3" && (phone.groups[0] == U"1300" || phone.groups[0] == U"1800")) return true;
  if (zero && std::find(kTrunk.begin(), kTrunk.end(), pattern) != kTrunk.end()) return true;
  if (announced && IsLongEnough(phone)) return true;
  const bool sure = std::find(kSure.begin(), kSure.end(), pattern) != kSure.end();
  if (sure && !phone.joined) {
    return announced || (pattern == "1-3-3-2-2" && IsOneOfChars(phone.groups[0][0], U"78"));
  }
  if (sure) return true;
  const bool likely = std::find(kLikely.begin(), kLikely.end(), pattern) != kLikely.end();
  return likely && phone.joined && (announced || phone.groups[0] == U"555");
}

// "+79161234567" in the groups of its country.
void SplitLongGroup(Phone& phone) {
  if (phone.groups.size() != 1) return;
  const std::u32string_view digits = phone.groups[0];
  phone.groups.clear();
  const bool russian = digits.size() == 11 && IsOneOfChars(digits[0], U"78");
  if (russian || (digits.size() == 11 && digits[0] == U'1')) {
    phone.groups = {digits.substr(0, 1), digits.substr(1, 3), digits.substr(4, 3)};
    if (russian) phone.groups.push_back(digits.substr(7, 2));
    phone.groups.push_back(digits.substr(russian ? 9 : 7));
    return;
  }
  // The last group has four digits in numbers of seven and ten, else what is left of threes.
  const std::size_t last = digits.size() % 3 == 1 ? digits.size() - 4 : digits.size();
  for (std::size_t at = 0; at < last; at += 3) {
    phone.groups.push_back(digits.substr(at, std::min<std::size_t>(3, last - at)));
  }
  if (last < digits.size()) phone.groups.push_back(digits.substr(last));
}

// Whether digits with hyphens, or "X" as the last one, are the number of a book, an order, a
// person: a label tells it, or they are long and no date.
bool IsHyphenedNumber(const SpokenCursor& cursor, std::u32string_view written) {
  if (written.size() < 8) return false;
  const bool book = cursor.HasBefore(3, [](std::u32string_view word) {
    return word.starts_with(U"isbn") || word.starts_with(U"issn");
  });
  if (book) return true;
  const auto hyphens = std::count(written.begin(), written.end(), U'-');
  const bool date =
      written.size() == 10 && hyphens == 2 && (written[4] == U'-') == (written[7] == U'-');
  const bool whole = written.find_first_of(U" X") == written.npos;
  return !cursor.Russian() && whole && hyphens >= 2 && written.size() >= 10 && !date;
}

// "978-3-16-148410-0", "123-45-6789": digit by digit.
bool SpeakHyphenedNumber(SpokenCursor& cursor) {
  std::size_t end = 0;
  while (IsAsciiDigit(cursor.Peek(end)) || (IsOneOfChars(cursor.Peek(end), U"- ") &&
                                            IsOneOfChars(cursor.Peek(end + 1), U"0123456789X"))) {
    ++end;
  }
  if (cursor.Peek(end) == U'X') ++end;
  const std::u32string_view written = cursor.Rest().substr(0, end);
  const bool longer =
      IsWordChar(cursor.Peek(end)) || cursor.JoinsAt(end) || IsRangeDash(cursor.Before());
  if (longer || !IsHyphenedNumber(cursor, written)) return false;
  cursor.SayOneByOne(written);
  cursor.Skip(end);
  return true;
}

// "1-800-FLOWERS"
bool SpeakVanityNumber(SpokenCursor& cursor) {
  const std::u32string_view rest = cursor.Rest();
  std::size_t at = rest.starts_with(U"1-") ? 2 : 0;
  if (DigitsAt(rest, at) != 3 || cursor.Peek(at + 3) != U'-') return false;
  std::size_t end = at + 4;
  while (end < rest.size() && ((IsUpper(rest[end]) && rest[end] < 0x80) ||
                               (rest[end] == U'-' && IsUpper(cursor.Peek(end + 1))))) {
    ++end;
  }
  if (end < at + 8 || IsWordChar(cursor.Peek(end))) return false;
  if (at > 0) {
    cursor.Say(U"1");
    cursor.Pause();
  }
  cursor.Say(Separated(rest.substr(at, 3)));
  cursor.Pause();
  return cursor.SayFor(end, rest.substr(at + 4, end - at - 4));
}

// "Call 911 or 112", "text STOP to 85432", but "call 300 people".
bool SpeakShortNumber(SpokenCursor& cursor) {
  constexpr std::size_t kShortMax = 6;
  const auto is_short = [](std::u32string_view word) {
    return word.size() >= 3 && word.size() <= kShortMax && DigitsAt(word, 0) == word.size();
  };
  const std::u32string_view number = cursor.Token();
  if (cursor.Russian() || !is_short(number)) return false;
  static constexpr std::u32string_view kCall[] = {U"call", U"dial", U"phone", U"ring", U"text"};
  const SpokenCursor first = cursor.FirstOfSeries(is_short, false);
  const auto is_call = [](std::u32string_view word) { return IsAnyOf(kCall, word); };
  const bool texted = first.WordBefore() == U"to" && number.size() > 3 &&
                      first.HasBefore(4, [](std::u32string_view word) { return word == U"text"; });
  if (!texted && !is_call(first.WordBefore())) return false;
  const std::u32string next = cursor.WordAfter(number.size()).text;
  if (next.ends_with(U"s") || next == U"people" || (!next.empty() && IsAsciiDigit(next[0]))) {
    return false;
  }
  return cursor.SayFor(number.size(), Separated(number));
}

// Where "x12" or " x12" after a number at `end` ends; 0 if there is none.
std::size_t ExtensionEnd(const SpokenCursor& cursor, std::size_t end) {
  const std::size_t sign = end + BlanksAt(cursor.Rest(), end);
  if (cursor.Russian() || cursor.Peek(sign) != U'x') return 0;
  const std::size_t digits = DigitsAt(cursor.Rest(), sign + 1);
  return digits > 0 && !IsWordChar(cursor.Peek(sign + 1 + digits)) ? sign + 1 + digits : 0;
}

}  // namespace

// English voices say each digit, Russian ones the groups as numbers; a zero in front is said.
bool SpeakPhone(SpokenCursor& cursor) {
  const char32_t first = cursor.Peek();
  if (!IsAsciiDigit(first) && first != U'+' && first != U'(') return false;
  if (first != U'(' && IsWordChar(cursor.Before())) return false;
  const bool number = IsAsciiDigit(cursor.Peek(1)) || IsAsciiDigit(first);
  if (!number && !(first == U'+' && cursor.Peek(1) == U'(')) return false;
  if (IsAsciiDigit(first) && (SpeakVanityNumber(cursor) || SpeakShortNumber(cursor))) return true;
  Phone phone = ReadPhone(cursor.Rest());
  const std::size_t extension = ExtensionEnd(cursor, phone.size);
  const char32_t after = cursor.Peek(phone.size);
  const bool joined = (IsLetter(after) && extension == 0) || cursor.JoinsAt(phone.size);
  if (joined || !IsPhone(phone, cursor)) return IsAsciiDigit(first) && SpeakHyphenedNumber(cursor);
  SplitLongGroup(phone);
  if (phone.plus) cursor.Say(cursor.Pick(U"plus", U"плюс"));
  for (std::size_t i = 0; i < phone.groups.size(); ++i) {
    const std::u32string_view group = phone.groups[i];
    if (i > 0) cursor.Pause();
    const bool country = phone.plus && i == 0;
    const bool as_number = (cursor.Russian() || country) && group[0] != U'0' && group.size() <= 3;
    cursor.Say(as_number ? std::u32string(group) : Separated(group));
  }
  if (extension == 0) {
    cursor.Skip(phone.size);
    return true;
  }
  cursor.Pause();
  cursor.Say(U"extension");
  const std::size_t sign = cursor.Rest().find(U'x', phone.size);
  return cursor.SayFor(extension, cursor.Rest().substr(sign + 1, extension - sign - 1));
}

}  // namespace nexy
