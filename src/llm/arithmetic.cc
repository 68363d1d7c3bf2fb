#include "llm/arithmetic.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "llm/arithmetic_tokens.h"

namespace nexy {
namespace {

using boost::multiprecision::cpp_int;

constexpr std::size_t kMaxBits = 4096;
constexpr int kMaxDepth = 32;
constexpr int kMaxExponent = 1000;
constexpr std::size_t kMaxSpokenDigits = 36;
constexpr int kExactDecimals = 12;
constexpr int kRoundedDigits = 6;

std::size_t Bits(const cpp_int& number) { return number == 0 ? 0 : msb(abs(number)) + 1; }

// Recursive descent over the signs:
//   sum = product {(+|-) product}      product = power {(*|/) power}
//   power = operand [^ power]          operand = [-] (number|(sum)|root|half) {squared|%}
// After the first failure nothing more is worked out.
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::optional<Calculation> Parse();

 private:
  Sign Next() const { return at_ < tokens_.size() ? tokens_[at_].sign : Sign::kNothing; }
  bool Take(Sign sign) {
    if (Next() != sign) return false;
    ++at_;
    return true;
  }

  Rational Sum();
  Rational Product();
  Rational Power();
  Rational Operand();
  Rational Primary();
  Rational WithSuffixes(Rational value);
  Rational Root(const Rational& value);
  Rational Raise(const Rational& base, const Rational& exponent);
  Rational Divide(const Rational& a, const Rational& b);
  Rational Checked(Rational value);

