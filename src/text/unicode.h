#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace nexy {

inline constexpr char32_t kReplacementChar = 0xFFFD;

// Decodes UTF-8 that arrives in any pieces. Each maximal invalid part becomes one U+FFFD, wherever
// the pieces were cut.
class Utf8Decoder {
 public:
  // Appends the characters that `bytes` complete.
  void Push(std::string_view bytes, std::u32string& out);
  // Appends U+FFFD if the input ended inside a character.
  void Finish(std::u32string& out);

 private:
  void PushByte(unsigned char byte, std::u32string& out);

  char32_t partial_ = 0;
  int missing_ = 0;             // Continuation bytes still to come.
  unsigned char lower_ = 0x80;  // The range that the next continuation byte must be in.
  unsigned char upper_ = 0xBF;
};

std::u32string DecodeUtf8(std::string_view text);
std::string EncodeUtf8(std::u32string_view text);
void AppendUtf8(char32_t character, std::string& out);

// Classes of characters.
enum CharacterClass : std::uint8_t {
  kSpaceClass = 1,
  kUpperClass = 2,
  kLowerClass = 4,
  kLetterClass = 8,
  kDigitClass = 16,
  kMarkClass = 32
};

// The classes of the characters that most texts are made of (Latin, Cyrillic, punctuation, arrows):
// asking ICU for each was a sixth of the time.
inline constexpr char32_t kFrequentEnd = 0x2200;
extern const std::array<std::uint8_t, kFrequentEnd> kFrequentClasses;
std::uint8_t RareClasses(char32_t c);

inline bool IsOfClass(char32_t c, unsigned classes) {
  return ((c < kFrequentEnd ? kFrequentClasses[c] : RareClasses(c)) & classes) != 0;
}

// White space, line ends, control characters.
inline bool IsSpace(char32_t c) { return IsOfClass(c, kSpaceClass); }
bool IsLineEnd(char32_t c);  // \n and its Unicode relatives; \r is a space.
inline bool IsUpper(char32_t c) { return IsOfClass(c, kUpperClass); }  // Upper or title case.
inline bool IsLower(char32_t c) { return IsOfClass(c, kLowerClass); }
inline bool IsLetter(char32_t c) { return IsOfClass(c, kLetterClass); }  // With or without case.
inline bool IsDigit(char32_t c) { return IsOfClass(c, kDigitClass); }    // Of any script.
inline bool IsMark(char32_t c) {
  return IsOfClass(c, kMarkClass);
}  // Combines with what is before.
inline bool IsWordChar(char32_t c) { return IsOfClass(c, kLetterClass | kDigitClass | kMarkClass); }
bool IsEmoji(char32_t c);      // Drawn as a picture by default; not digits, # and *.
bool IsEmojiTail(char32_t c);  // Joiners, variation selectors and skin tones after an emoji.
bool IsFormat(char32_t c);     // Invisible: joiners, directions, soft hyphens.
bool IsIdeograph(char32_t c);  // Han, kana, hangul: scripts without spaces between sentences.
bool IsVowel(char32_t c);      // Latin and Cyrillic, any case.
inline bool IsCyrillic(char32_t c) { return c >= 0x400 && c <= 0x52F; }
bool IsCyrillic(std::u32string_view word);  // All of its characters, of which there is one or more.

char32_t ToLower(char32_t c);
std::u32string ToLower(std::u32string_view text);
std::u32string_view TrimSpace(std::u32string_view text);

// For tables of words that are looked up without a copy, with std::equal_to<>.
struct WordHash : std::hash<std::u32string_view> {
  using is_transparent = void;
};

}  // namespace nexy
