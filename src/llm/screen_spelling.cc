#include "llm/screen_spelling.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "llm/offline_words.h"
#include "text/unicode.h"

namespace nexy {
namespace {

using Words = std::vector<std::u16string>;

constexpr std::size_t kSpelledMaxChars = 80;

enum class Kind { kNone, kCode, kPrice, kOther };

template <typename Set>
bool IsIn(const Set& set, const std::u16string& word) {
  return std::find(set.begin(), set.end(), word) != set.end();
}

bool Begins(const std::u16string& word, std::u16string_view stem) { return word.starts_with(stem); }

bool IsFiller(const std::u16string& word) {
  static constexpr std::array<std::u16string_view, 22> kFillers = {
      u"the", u"a",  u"an", u"my", u"this", u"that",  u"it",  u"word", u"please", u"on",   u"screen",
      u"me",  u"is", u"of", u"to", u"это",  u"этот",  u"эту", u"слово", u"пожалуйста", u"мне", u"мой"};
  return IsIn(kFillers, word);
}

Kind KindOf(const std::u16string& word) {
  static constexpr std::array<std::u16string_view, 14> kCodes = {
      u"code",  u"password", u"pin",  u"key",    u"serial", u"id",    u"coupon",
      u"номер", u"код",      u"парол", u"пин", u"ключ",   u"промокод", u"number"};
  static constexpr std::array<std::u16string_view, 12> kPrices = {
      u"price", u"sum",  u"total",  u"amount", u"cost",  u"balance",
      u"цен",   u"сумм", u"стоимост", u"итог", u"баланс", u"счет"};
  static constexpr std::array<std::u16string_view, 14> kOthers = {
      u"name", u"surname", u"address", u"email", u"mail", u"title", u"link",
      u"им",   u"фамили",  u"адрес",   u"почт",  u"назван", u"ссылк", u"логин"};
  const auto begins = [&word](std::u16string_view stem) {
    return Begins(word, stem) && word.size() <= stem.size() + 3;
  };
  if (std::any_of(kCodes.begin(), kCodes.end(), begins)) return Kind::kCode;
  if (std::any_of(kPrices.begin(), kPrices.end(), begins)) return Kind::kPrice;
  if (std::any_of(kOthers.begin(), kOthers.end(), begins)) return Kind::kOther;
  return Kind::kNone;
}

Words Wanted(const std::string& asked) {
  Words wanted = SpokenWords(asked).words();
  std::erase_if(wanted, [](const std::u16string& word) { return IsFiller(word); });
  return wanted;
}

// What looks like one is none without its label.
bool IsSecret(const std::u16string& word) {
  return Begins(word, u"pass") || Begins(word, u"парол") || word == u"pin" || Begins(word, u"пин");
}

// «кода» and «код»; "codes" and "code".
bool IsLike(const std::u16string& there, const std::u16string& wanted) {
  if (there == wanted) return true;
  const std::size_t stem = wanted.size() > 4 ? wanted.size() - 2 : wanted.size() - 1;
  return wanted.size() > 2 && there.size() <= wanted.size() + 2 && there.starts_with(wanted.substr(0, stem));
}

std::string Trimmed(std::string_view text) {
  std::u32string characters = DecodeUtf8(text);
  const auto drop = [](char32_t c) {
    return IsSpace(c) || std::u32string_view(U":;,.—–-=|«»“”\"").find(c) != std::u32string_view::npos;
  };
  while (!characters.empty() && drop(characters.back())) characters.pop_back();
  const auto begin = std::find_if_not(characters.begin(), characters.end(), drop);
  return EncodeUtf8(std::u32string(begin, characters.end()));
}

bool IsCodeToken(std::u32string_view token) {
  const auto digits = std::count_if(token.begin(), token.end(), IsDigit);
  const auto capitals = std::count_if(token.begin(), token.end(), IsUpper);
  const bool small = std::any_of(token.begin(), token.end(), IsLower);
  const bool time = token.find(U':') != token.npos;
  const bool year = token.size() == 4 && (token.starts_with(U"19") || token.starts_with(U"20"));
  return !time && !year && ((digits >= 4) || (digits >= 1 && capitals >= 1 && !small && token.size() >= 4));
}

bool IsPriceToken(std::u32string_view token) {
  const bool sign = token.find_first_of(U"$€£₽¥₴₸₹") != token.npos;
  return sign && std::any_of(token.begin(), token.end(), IsDigit);
}

// The first word of `line` that `fits`; a currency sign that stands apart belongs to its number.
std::string FirstToken(const std::string& line, bool (*fits)(std::u32string_view)) {
  std::u32string text = DecodeUtf8(line);
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const bool joined = text[i] == U' ' && (IsDigit(text[i - 1]) || text[i - 1] == U'$') &&
                        std::u32string_view(U"€₽$£₴₸").find(text[i + 1]) != std::u32string_view::npos;
    if (joined && fits == IsPriceToken) text[i] = 0xA0;
  }
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(U' ', begin), text.size());
    const std::u32string_view token = std::u32string_view(text).substr(begin, end - begin);
    if (fits(token)) return Trimmed(EncodeUtf8(token));
    begin = end + 1;
  }
  return "";
}

