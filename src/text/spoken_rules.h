#pragma once

#include <array>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/spoken_cursor.h"

namespace nexy {

// Where a rule is asked: where one of the bits that it names is true of what begins there.
enum Beginning : unsigned {
  kNowhere = 0,
  kWord = 1,      // Any word.
  kLetter = 2,    // A word of one letter.
  kShort = 4,     // A word of at most six letters.
  kCapital = 8,   // A word with a capital.
  kCounted = 16,  // A word that a number follows: "May 5".
  kJoined = 32,   // A word to which a sign or a digit joins more: "report.pdf", "Ctrl + C".
  kForeign = 64,  // A word of letters that are neither Latin nor Cyrillic.
  kAnyWord = 127,
  kDigit = 128,   // A number.
  kSymbol = 256,  // A sign beyond ASCII.
  kAnything = 511
};

// In which sentences: where everything is true that it names.
enum Condition : unsigned {
  kAlways = 0,
  kEnglish = 1,
  kRussian = 2,
  kInWords = 4  // Numbers are said in words.
};

// One rule of SpokenText. It looks at what stands at the cursor and either writes words, moves on
// and returns true, or leaves everything as it was. A rule that is not certain declines.
struct SpokenRule {
  std::string_view name;  // As `nexyctl text spoken --explain` shows it.
  bool (*speak)(SpokenCursor& cursor);
  unsigned only = kAlways;         // Conditions.
  unsigned at = kNowhere;          // Beginnings of numbers and words.
  std::u32string_view signs = {};  // At which it begins too.
};

bool SpeakSpelled(SpokenCursor& cursor);  // “AB-12” when somebody asked to have it spelled.

// Addresses and names made of several parts; all of them begin a word.
bool SpeakPronunciation(SpokenCursor& cursor);  // A person's own dictionary.
bool SpeakAddress(SpokenCursor& cursor);        // https://…, a@b.com, /usr/bin, report.pdf
bool SpeakShortcut(SpokenCursor& cursor);       // Ctrl+Alt+Del, ⌘⇧5
bool SpeakTag(SpokenCursor& cursor);            // <b>, </div>, &amp;

// Codes, said one by one.
bool SpeakMasked(SpokenCursor& cursor);           // +7 921 ***-**-45, •••• 4242
bool SpeakCode(SpokenCursor& cursor);             // Hash sums, UUIDs, MAC addresses, #FF8800
bool SpeakInternetAddress(SpokenCursor& cursor);  // 192.168.0.1:8080
bool SpeakPhone(SpokenCursor& cursor);            // +7 (495) 123-45-67
bool SpeakVersion(SpokenCursor& cursor);          // v1.2.3, iOS 17.4
bool SpeakLeadingZeros(SpokenCursor& cursor);     // 007

// Dates, times and what is counted.
bool SpeakHour(SpokenCursor& cursor);                     // 10am, в 5 утра, в 18.00
bool SpeakTime(SpokenCursor& cursor);                     // 14:30, 9:00–18:00
bool SpeakScore(SpokenCursor& cursor);                    // 3:1, 16:9
bool SpeakPair(SpokenCursor& cursor);                     // page 3/10, 120/80 mmHg
bool SpeakOfAll(SpokenCursor& cursor);                    // 3.2 GB/4 GB, 2:05 / 3:41
bool SpeakDuration(SpokenCursor& cursor);                 // 1h 20m, 5m ago
bool SpeakTimes(SpokenCursor& cursor);                    // 3x a day
bool SpeakRussianTimes(SpokenCursor& cursor);             // 2 р./день
bool SpeakScientific(SpokenCursor& cursor);               // 1.5e-3
bool SpeakScaledCount(SpokenCursor& cursor);              // 12M users
bool SpeakIsoDate(SpokenCursor& cursor);                  // 2024-05-03, 03.05.2024
bool SpeakEnglishMonthOfYear(SpokenCursor& cursor);       // 09/2027
bool SpeakEnglishDayOfYear(SpokenCursor& cursor);         // Tue 9/16
bool SpeakRussianShortDate(SpokenCursor& cursor);         // до 01.09
bool SpeakEnglishDate(SpokenCursor& cursor);              // May 3, 2024; 3 May
bool SpeakRussianDate(SpokenCursor& cursor);              // 5 мая, с 3 по 5 мая
bool SpeakRussianYear(SpokenCursor& cursor);              // в 2024 году
bool SpeakMoneyBefore(SpokenCursor& cursor);              // $5.99
bool SpeakFraction(SpokenCursor& cursor);                 // 1/2, 2½
bool SpeakRange(SpokenCursor& cursor);                    // 3–5, 10–20 %
bool SpeakSignedRange(SpokenCursor& cursor);              // +3…+5 °C
bool SpeakRussianPercentAdjective(SpokenCursor& cursor);  // с 50 % скидкой
bool SpeakUnit(SpokenCursor& cursor);                     // 5 GB, 20 %, 1 299 ₽
bool SpeakCoordinate(SpokenCursor& cursor);               // 55.75° N
bool SpeakEnglishOrdinal(SpokenCursor& cursor);           // 21st
bool SpeakRussianOrdinal(SpokenCursor& cursor);           // 5-й
bool SpeakRussianNumbered(SpokenCursor& cursor);          // на 5 этаже
bool SpeakRussianCompound(SpokenCursor& cursor);          // 40-летний
bool SpeakRussianCount(SpokenCursor& cursor);             // 21 минута, с 2 файлами
bool SpeakRussianNumber(SpokenCursor& cursor);            // 1 000 000; 0,5; до 18
bool SpeakEnglishNumber(SpokenCursor& cursor);            // 1 234 567
bool SpeakCentury(SpokenCursor& cursor);                  // в 19 в.
bool SpeakRoman(SpokenCursor& cursor);                    // XXI век, Chapter IV

// Short forms and signs.
bool SpeakAbbreviation(SpokenCursor& cursor);  // e.g., т. е., ст. 5
bool SpeakAcronym(SpokenCursor& cursor);       // США, URL
bool SpeakSmiley(SpokenCursor& cursor);        // :), :rocket:
bool SpeakSpan(SpokenCursor& cursor);          // A–Z, 3rd–5th, C1:C9
bool SpeakMark(SpokenCursor& cursor);          // ★★★☆☆, |x|, 5!, footnotes' marks
bool SpeakNamedSign(SpokenCursor& cursor);     // "press [", the & sign
bool SpeakSilentSign(SpokenCursor& cursor);    // { } _ ` where no other rule takes them
bool SpeakFormula(SpokenCursor& cursor);       // $x^2$, \frac{1}{2}
bool SpeakDimensions(SpokenCursor& cursor);    // 1920×1080, 3 x 4 m
bool SpeakScript(SpokenCursor& cursor);        // x², H₂O, xᵢ
bool SpeakOperator(SpokenCursor& cursor);      // 2*3, a <= b
bool SpeakSign(SpokenCursor& cursor);          // R&D, C#, #5, --help
bool SpeakKeycap(SpokenCursor& cursor);        // 5️⃣
bool SpeakSymbol(SpokenCursor& cursor);        // Emoji and symbols by name.

// The rules that count under some conditions, by where they begin; each list is in the order in
// which its rules are tried.
class SpokenRules {
 public:
  using List = std::vector<const SpokenRule*>;

  static const SpokenRules& For(const SpokenOptions& options);

  const List& AtDigit() const { return digit_; }
  // `beginning`: what is true of the word.
  const List& AtWord(unsigned beginning) const { return word_[beginning]; }
  const List& AtSign(char32_t sign) const;

 private:
  explicit SpokenRules(unsigned conditions);

  List digit_;
  std::array<List, kAnyWord + 1> word_;
  std::unordered_map<char32_t, List> sign_;
  List symbol_;  // At the other signs.
};

}  // namespace nexy
