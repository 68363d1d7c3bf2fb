#include "text/spoken_text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/sentence_segmenter.h"
#include "text/spoken_rules.h"

namespace nexy {
namespace {

std::string English(std::string_view sentence, NumberReading numbers = NumberReading::kSpoken) {
  return SpokenText(sentence, {Language::kEnglish, numbers});
}
std::string Russian(std::string_view sentence, NumberReading numbers = NumberReading::kSpoken) {
  return SpokenText(sentence, {Language::kRussian, numbers});
}

TEST(SpokenText, PlainWordsStay) {
  for (const char* text :
       {"Hello there.", "It’s well-known — “yes”, isn’t it?", "It is 10:30 or 2:15 PM.",
        "I like 5G, iPhone 15, H2O and 3D in the 1990s.", "The Porsche 911 and/or the 7/4.",
        "He has 9/10 at 1,024 points (1,024)."}) {
    EXPECT_EQ(English(text), text);
  }
  EXPECT_EQ(Russian("Windows 11 и шаг 1 откройте, 2 и 3."), "Windows 11 и шаг 1 откройте, 2 и 3.");
}

TEST(SpokenText, MoneyAndUnitsAreWordsThatAgree) {
  EXPECT_EQ(English("It costs 5 € or $5.99, $1, $1.5 million, $5M."),
            "It costs 5 euros or 5 dollars and 99 cents, 1 dollar, 1.5 million dollars, 5 million "
            "dollars.");
  EXPECT_EQ(English("A 5 GB file, 5GB, 3 km/h, 10 m², 1 kg, 20 °C, 99.9%."),
            "A 5 gigabyte file, 5 gigabytes, 3 kilometers per hour, 10 square meters, 1 kilogram, "
            "20 degrees Celsius, 99.9 percent.");
  EXPECT_EQ(Russian("21 ₽, 2 ₽, 5 ₽, 1,5 ₽, от 21 ₽"),
            "двадцать один рубль, два рубля, пять рублей, полтора рубля, от двадцати одного рубля");
  EXPECT_EQ(Russian("5 ГБ, 2 м², 21 °C, 22 сек. назад, 5 млн руб., 2,5 тыс. руб. за штуку"),
            "пять гигабайт, два квадратных метра, двадцать один градус Цельсия, двадцать две "
            "секунды назад, пять миллионов рублей, две целых пять десятых тысячи рублей за штуку");
}

TEST(SpokenText, SignsAreNamed) {
  EXPECT_EQ(English("2*3, a < b, x >= y, C#, R&D, #5, № 7, x², H₂O."),
            "2 times 3, a less than b, x greater than or equal to y, C sharp, R and D, number 5, "
            "number 7, "
            "x squared, H2O.");
  EXPECT_EQ(English("Use --help in __init__.py."),
            "Use dash dash help in underscore underscore init underscore underscore dot py.");
  EXPECT_EQ(English("Press ⌘⇧5."), "Press Command Shift 5.");
  EXPECT_EQ(English("-5 °C and 5 - 3 = 2."), "minus 5 degrees Celsius and 5 minus 3 equals 2.");
  EXPECT_EQ(English("See /usr/bin or https://a.com/b."),
            "See slash usr slash bin or https a dot com slash b.");
  EXPECT_EQ(English("| Name | Age |"), "Name, Age");
  EXPECT_EQ(Russian("Нажмите ⌘⇧5, № 5, a < b, 2*3."),
            "Нажмите Command Shift 5, номер 5, a меньше b, 2 умножить на 3.");
}

TEST(SpokenText, EmojiAreNamedAndOneThatIsRepeatedIsSaidOnce) {
  EXPECT_EQ(English("Done! 🎉🎉🎉"), "Done! party popper");
  EXPECT_EQ(English("Great 👍🏽"), "Great thumbs up");
  EXPECT_EQ(English("I ❤️ it"), "I red heart it");
  EXPECT_EQ(Russian("Готово! 🎉"), "Готово! хлопушка");
}

TEST(SpokenText, ASentenceOfSignsAloneCanBeHeard) {
  EXPECT_EQ(English("?!"), "question mark exclamation mark");
  EXPECT_EQ(English("→"), "right arrow");
  EXPECT_EQ(Russian("+"), "плюс");
  EXPECT_EQ(English("\xFF"), "unknown character");
  EXPECT_EQ(English(""), "");
}

TEST(SpokenText, RussianDatesAndYearsAreOrdinalsInTheirCase) {
  EXPECT_EQ(Russian("В 2024 году"), "В две тысячи двадцать четвёртом году");
  EXPECT_EQ(Russian("с 2010 по 2015 год"), "с две тысячи десятого по две тысячи пятнадцатый год");
  EXPECT_EQ(Russian("родился в 1990 г. в Москве"),
            "родился в тысяча девятьсот девяностом году в Москве");
  EXPECT_EQ(Russian("Встреча с 3 по 5 мая."), "Встреча с третьего по пятое мая.");
  EXPECT_EQ(Russian("К 5 мая, до 1 января 2025 года"),
            "К пятому мая, до первого января две тысячи двадцать пятого года");
  EXPECT_EQ(Russian("5 мая."), "пятое мая.");
  EXPECT_EQ(Russian("Сегодня 5 мая"), "Сегодня пятое мая");
  EXPECT_EQ(Russian("05.03.2024 было тепло."),
            "пятого марта две тысячи двадцать четвёртого года было тепло.");
  EXPECT_EQ(Russian("5-й этаж, 90-е годы, 2-х комнат, XX век, в XXI веке"),
            "пятый этаж, девяностые годы, двух комнат, двадцатый век, в двадцать первом веке");
}

TEST(SpokenText, RussianNumbersAgreeWithWhatTheyCount) {
  EXPECT_EQ(Russian("21 минута, 2 минуты, 1 сообщение, 2 файла"),
            "двадцать одна минута, две минуты, одно сообщение, два файла");
  EXPECT_EQ(Russian("Около 20 человек, от 5 до 10 рублей, более 100 000 пользователей"),
            "Около двадцати человек, от пяти до десяти рублей, более ста тысяч пользователей");
  EXPECT_EQ(Russian("В 5 файлах, с 5 файлами, к 5 файлам"),
            "В пяти файлах, с пятью файлами, к пяти файлам");
  EXPECT_EQ(Russian("через 21 минуту"), "через двадцать одну минуту");
}

TEST(SpokenText, KeepLeavesDigitsAndStillNamesUnits) {
  EXPECT_EQ(Russian("В 2024 году 5 мая, 21 минута, 5 ₽", NumberReading::kKeep),
            "В 2024 году 5 мая, 21 минута, 5 рублей");
  EXPECT_EQ(English("5–10 minutes for $5.", NumberReading::kKeep), "5–10 minutes for 5 dollars.");
}

TEST(SpokenText, EmojiMayBeDroppedButNotAWholeSentenceOfLetters) {
  const SpokenOptions drop{.language = Language::kEnglish, .emoji = EmojiReading::kDrop};
  EXPECT_EQ(SpokenText("Done! 🎉 See you 👋🏽.", drop), "Done! See you.");
  EXPECT_EQ(SpokenText("🎉", drop), "party popper");
  EXPECT_EQ(SpokenText("5 € and ⌘C", drop), "5 euros and Command C");
}

TEST(SpokenText, ABlockOfCodeIsAnnouncedInTheLanguageOfTheAnswer) {
  const auto said = [](CodePlace place, Language language) {
    return SpokenText("x = 1", {.language = language, .code = place});
  };
  EXPECT_EQ(said(CodePlace::kOnly, Language::kEnglish), "Code: x equals 1. End of code.");
  EXPECT_EQ(said(CodePlace::kFirst, Language::kRussian), "Код: x равно 1");
  EXPECT_EQ(said(CodePlace::kMiddle, Language::kRussian), "x равно 1");
  EXPECT_EQ(said(CodePlace::kLast, Language::kRussian), "x равно 1. Конец кода.");
}

// As it is heard: cut, its markup taken off, then said.
std::string Heard(std::string_view markdown) {
  SentenceSegmenter segmenter({});
  std::vector<CutSentence> sentences = segmenter.Cut(markdown);
  for (CutSentence& sentence : segmenter.CutLast()) sentences.push_back(std::move(sentence));
  std::string heard;
  for (const CutSentence& sentence : sentences) {
    if (!heard.empty()) heard += " | ";
    heard += SpokenText(sentence.text, {.language = Language::kEnglish, .code = sentence.code});
  }
  return heard;
}

TEST(SpokenText, MarkupIsNotHeardAndItsMeaningIs) {
  EXPECT_EQ(Heard("Some **bold _nested_ text** and ***both***."),
            "Some bold nested text and both.");
  EXPECT_EQ(Heard("An **unbalanced start."), "An unbalanced start.");
  EXPECT_EQ(Heard("An unbalanced end**."), "An unbalanced end.");
  EXPECT_EQ(Heard("- [ ] open\n- [x] closed\n"), "not done: open | done: closed");
  EXPECT_EQ(Heard("A [ref link][1], [a][], rows[0][1]."), "A ref link, a, rows[0][1].");
  EXPECT_EQ(Heard("A note[^1]."), "A note footnote 1.");
  EXPECT_EQ(Heard("\\*not emphasis\\*"), "asterisk not emphasis asterisk");
  EXPECT_EQ(Heard("The ==marked== word; x==y."), "The marked word; x equals y.");
  EXPECT_EQ(Heard("So $x^2$ is it."), "So x squared is it.");
  EXPECT_EQ(Heard("A <b>bold</b> word, List<int>."),
            "A bold word, List less than int greater than.");
  EXPECT_EQ(Heard("```py\nx = 2\n```\nDone."), "Code: x equals 2. End of code. | Done.");
  EXPECT_EQ(Heard("Use **kwargs, 2**8, x ** y."),
            "Use asterisk asterisk kwargs, 2 to the power of 8, x to the power of y.");
}

TEST(SpokenText, EachChangeNamesItsRuleAndWhatCannotBeSaidIsCounted) {
  const Spoken spoken =
      SpeakSentence("It is $5 on May 3 \uE000.", {.language = Language::kEnglish});
  ASSERT_EQ(spoken.changes.size(), 2U);
  EXPECT_EQ(spoken.changes[0].before, "$5");
  EXPECT_EQ(spoken.changes[0].after, "5 dollars");
  EXPECT_EQ(spoken.changes[0].rule, "money");
  EXPECT_EQ(spoken.changes[1].rule, "date");
  EXPECT_EQ(spoken.unsaid, 1U);
  EXPECT_EQ(SpeakSentence("Plain words.", {}).unsaid, 0U);
}

TEST(SpokenText, ADateAfterACommaThatBeginsTheSentenceIsSaid) {
  EXPECT_EQ(Russian(", 3 мая."), ", третьего мая.");
}

// Else each costs something at each word: asking them all was three quarters of the time.
TEST(SpokenText, NoRuleIsAskedAtEveryWordButWhatAPersonWants) {
  for (const Language language : {Language::kEnglish, Language::kRussian}) {
    std::vector<std::string_view> asked;
    for (const SpokenRule* const rule : SpokenRules::For({.language = language}).AtWord(kWord)) {
      asked.push_back(rule->name);
    }
    EXPECT_EQ(asked, (std::vector<std::string_view>{"spelling", "pronunciation"}));
  }
}

TEST(SpokenText, ANumberThatNoRuleIsSureOfStaysWhole) {
  for (const char* text : {"(1,024 reviews)", "Gate 2/5", "05/03/2024", "1,000,1", "05.03.24",
                           "COVID-19 and F-16", "555 123 4567 it says", "1:23:45"}) {
    EXPECT_EQ(English(text), text);
  }
  for (const char* text :
       {"Шаг 2/5", "1,234 или 1,235", "Группа Би-2", "Значение 18.00", "05.03.24"}) {
    EXPECT_EQ(Russian(text), text);
  }
}

}  // namespace
}  // namespace nexy
