#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "llm/arithmetic_tokens.h"

namespace nexy {
namespace {

// The words of one number, from the greatest to the least. "Two hundred thousand and five" is kept
// as 200000 in `whole` and 5 in `group`.
class SpokenNumber {
 public:
  bool Add(const Token& word) {
    if (word.multiplies) return Multiply(word.value);
    // After "twenty" comes a unit, after "hundred" something below a hundred.
    if (any_ && word.value >= room_) return false;
    group_ += word.value;
    room_ = word.value >= 100 ? 100 : word.value >= 20 && word.is_word ? 10 : 1;
    any_ = true;
    return true;
  }

  bool any() const { return any_; }
  bool may_go_on_with_and() const { return any_ && after_multiplier_; }
  Rational value() const { return whole_ + group_; }

 private:
  bool Multiply(const Rational& by) {
    if (any_ && by >= smallest_) return false;
    const Rational times = group_ == 0 ? Rational(1) : group_;
    if (by == 100) {
      group_ = times * 100;
      room_ = 100;
    } else {
      whole_ += times * by;
      group_ = 0;
      smallest_ = by;
      room_ = by;
    }
    any_ = after_multiplier_ = true;
    return true;
  }

  Rational whole_, group_;
  Rational room_ = 1'000'000'000;          // What is added next is less.
  Rational smallest_ = 1'000'000'000'000;  // The next multiplier is less.
  bool any_ = false;
  bool after_multiplier_ = false;
};

int Denominator(Sign sign) {
  switch (sign) {
    case Sign::kTenths: return 10;
    case Sign::kHundredths: return 100;
    case Sign::kThousandths: return 1000;
    default: return 0;
  }
}

class Joiner {
 public:
  explicit Joiner(const std::vector<Token>& tokens) : tokens_(tokens) {}

  std::optional<std::vector<Token>> Join() {
    while (at_ < tokens_.size()) {
      if (tokens_[at_].sign != Sign::kNumber) {
        result_.push_back(tokens_[at_++]);
        continue;
      }
      std::optional<Rational> number = Whole();
      if (!number) return std::nullopt;
      if (at_ < tokens_.size() && tokens_[at_].sign == Sign::kPoint && !Fraction(*number)) {
        return std::nullopt;
      }
      result_.push_back({Sign::kNumber, *std::move(number)});
    }
    return std::move(result_);
  }

 private:
  bool IsNumber(std::size_t i) const {
    return i < tokens_.size() && tokens_[i].sign == Sign::kNumber;
  }

  std::optional<Rational> Whole() {
    SpokenNumber number;
    while (at_ < tokens_.size()) {
      if (tokens_[at_].sign == Sign::kAnd && number.may_go_on_with_and() && IsNumber(at_ + 1) &&
          tokens_[at_ + 1].is_word) {
        ++at_;
        continue;
      }
      if (!IsNumber(at_)) break;
      if (!number.Add(tokens_[at_])) return std::nullopt;
      ++at_;
    }
    return number.value();
  }

  // "point one four", "запятая четырнадцать", "целых пять десятых" added to `number`.
  bool Fraction(Rational& number) {
    ++at_;
    std::string digits;
    Rational sum;
    for (; IsNumber(at_); ++at_) {
      const Rational& value = tokens_[at_].value;
      if (tokens_[at_].multiplies || denominator(value) != 1) return false;
      digits += boost::multiprecision::numerator(value).str();
      sum += value;
    }
    if (digits.empty() || digits.size() > 20) return false;
    if (const int parts = at_ < tokens_.size() ? Denominator(tokens_[at_].sign) : 0; parts != 0) {
      ++at_;
      number += sum / parts;
      return true;
    }
    Rational scale = 1;
    for (std::size_t i = 0; i < digits.size(); ++i) scale *= 10;
    number += Rational(boost::multiprecision::cpp_int(WithoutZeros(digits))) / scale;
    return true;
  }

  // A leading 0 would make the library read octal.
  static std::string WithoutZeros(const std::string& digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string::npos ? "0" : digits.substr(first);
  }

  const std::vector<Token>& tokens_;
  std::size_t at_ = 0;
  std::vector<Token> result_;
};

}  // namespace

std::optional<std::vector<Token>> JoinNumberWords(const std::vector<Token>& tokens) {
  return Joiner(tokens).Join();
}

}  // namespace nexy