// Where the wanted words stand in the line; the word after them.
std::optional<std::size_t> EndOf(const Words& there, const Words& wanted) {
  const auto found = std::search(there.begin(), there.end(), wanted.begin(), wanted.end(), IsLike);
  if (wanted.empty() || found == there.end()) return std::nullopt;
  return static_cast<std::size_t>(found - there.begin()) + wanted.size();
}

// The line beside or below a label that stands alone.
std::string LineAfter(const ScreenText& screen, std::size_t label) {
  return label + 1 < screen.lines.size() ? Trimmed(screen.lines[label + 1].text) : "";
}

}  // namespace

bool IsKindToSpell(const std::string& asked) {
  const Words wanted = Wanted(asked);
  return wanted.empty() || std::all_of(wanted.begin(), wanted.end(), [](const std::u16string& word) {
           return KindOf(word) != Kind::kNone;
         });
}

std::string FindWhatToSpell(const ScreenText& screen, const std::string& asked) {
  const Words wanted = Wanted(asked);
  const Kind kind = wanted.empty() ? Kind::kNone : KindOf(wanted.back());
  for (std::size_t i = 0; i < screen.lines.size(); ++i) {
    const SpokenWords there(screen.lines[i].text);
    const std::optional<std::size_t> end = EndOf(there.words(), wanted);
    if (!end) continue;
    const std::size_t count = there.words().size();
    const std::string value = *end < count ? Trimmed(there.Original(*end, count)) : "";
    if (kind == Kind::kNone) return there.Original(*end - wanted.size(), *end);
    const auto fits = kind == Kind::kPrice ? IsPriceToken : IsCodeToken;
    const std::string line = value.empty() ? LineAfter(screen, i) : screen.lines[i].text;
    if (kind != Kind::kOther) {
      const std::string token = FirstToken(line, fits);
      if (!token.empty()) return token;
    }
    if (!line.empty()) return value.empty() ? line : value;
  }
  if ((kind != Kind::kCode && kind != Kind::kPrice) || IsSecret(wanted.back())) return "";
  for (const ScreenLine& line : screen.lines) {
    const std::string token = FirstToken(line.text, kind == Kind::kPrice ? IsPriceToken : IsCodeToken);
    if (!token.empty()) return token;
  }
  return "";
}

std::string WhatToSpellOf(std::string_view answer) {
  const std::u32string text = DecodeUtf8(answer);
  const std::size_t open = text.find_first_of(U"“«\"");
  if (open != text.npos) {
    const std::size_t close = text.find_first_of(U"”»\"", open + 1);
    if (close != text.npos && close > open + 1 && close - open <= kSpelledMaxChars) {
      return EncodeUtf8(text.substr(open + 1, close - open - 1));
    }
  }
  const std::string code = FirstToken(std::string(answer), IsCodeToken);
  if (!code.empty()) return code;
  return text.size() <= kSpelledMaxChars ? Trimmed(answer) : "";
}

}  // namespace nexy