  void Fail(Arithmetic why) {
    if (!failure_) failure_ = why;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int operations_ = 0;
  bool understood_ = true;
  bool rounded_ = false;
  bool percent_ = false;  // The operand that was read last is a bare percentage.
  std::optional<Arithmetic> failure_;
};

Rational Parser::Checked(Rational value) {
  if (Bits(numerator(value)) <= kMaxBits && Bits(denominator(value)) <= kMaxBits) return value;
  Fail(Arithmetic::kTooBig);
  return 1;
}

Rational Parser::Sum() {
  Rational total = Product();
  while (understood_) {
    const bool plus = Take(Sign::kPlus);
    if (!plus && !Take(Sign::kMinus)) break;
    ++operations_;
    percent_ = false;
    Rational next = Product();
    if (percent_) next *= total;  // "200 plus 10%" is 220.
    percent_ = false;
    total = Checked(plus ? Rational(total + next) : Rational(total - next));
  }
  return total;
}

Rational Parser::Product() {
  Rational total = Power();
  while (understood_) {
    const bool times = Take(Sign::kTimes) || Take(Sign::kBy);
    if (!times && !Take(Sign::kDivide)) break;
    ++operations_;
    const Rational next = Power();
    total = times ? Checked(total * next) : Divide(total, next);
    percent_ = false;
  }
  return total;
}

Rational Parser::Power() {
  if (++depth_ > kMaxDepth) understood_ = false;
  Rational base = understood_ ? Operand() : Rational(0);
  if (understood_ && Take(Sign::kPower)) {
    ++operations_;
    base = Raise(base, Power());
    percent_ = false;
  }
  --depth_;
  return base;
}

Rational Parser::Operand() {
  if (++depth_ > kMaxDepth) understood_ = false;
  Rational value;
  if (understood_ && Take(Sign::kMinus)) {
    value = -Power();
  } else if (understood_) {
    value = WithSuffixes(Primary());
  }
  --depth_;
  return value;
}

Rational Parser::Primary() {
  percent_ = false;
  if (Take(Sign::kRoot)) {
    Take(Sign::kFrom);
    ++operations_;
    return Root(Operand());
  }
  if (Take(Sign::kHalf)) {
    Take(Sign::kOf);
    ++operations_;
    return Operand() / 2;
  }
  if (Take(Sign::kOpen)) {
    Rational value = Sum();
    understood_ &= Take(Sign::kClose);
    return value;
  }
  if (Next() == Sign::kNumber) return tokens_[at_++].value;
  understood_ = false;
  return 0;
}

Rational Parser::WithSuffixes(Rational value) {
  while (understood_) {
    if (Take(Sign::kSquared)) {
      value = Checked(value * value);
      ++operations_;
    } else if (Take(Sign::kCubed)) {
      value = Checked(value * value * value);
      ++operations_;
    } else if (Take(Sign::kPercent)) {
      value /= 100;
      percent_ = true;
      if (Take(Sign::kOf)) {
        ++operations_;
        value = Checked(value * Power());
        percent_ = false;
      }
    } else {
      break;
    }
  }
  return value;
}

Rational Parser::Divide(const Rational& a, const Rational& b) {
  if (b != 0) return Checked(a / b);
  Fail(Arithmetic::kDivisionByZero);
  return 1;
}

Rational Parser::Raise(const Rational& base, const Rational& exponent) {
  if (denominator(exponent) != 1 || abs(exponent) > kMaxExponent) {
    Fail(Arithmetic::kTooBig);
    return 1;
  }
  const int power = static_cast<int>(numerator(exponent));
  const unsigned times = static_cast<unsigned>(std::abs(power));
  if (std::max(Bits(numerator(base)), Bits(denominator(base))) * times > kMaxBits) {
    Fail(Arithmetic::kTooBig);
    return 1;
  }
  const Rational raised(pow(numerator(base), times), pow(denominator(base), times));
  return power < 0 ? Divide(1, raised) : raised;
}

// Exact for squares of fractions, otherwise to 20 decimals.
Rational Parser::Root(const Rational& value) {
  if (value < 0) {
    Fail(Arithmetic::kNegativeRoot);
    return 1;
  }
  const cpp_int top = sqrt(numerator(value)), bottom = sqrt(denominator(value));
  if (top * top == numerator(value) && bottom * bottom == denominator(value)) {
    return Rational(top, bottom);
  }
  rounded_ = true;
  const cpp_int scale = pow(cpp_int(10), 20);
  return Rational(sqrt(cpp_int(numerator(value) * scale * scale / denominator(value))), scale);
}

// Digits of `value` rounded half up to `decimals`, without zeros at the end.
std::string Digits(const Rational& value, int decimals) {
  const cpp_int scale = pow(cpp_int(10), static_cast<unsigned>(decimals));
  const cpp_int scaled = (abs(numerator(value)) * scale * 2 + denominator(value)) / (denominator(value) * 2);
  std::string digits = scaled.str();
  const auto places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) {
    digits.insert(digits.size() - places, ".");
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
  }
  return value < 0 && digits != "0" ? "-" + digits : digits;
}

bool HasDecimals(const Rational& value, int decimals) {
  return pow(cpp_int(10), static_cast<unsigned>(decimals)) % denominator(value) == 0;
}

// How many decimals show kRoundedDigits digits that are not leading zeros.
int DecimalsToSay(const Rational& value) {
  int decimals = kRoundedDigits;
  for (Rational size = abs(value); size != 0 && size * 10 < 1 && decimals < kExactDecimals; size *= 10) {
    ++decimals;
  }
  return decimals;
}

Calculation Say(const Rational& value, bool rounded) {
  const bool exact = !rounded && HasDecimals(value, kExactDecimals);
  Calculation result{exact ? Arithmetic::kExact : Arithmetic::kRounded,
                     Digits(value, exact ? kExactDecimals : DecimalsToSay(value))};
  if (result.number.size() > kMaxSpokenDigits) return {Arithmetic::kTooBig, ""};
  return result;
}

// "multiply 3 by 4", "subtract 3 from 5", "сложи 2 и 3" with the sign between the operands.
bool MoveVerb(std::vector<Token>& tokens) {
  constexpr std::pair<Sign, Sign> kVerbs[] = {{Sign::kAdd, Sign::kPlus},
                                              {Sign::kSubtract, Sign::kMinus},
                                              {Sign::kMultiply, Sign::kTimes},
                                              {Sign::kDivideVerb, Sign::kDivide}};
  const auto* verb = std::ranges::find(kVerbs, tokens.front().sign, &std::pair<Sign, Sign>::first);
  if (verb == std::end(kVerbs)) return true;
  const auto joint = std::ranges::find_if(tokens, [](const Token& token) {
    return token.sign == Sign::kBy || token.sign == Sign::kAnd || token.sign == Sign::kFrom ||
           token.sign == Sign::kOf;
  });
  if (joint == tokens.end()) return false;
  std::vector<Token> first(tokens.begin() + 1, joint), second(joint + 1, tokens.end());
  const bool swapped = verb->first == Sign::kSubtract;  // "from", "из", "от".
  if (swapped) first.swap(second);
  first.push_back({verb->second, 0});
  first.insert(first.end(), second.begin(), second.end());
  tokens = std::move(first);
  return true;
}

std::optional<Calculation> Parser::Parse() {
  const Rational value = Sum();
  if (!understood_ || at_ != tokens_.size() || operations_ == 0) return std::nullopt;
  if (failure_) return Calculation{*failure_, ""};
  return Say(value, rounded_);
}

}  // namespace

std::optional<Calculation> WorkOut(std::string_view prompt) {
  const auto cut = CutExpression(prompt);
  if (!cut || cut->empty()) return std::nullopt;
  auto tokens = JoinNumberWords(*cut);
  if (!tokens) return std::nullopt;
  // "к двум прибавить три", "от десяти отнять три".
  const auto leads = [](Sign sign) {
    return sign == Sign::kAnd || sign == Sign::kOf || sign == Sign::kFrom;
  };
  if (leads(tokens->front().sign)) tokens->erase(tokens->begin());
  if (tokens->empty() || !MoveVerb(*tokens)) return std::nullopt;
  return Parser(*std::move(tokens)).Parse();
}

}  // namespace nexy
