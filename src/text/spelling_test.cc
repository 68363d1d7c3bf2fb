#include "text/spelling.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "text/spelling_request.h"
#include "text/spoken_text.h"

namespace nexy {
namespace {

std::string SpelledInEnglish(std::string_view text) { return SpellOut(text, {}); }
std::string SpelledInRussian(std::string_view text) {
  return SpellOut(text, {.language = Language::kRussian});
}

TEST(Spelling, SaysLettersDigitsAndSignsOneByOne) {
  EXPECT_EQ(SpelledInEnglish("Abc 12"), "A, B, C, space, 1, 2");
  EXPECT_EQ(SpelledInEnglish("p@s-s_1!"), "P, at, S, dash, S, underscore, 1, exclamation mark");
  EXPECT_EQ(SpelledInEnglish("é"), "e with acute");
  EXPECT_EQ(SpelledInEnglish("&-–—"), "ampersand, dash, en dash, em dash");
  EXPECT_EQ(SpelledInEnglish("Жук"), "Cyrillic letter zhe, Cyrillic letter u, Cyrillic letter ka");
  EXPECT_EQ(SpelledInEnglish(""), "");
}

TEST(Spelling, NamesRussianLetters) {
  EXPECT_EQ(SpelledInRussian("Щёлк йъь"),
            "ща, ё, эль, ка, пробел, и краткое, твёрдый знак, мягкий знак");
  EXPECT_EQ(SpelledInRussian("А-5"), "а, дефис, 5");
  EXPECT_EQ(SpelledInRussian("Wi"), "W, I");
}

TEST(Spelling, CapitalsAndPhoneticWordsOnRequest) {
  EXPECT_EQ(SpellOut("xK", {.capitals = true}), "X, capital K");
  EXPECT_EQ(SpellOut("Nx", {.phonetic = true}), "November, X-ray");
  EXPECT_EQ(SpellOut("Аб", {.language = Language::kRussian, .phonetic = true}), "Анна, Борис");
  EXPECT_EQ(SpellOut("Ж", {.language = Language::kRussian, .capitals = true}), "заглавная жэ");
}

TEST(Spelling, NothingIsLeftOut) {
  EXPECT_EQ(SpelledInEnglish("a\xFF"), "A, unknown character");
  EXPECT_EQ(SpelledInEnglish("🎉€\t"), "party popper, euro, tab");
}

TEST(Spelling, InCodesOfBothCasesTheCapitalsAreNamed) {
  const SpokenOptions options{.spell = true};
  EXPECT_EQ(SpokenText("It is \"Passw0rd\".", options), "It is capital P, A, S, S, W, 0, R, D.");
  EXPECT_EQ(SpokenText("It is \"Anna Bell\".", options), "It is A, N, N, A, space, B, E, L, L.");
}

// The reviewed questions of tests/corpus: "1" asks for something to be spelled, "0" does not.
TEST(Spelling, WishesAreToldFromWhatSoundsLikeThem) {
  std::ifstream file(std::string(NEXY_SOURCE_DIR) + "/tests/corpus/spelling_requests.txt");
  int questions = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.size() < 3 || line[1] != '\t') continue;
    ++questions;
    EXPECT_EQ(AsksToSpell(line.substr(2)), line[0] == '1') << line;
  }
  EXPECT_GE(questions, 210);
}

TEST(Spelling, APersonAsksForItInManyWays) {
  for (const char* prompt :
       {"Spell the code", "spell it out please", "How do you spell accommodation?",
        "Read the number digit by digit", "How is it spelled?", "Say the password letter by letter",
        "Продиктуй по буквам код", "прочитай номер по цифрам", "Назови фамилию по буквам",
        "Продиктуй побуквенно", "по одной букве, пожалуйста",
        "Give me the code one character at a time", "I need the letters one by one",
        "What's the spelling of his surname?", "Read it letter for letter",
        "I don't know how to spell it", "Как пишется его фамилия?", "Буква за буквой, пожалуйста",
        "Скажи каждую цифру отдельно"}) {
    EXPECT_TRUE(AsksToSpell(prompt)) << prompt;
  }
  for (const char* prompt : {"Run the spell check", "Check the spelling", "What is a spell?",
                             "Is it a magic spell of rain?", "Go by number", "Найди по номеру",
                             "Сколько букв в слове?", "Don't spell it, just read it",
                             "You don't need to spell it", "Не надо по буквам, просто прочитай",
                             "Is there a spelling mistake?", "Прочитай по слогам", ""}) {
    EXPECT_FALSE(AsksToSpell(prompt)) << prompt;
  }
}

TEST(Spelling, WhatIsQuotedIsSpelledWhenSomebodyAsked) {
  const auto spoken = [](std::string_view text, Language language) {
    return SpokenText(text, {.language = language, .spell = true});
  };
  EXPECT_EQ(spoken("The code is “KX-204”.", Language::kEnglish),
            "The code is K, X, dash, 2, 0, 4.");
  EXPECT_EQ(spoken("The code is KX-204.", Language::kEnglish), "The code is K, X, dash, 2, 0, 4.");
  EXPECT_EQ(spoken("accommodation", Language::kEnglish), "A, C, C, O, M, M, O, D, A, T, I, O, N");
  EXPECT_EQ(spoken("The price is \"$5.99\", item 3.", Language::kEnglish),
            "The price is dollar, 5, dot, 9, 9, item 3.");
  EXPECT_EQ(spoken("По буквам: «Юля 7».", Language::kRussian), "По буквам: ю, эль, я, пробел, 7.");
  EXPECT_EQ(SpokenText("The code is “KX-204”.", {}), "The code is “KX-204”.");
}

}  // namespace
}  // namespace nexy
