#pragma once

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

// Classes of characters; the ASCII part is decided without a table look-up in ICU.
bool IsSpace(char32_t c);    // White space, line ends, control characters.
bool IsLineEnd(char32_t c);  // \n and its Unicode relatives; \r is a space.
bool IsUpper(char32_t c);    // Upper or title case.
bool IsLower(char32_t c);
bool IsLetter(char32_t c);     // With or without case.
bool IsDigit(char32_t c);      // A decimal digit of any script.
bool IsMark(char32_t c);       // Combines with the character before it.
bool IsEmoji(char32_t c);      // Drawn as a picture by default; not digits, # and *.
bool IsEmojiTail(char32_t c);  // Joiners, variation selectors and skin tones after an emoji.
bool IsFormat(char32_t c);     // Invisible: joiners, directions, soft hyphens.
bool IsIdeograph(char32_t c);  // Han, kana, hangul: scripts without spaces between sentences.
bool IsVowel(char32_t c);      // Latin and Cyrillic, any case.
inline bool IsCyrillic(char32_t c) { return c >= 0x400 && c <= 0x52F; }
bool IsCyrillic(std::u32string_view word);  // All of its characters, of which there is one or more.
inline bool IsWordChar(char32_t c) { return IsLetter(c) || IsDigit(c) || IsMark(c); }

char32_t ToLower(char32_t c);
std::u32string ToLower(std::u32string_view text);
std::u32string_view TrimSpace(std::u32string_view text);

// For tables of words that are looked up without a copy, with std::equal_to<>.
struct WordHash : std::hash<std::u32string_view> {
  using is_transparent = void;
};

}  // namespace nexy
