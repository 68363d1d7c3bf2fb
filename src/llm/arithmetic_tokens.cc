#include "llm/arithmetic_tokens.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "llm/number_words.h"
#include "llm/offline_words.h"

namespace nexy {
namespace {

constexpr std::size_t kMaxPromptBytes = 400;
constexpr std::size_t kMaxDigits = 40;
constexpr std::size_t kMaxPhraseWords = 4;

struct Phrase {
  std::u16string_view pattern;  // See MatchWords; without stars.
  Sign sign;
};

// Tried with the longest run of words first.
constexpr std::array kPhrases = {
    Phrase{u"plus|плюс", Sign::kPlus},
    Phrase{u"прибавить|добавить", Sign::kPlus},
    Phrase{u"added to", Sign::kPlus},
    Phrase{u"minus|minos|less|минус|отнять|вычесть", Sign::kMinus},
    Phrase{u"take away", Sign::kMinus},
    Phrase{u"times|x|х", Sign::kTimes},
    Phrase{u"multiplied by", Sign::kTimes},
    Phrase{u"умножить|умноженное|умноженные|умножим|помножить|помноженное на", Sign::kTimes},
    Phrase{u"умножить|умноженное|помножить", Sign::kTimes},
    Phrase{u"divided by", Sign::kDivide},
    Phrase{u"over", Sign::kDivide},
    Phrase{u"разделить|поделить|делить|деленное|разделенное|поделенное на", Sign::kDivide},
    Phrase{u"to the power of?", Sign::kPower},
    Phrase{u"raised to the power", Sign::kPower},
    Phrase{u"в степени", Sign::kPower},
    Phrase{u"percent|percents|pct|процент|процента|процентов", Sign::kPercent},
    Phrase{u"per cent", Sign::kPercent},
    Phrase{u"of|от", Sign::kOf},
    Phrase{u"squared", Sign::kSquared},
    Phrase{u"в квадрате", Sign::kSquared},
    Phrase{u"cubed", Sign::kCubed},
    Phrase{u"в кубе", Sign::kCubed},
    Phrase{u"square root of", Sign::kRoot},
    Phrase{u"root of", Sign::kRoot},
    Phrase{u"квадратный? корень из", Sign::kRoot},
    Phrase{u"корень", Sign::kRoot},
    Phrase{u"half|половина|половину", Sign::kHalf},
    Phrase{u"by|на", Sign::kBy},
    Phrase{u"and|и|с", Sign::kAnd},
    Phrase{u"to|к", Sign::kAnd},
    Phrase{u"from|из", Sign::kFrom},
    Phrase{u"add|sum|сложи|сложить|сложите|прибавь|прибавьте|добавь|сумма|сумму", Sign::kAdd},
    Phrase{u"sum of", Sign::kAdd},
    Phrase{u"subtract|вычти|вычтите|отними|отнимите", Sign::kSubtract},
    Phrase{u"multiply|умножь|умножьте|помножь|перемножь", Sign::kMultiply},
    Phrase{u"product of", Sign::kMultiply},
    Phrase{u"divide|раздели|разделите|подели", Sign::kDivideVerb},
    Phrase{u"point|dot|запятая|точка|целых|целая|целые", Sign::kPoint},
    Phrase{u"десятых|десятая", Sign::kTenths},
    Phrase{u"сотых|сотая", Sign::kHundredths},
    Phrase{u"тысячных|тысячная", Sign::kThousandths},
    Phrase{u"what|whats|how is|are|much|many|does|do is|are?", Sign::kNothing},
    Phrase{u"what|whats|is|are|please|the|a|result|equal|equals|make|makes|give|nexy|hey", Sign::kNothing},
    Phrase{u"calculate|compute|evaluate|count|tell|me|work|out|so|ok|okay|can|could|you", Sign::kNothing},
    Phrase{u"equal|equals to", Sign::kNothing},
    Phrase{u"сколько|чему|а|ну будет|равно|равен|равна|это?", Sign::kNothing},
    Phrase{u"скажи|посчитай|подсчитай|вычисли|сосчитай|реши|найди|пожалуйста|мне|будет|равно|равняется|нэкси|можешь|посчитать|это", Sign::kNothing},
};

// Cuts one prompt, from left to right.
class Cutter {
 public:
  explicit Cutter(std::string_view prompt)
      : text_(icu::UnicodeString::fromUTF8({prompt.data(), static_cast<int>(prompt.size())})) {
    for (int i = 0; i < text_.length(); ++i) cyrillic_ |= text_[i] >= 0x400 && text_[i] <= 0x45f;
  }

  std::optional<std::vector<Token>> Cut() {
    while (at_ < text_.length()) {
      const char16_t c = text_[at_];
      if (IsDigit(at_)) {
        if (!CutNumber()) return std::nullopt;
      } else if (u_isalpha(c)) {
        if (!CutWords()) return std::nullopt;
      } else if (!CutSign(c)) {
        return std::nullopt;
      }
    }
    return std::move(tokens_);
  }

