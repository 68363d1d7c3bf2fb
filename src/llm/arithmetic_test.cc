#include "llm/arithmetic.h"

#include <gtest/gtest.h>

#include <string>

namespace nexy {
namespace {

std::string Answer(std::string_view prompt) {
  const auto result = WorkOut(prompt);
  if (!result) return "none";
  switch (result->outcome) {
    case Arithmetic::kExact: return result->number;
    case Arithmetic::kRounded: return "~" + result->number;
    case Arithmetic::kDivisionByZero: return "division by zero";
    case Arithmetic::kNegativeRoot: return "negative root";
    case Arithmetic::kTooBig: return "too big";
  }
  return "";
}

TEST(Arithmetic, WorksOutWhatIsWritten) {
  EXPECT_EQ(Answer("2+2"), "4");
  EXPECT_EQ(Answer("0.1 + 0.2"), "0.3");
  EXPECT_EQ(Answer("0,1 + 0,2"), "0.3");
  EXPECT_EQ(Answer("7 - 10"), "-3");
  EXPECT_EQ(Answer("-3 * -4"), "12");
  EXPECT_EQ(Answer("2 + 3 * 4"), "14");
  EXPECT_EQ(Answer("(2 + 3) * 4 ="), "20");
  EXPECT_EQ(Answer("1,250 + 1"), "1251");
  EXPECT_EQ(Answer("1 000 000 / 8"), "125000");
  EXPECT_EQ(Answer("2^10"), "1024");
  EXPECT_EQ(Answer("2^3^2"), "512");
  EXPECT_EQ(Answer("12 × 12"), "144");
  EXPECT_EQ(Answer("10 : 4"), "2.5");
}

TEST(Arithmetic, UnderstandsEnglishSpeech) {
  EXPECT_EQ(Answer("What is 15 percent of 240?"), "36");
  EXPECT_EQ(Answer("what's twenty-five times four"), "100");
  EXPECT_EQ(Answer("How much is two hundred and five plus ten?"), "215");
  EXPECT_EQ(Answer("calculate three point one four times two"), "6.28");
  EXPECT_EQ(Answer("ten divided by four"), "2.5");
  EXPECT_EQ(Answer("one thousand two hundred thirty four minus thirty four"), "1200");
  EXPECT_EQ(Answer("what is the square root of 144"), "12");
  EXPECT_EQ(Answer("five squared"), "25");
  EXPECT_EQ(Answer("two to the power of ten"), "1024");
  EXPECT_EQ(Answer("subtract 3 from 10"), "7");
  EXPECT_EQ(Answer("add 2 and 3"), "5");
  EXPECT_EQ(Answer("multiply 6 by 7"), "42");
  EXPECT_EQ(Answer("divide 10 by 4"), "2.5");
  EXPECT_EQ(Answer("half of 9"), "4.5");
  EXPECT_EQ(Answer("200 plus 10%"), "220");
}

TEST(Arithmetic, UnderstandsRussianSpeech) {
  EXPECT_EQ(Answer("Сколько будет два умножить на три?"), "6");
  EXPECT_EQ(Answer("сколько будет 15 процентов от 240"), "36");
  EXPECT_EQ(Answer("двести сорок пять плюс сто"), "345");
  EXPECT_EQ(Answer("десять разделить на четыре"), "2.5");
  EXPECT_EQ(Answer("дважды два"), "none");
  EXPECT_EQ(Answer("пять в квадрате"), "25");
  EXPECT_EQ(Answer("корень из девяти"), "3");
  EXPECT_EQ(Answer("к двум прибавить три"), "5");
  EXPECT_EQ(Answer("от десяти отнять три"), "7");
  EXPECT_EQ(Answer("из десяти вычесть 3"), "7");
  EXPECT_EQ(Answer("вычти 3 из 10"), "7");
  EXPECT_EQ(Answer("сложи 2 и 3"), "5");
  EXPECT_EQ(Answer("раздели сто на восемь"), "12.5");
  EXPECT_EQ(Answer("три целых пять десятых умножить на два"), "7");
  EXPECT_EQ(Answer("три запятая четырнадцать плюс 1"), "4.14");
  EXPECT_EQ(Answer("тысяча двести минус двести"), "1000");
  EXPECT_EQ(Answer("пятнадцать процентов от двухсот сорока"), "36");
  EXPECT_EQ(Answer("2 на 2"), "4");
  EXPECT_EQ(Answer("2,5 миллиона плюс один"), "2500001");
}

TEST(Arithmetic, SaysWhenARoundedResultIsNotExact) {
  EXPECT_EQ(Answer("1/3"), "~0.333333");
  EXPECT_EQ(Answer("square root of 2"), "~1.414214");
  EXPECT_EQ(Answer("1/7000"), "~0.000142857");
}

TEST(Arithmetic, NamesWhatHasNoAnswer) {
  EXPECT_EQ(Answer("5 / 0"), "division by zero");
  EXPECT_EQ(Answer("пять разделить на ноль"), "division by zero");
  EXPECT_EQ(Answer("0 ^ -1"), "division by zero");
  EXPECT_EQ(Answer("square root of -4"), "negative root");
  EXPECT_EQ(Answer("9^999"), "too big");
  EXPECT_EQ(Answer("9^9^9^9"), "too big");
  EXPECT_EQ(Answer("10^30 * 10^30"), "too big");
}

TEST(Arithmetic, LeavesEverythingElseAlone) {
  for (const char* prompt : {"", "?", "5", "what is two", "hello", "2 +", "+ 2 2", "2 2", "what is the time",
                             "read line 3", "1 2 3 + ", "((((", "twenty ten plus one", "what is love", "add", "of", "и", "на",
                             "ninety hundred million thousand plus", "\xff\xfe 2+2", "2 + two apples"}) {
    EXPECT_EQ(Answer(prompt), "none") << prompt;
  }
}

TEST(Arithmetic, SurvivesDeepAndLongPrompts) {
  EXPECT_EQ(Answer(std::string(300, '(') + "1"), "none");
  EXPECT_EQ(Answer(std::string(390, '-') + "1"), "none");
  EXPECT_EQ(Answer(std::string(10'000'000, '1')), "none");
  EXPECT_EQ(Answer(std::string(50, '1') + "+1"), "none");
}

}  // namespace
}  // namespace nexy
