#include "text/unicode.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace nexy {

namespace {

UChar32 Icu(char32_t c) { return static_cast<UChar32>(c); }

std::array<std::uint8_t, kFrequentEnd> ClassesOfFrequent() {
  std::array<std::uint8_t, kFrequentEnd> classes{};
  for (char32_t c = 0; c < kFrequentEnd; ++c) classes[c] = RareClasses(c);
  return classes;
}

constexpr char32_t kLowerEnd = 0x530;  // Latin, Greek, Cyrillic.

std::array<char32_t, kLowerEnd> LowerOfFrequent() {
  std::array<char32_t, kLowerEnd> lower{};
  for (char32_t c = 0; c < kLowerEnd; ++c) lower[c] = static_cast<char32_t>(u_tolower(Icu(c)));
  return lower;
}

const std::array<char32_t, kLowerEnd> kFrequentLower = LowerOfFrequent();

bool IsContinuation(unsigned char byte, unsigned char lower, unsigned char upper) {
  return byte >= lower && byte <= upper;
}

}  // namespace

// Whole characters of one and two bytes, which most texts are made of, are not put together byte by
// byte.
void Utf8Decoder::Push(std::string_view bytes, std::u32string& out) {
  const auto byte_at = [bytes](std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0u;
  };
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const char32_t byte = byte_at(at);
    const char32_t next = byte_at(at + 1);
    if (missing_ == 0 && byte < 0x80) {
      out.push_back(byte);
    } else if (missing_ == 0 && byte >= 0xC2 && byte <= 0xDF && (next & 0xC0) == 0x80) {
      out.push_back((byte & 0x1F) << 6 | (next & 0x3F));
      ++at;
    } else {
      PushByte(static_cast<unsigned char>(byte), out);
    }
  }
}

void Utf8Decoder::PushByte(unsigned char byte, std::u32string& out) {
  if (missing_ > 0) {
    if (IsContinuation(byte, lower_, upper_)) {
      partial_ = (partial_ << 6) | (byte & 0x3Fu);
      lower_ = 0x80;
      upper_ = 0xBF;
      if (--missing_ == 0) out.push_back(partial_);
      return;
    }
    Finish(out);
  }
  if (byte < 0x80) {
    out.push_back(byte);
  } else if (byte >= 0xC2 && byte <= 0xDF) {
    partial_ = byte & 0x1Fu;
    missing_ = 1;
  } else if (byte >= 0xE0 && byte <= 0xEF) {
    partial_ = byte & 0x0Fu;
    missing_ = 2;
    if (byte == 0xE0) lower_ = 0xA0;  // Overlong forms and surrogates are invalid.
    if (byte == 0xED) upper_ = 0x9F;
  } else if (byte >= 0xF0 && byte <= 0xF4) {
    partial_ = byte & 0x07u;
    missing_ = 3;
    if (byte == 0xF0) lower_ = 0x90;
    if (byte == 0xF4) upper_ = 0x8F;
  } else {
    out.push_back(kReplacementChar);
  }
}

void Utf8Decoder::Finish(std::u32string& out) {
  if (missing_ == 0) return;
  out.push_back(kReplacementChar);
  missing_ = 0;
  lower_ = 0x80;
  upper_ = 0xBF;
}

std::u32string DecodeUtf8(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  Utf8Decoder decoder;
  decoder.Push(text, out);
  decoder.Finish(out);
  return out;
}

namespace {

constexpr std::size_t kBytesMax = 4;

// Writes a character of at most kBytesMax bytes and returns where it ends.
char* WriteUtf8(char32_t c, char* to) {
  const auto put = [&to](char32_t value) { *to++ = static_cast<char>(value); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
  return to;
}

}  // namespace

std::string EncodeUtf8(std::u32string_view text) {
  std::string out(text.size() * kBytesMax, '\0');
  char* end = out.data();
  for (const char32_t c : text) end = WriteUtf8(c, end);
  out.resize(static_cast<std::size_t>(end - out.data()));
  return out;
}

void AppendUtf8(char32_t c, std::string& out) {
  std::array<char, kBytesMax> bytes{};
  out.append(bytes.data(), WriteUtf8(c, bytes.data()));
}

std::uint8_t RareClasses(char32_t c) {
  const std::uint32_t type = U_MASK(u_charType(Icu(c)));
  const auto classes_if = [type](std::uint32_t types, unsigned classes) {
    return (type & types) != 0 ? classes : 0u;
  };
  const bool control = c <= 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200B || c == 0xFEFF;
  return static_cast<std::uint8_t>(
      classes_if(control ? type : U_GC_Z_MASK, kSpaceClass) |
      classes_if(U_GC_LU_MASK | U_GC_LT_MASK, kUpperClass) | classes_if(U_GC_LL_MASK, kLowerClass) |
      classes_if(U_GC_L_MASK, kLetterClass) | classes_if(U_GC_ND_MASK, kDigitClass) |
      classes_if(U_GC_M_MASK, kMarkClass));
}

// At namespace scope: a guard for each look cost a tenth of the time.
const std::array<std::uint8_t, kFrequentEnd> kFrequentClasses = ClassesOfFrequent();

bool IsLineEnd(char32_t c) { return c == '\n' || c == 0x2028 || c == 0x2029 || c == 0x85; }

bool IsEmoji(char32_t c) {
  if (c < 0xA9) return false;
  return u_hasBinaryProperty(Icu(c), UCHAR_EMOJI_PRESENTATION) != 0 || c == U'ℹ' ||
         (c >= 0x2600 && c <= 0x27BF && u_hasBinaryProperty(Icu(c), UCHAR_EMOJI) != 0) ||
         (c >= 0x1F000 && u_hasBinaryProperty(Icu(c), UCHAR_EMOJI) != 0);
}

bool IsEmojiTail(char32_t c) {
  return c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF) ||
         c == 0x20E3 || (c >= 0xE0020 && c <= 0xE007F);
}

bool IsFormat(char32_t c) {
  if (c < 0xAD) return false;
  return c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

bool IsIdeograph(char32_t c) {
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
         (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

bool IsCyrillic(std::u32string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](char32_t c) { return IsCyrillic(c); });
}

bool IsVowel(char32_t c) {
  static constexpr std::u32string_view kVowels = U"aeiouyàáâäåæèéêëìíîïòóôöøùúûüœаеёиоуыэюяіїє";
  return kVowels.find(ToLower(c)) != std::u32string_view::npos;
}

char32_t ToLower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
  return c < kLowerEnd ? kFrequentLower[c] : static_cast<char32_t>(u_tolower(Icu(c)));
}

std::u32string ToLower(std::u32string_view text) {
  std::u32string out(text);
  for (char32_t& c : out) c = ToLower(c);
  return out;
}

std::u32string_view TrimSpace(std::u32string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace nexy