 private:
  bool IsDigit(int i) const { return i < text_.length() && text_[i] >= u'0' && text_[i] <= u'9'; }

  // Whether the three characters after `i` are the last digits of a group of thousands.
  bool IsGroup(int i) const {
    return IsDigit(i + 1) && IsDigit(i + 2) && IsDigit(i + 3) && !IsDigit(i + 4);
  }

  // "1234", "1 234", "1,234" (English), "3.5", "3,5".
  bool CutNumber() {
    std::string digits;
    std::size_t decimals = 0;
    bool fraction = false;
    const int begin = at_;
    for (; at_ < text_.length(); ++at_) {
      const char16_t c = text_[at_];
      if (IsDigit(at_)) {
        digits += static_cast<char>(c);
        decimals += fraction;
      } else if (!fraction && digits[0] != '0' && at_ - begin <= 23 && IsGroup(at_) &&
                 ((c == u',' && !cyrillic_) || c == u' ' || c == u'\u00a0' || c == u'\u202f')) {
        continue;
      } else if (!fraction && (c == u'.' || c == u',') && IsDigit(at_ + 1)) {
        fraction = true;
      } else {
        break;
      }
    }
    if (digits.size() > kMaxDigits) return false;
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    Rational value{boost::multiprecision::cpp_int(digits)};
    for (std::size_t i = 0; i < decimals; ++i) value /= 10;
    tokens_.push_back({Sign::kNumber, std::move(value)});
    return true;
  }

  // As many phrases and number words as stand here without a sign between them.
  bool CutWords() {
    const int begin = at_;
    while (at_ < text_.length() && (u_isalpha(text_[at_]) || IsInside(at_))) ++at_;
    std::string utf8;
    text_.tempSubString(begin, at_ - begin).toUTF8String(utf8);
    const std::vector<std::u16string> words = SpokenWords(utf8).words();
    for (std::size_t i = 0; i < words.size();) {
      const std::size_t taken = TakePhrase(words, i);
      if (taken == 0) return false;
      i += taken;
    }
    return true;
  }

  // Space, apostrophe, accent; the hyphen of "twenty-five", which is no minus.
  bool IsInside(int i) const {
    const char16_t c = text_[i];
    if (c == u'-' || c == u'‐') return u_isalpha(text_[i - 1]) && u_isalpha(text_[i + 1]);
    return c == u' ' || c == u'\'' || c == u'’' || u_getCombiningClass(c) != 0;
  }

  std::size_t TakePhrase(const std::vector<std::u16string>& words, std::size_t first) {
    for (std::size_t length = std::min(kMaxPhraseWords, words.size() - first); length > 0; --length) {
      const auto begin = words.begin() + static_cast<std::ptrdiff_t>(first);
      const std::vector<std::u16string> run(begin, begin + static_cast<std::ptrdiff_t>(length));
      for (const Phrase& phrase : kPhrases) {
        if (!MatchWords(phrase.pattern, run)) continue;
        if (phrase.sign != Sign::kNothing) tokens_.push_back({phrase.sign, 0});
        return length;
      }
    }
    const std::optional<NumberWord> number = FindNumberWord(words[first]);
    if (!number) return 0;
    tokens_.push_back({Sign::kNumber, number->value, true, number->multiplies});
    return 1;
  }

  bool CutSign(char16_t c) {
    ++at_;
    switch (c) {
      case u'+': tokens_.push_back({Sign::kPlus, 0}); return true;
      case u'-': case u'−': case u'–': tokens_.push_back({Sign::kMinus, 0}); return true;
      case u'*':
        if (at_ < text_.length() && text_[at_] == u'*') {
          ++at_;
          tokens_.push_back({Sign::kPower, 0});
        } else {
          tokens_.push_back({Sign::kTimes, 0});
        }
        return true;
      case u'×': case u'·': tokens_.push_back({Sign::kTimes, 0}); return true;
      case u'/': case u':': case u'÷': tokens_.push_back({Sign::kDivide, 0}); return true;
      case u'^': tokens_.push_back({Sign::kPower, 0}); return true;
      case u'%': tokens_.push_back({Sign::kPercent, 0}); return true;
      case u'√': tokens_.push_back({Sign::kRoot, 0}); return true;
      case u'²': tokens_.push_back({Sign::kSquared, 0}); return true;
      case u'³': tokens_.push_back({Sign::kCubed, 0}); return true;
      case u'(': tokens_.push_back({Sign::kOpen, 0}); return true;
      case u')': tokens_.push_back({Sign::kClose, 0}); return true;
      case u'=': case u'?': case u'!': case u'.': case u',': return true;
      default: return u_isUWhiteSpace(c) != 0;
    }
  }

  const icu::UnicodeString text_;
  bool cyrillic_ = false;
  int at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::optional<std::vector<Token>> CutExpression(std::string_view prompt) {
  if (prompt.size() > kMaxPromptBytes) return std::nullopt;
  return Cutter(prompt).Cut();
}

}  // namespace nexy
