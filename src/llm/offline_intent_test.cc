#include "llm/offline_intent.h"

#include <gtest/gtest.h>

#include <string>

namespace nexy {
namespace {

Want WantOf(std::string_view prompt) { return UnderstandPrompt(prompt).want; }
Part PartOf(std::string_view prompt) {
  const Intent intent = UnderstandPrompt(prompt);
  EXPECT_EQ(intent.want, Want::kRead) << prompt;
  return intent.part;
}
std::string Found(std::string_view prompt) {
  const Intent intent = UnderstandPrompt(prompt);
  EXPECT_EQ(intent.want, Want::kFind) << prompt;
  return intent.argument;
}

TEST(OfflineIntent, ReadsTheScreenHoweverItIsAsked) {
  for (const char* prompt :
       {"Read what is on my screen", "what's on the screen?", "What’s on my screen", "READ THE SCREEN", "read",
        "Please read the screen", "Can you read the screen, please?", "Hey Nexy, what is on my screen?",
        "read it to me", "Could you tell me what is on the screen", "What do you see?", "What does it say?",
        "Describe the screen", "look at my screen", "прочитай экран", "Прочитай, что на экране!", "что на экране",
        "Что у меня на экране?", "Нэкси, прочитай экран", "пожалуйста, прочти экран", "можешь прочитать экран",
        "что тут написано", "Что ты видишь?", "опиши экран", "read the email", "озвучь экран"}) {
    EXPECT_EQ(PartOf(prompt), Part::kAll) << prompt;
  }
}

TEST(OfflineIntent, ReadsAPart) {
  EXPECT_EQ(PartOf("read the top half"), Part::kTop);
  EXPECT_EQ(PartOf("What is at the bottom of the screen?"), Part::kBottom);
  EXPECT_EQ(PartOf("read the left side"), Part::kLeft);
  EXPECT_EQ(PartOf("what's on the right side of the screen"), Part::kRight);
  EXPECT_EQ(PartOf("read the title"), Part::kTitle);
  EXPECT_EQ(PartOf("which buttons are there"), Part::kButtons);
  EXPECT_EQ(PartOf("read the middle of the screen"), Part::kMiddle);
  EXPECT_EQ(PartOf("прочитай верхнюю половину"), Part::kTop);
  EXPECT_EQ(PartOf("что внизу экрана"), Part::kBottom);
  EXPECT_EQ(PartOf("прочитай левую часть"), Part::kLeft);
  EXPECT_EQ(PartOf("что справа"), Part::kRight);
  EXPECT_EQ(PartOf("прочитай заголовок"), Part::kTitle);
  EXPECT_EQ(PartOf("какие есть кнопки"), Part::kButtons);
}

TEST(OfflineIntent, ReadsLinesAndParagraphsByNumberOrContent) {
  EXPECT_EQ(UnderstandPrompt("read line 3").number, 3);
  EXPECT_EQ(UnderstandPrompt("read line number three").number, 3);
  EXPECT_EQ(UnderstandPrompt("read the third line").number, 3);
  EXPECT_EQ(UnderstandPrompt("read the last paragraph").number, -1);
  EXPECT_EQ(UnderstandPrompt("прочитай строку 12").number, 12);
  EXPECT_EQ(UnderstandPrompt("прочитай вторую строку").number, 2);
  EXPECT_EQ(PartOf("прочитай последний абзац"), Part::kParagraph);
  const Intent about = UnderstandPrompt("Read the paragraph about the price, please");
  EXPECT_EQ(about.part, Part::kParagraphAbout);
  EXPECT_EQ(about.argument, "the price, please");
  EXPECT_EQ(UnderstandPrompt("прочитай абзац про Подписку").argument, "Подписку");
}

TEST(OfflineIntent, FindsATextAsItWasWritten) {
  EXPECT_EQ(Found("find Save"), "Save");
  EXPECT_EQ(Found("Where is the Save button?"), "Save button");
  EXPECT_EQ(Found("is there a Cancel button on the screen"), "Cancel button");
  EXPECT_EQ(Found("Найди «Сохранить»"), "Сохранить");
  EXPECT_EQ(Found("где кнопка Отмена"), "кнопка Отмена");
  EXPECT_EQ(Found("Есть ли на экране слово Подписка?"), "слово Подписка");
}

TEST(OfflineIntent, GoesOnAndRepeats) {
  for (const char* prompt : {"more", "More!", "continue", "next", "go on", "keep reading", "дальше", "Ещё", "еще",
                             "продолжай", "читай дальше", "и дальше", "continue please", "read more"}) {
    EXPECT_EQ(WantOf(prompt), Want::kMore) << prompt;
  }
  for (const char* prompt : {"repeat", "Repeat that please", "say that again", "повтори", "повтори, пожалуйста",
                             "ещё раз", "what did you say?"}) {
    EXPECT_EQ(WantOf(prompt), Want::kRepeat) << prompt;
  }
}

TEST(OfflineIntent, TellsTimeAndDate) {
  for (const char* prompt : {"What time is it?", "what's the time", "tell me the time", "который час",
                             "Сколько времени?", "скажи время", "What time is it now?", "Could you tell me what time it is"}) {
    EXPECT_EQ(WantOf(prompt), Want::kTime) << prompt;
  }
  for (const char* prompt : {"What is the date?", "what day is it today", "what's today's date", "Какое сегодня число?",
                             "какой сегодня день", "какой сейчас год", "what year is it", "какой день недели"}) {
    EXPECT_EQ(WantOf(prompt), Want::kDate) << prompt;
  }
  EXPECT_EQ(UnderstandPrompt("what day is it tomorrow").number, 1);
  EXPECT_EQ(UnderstandPrompt("Какой завтра день?").number, 1);
  EXPECT_EQ(WantOf("what time is it in Tokyo"), Want::kTimeElsewhere);
  EXPECT_EQ(WantOf("который час в Токио"), Want::kTimeElsewhere);
  EXPECT_EQ(WantOf("what is the time and date"), Want::kTimeAndDate);
}

TEST(OfflineIntent, HelpsAndCalculates) {
  EXPECT_EQ(WantOf("help"), Want::kHelp);
  EXPECT_EQ(WantOf("What can you do?"), Want::kHelp);
  EXPECT_EQ(WantOf("что ты умеешь"), Want::kHelp);
  EXPECT_EQ(WantOf("What is 2 plus 2"), Want::kArithmetic);
  EXPECT_EQ(WantOf("сколько будет два умножить на три"), Want::kArithmetic);
}

TEST(OfflineIntent, DoesNotPretendToUnderstand) {
  for (const char* prompt :
       {"", " ", "Who was Napoleon?", "write a poem about the right to read", "I left my keys at home",
        "what is left to do today", "кто такой Пушкин", "напиши стихотворение про осень", "какая погода завтра",
        "what's the weather tomorrow", "open Safari", "tell me a joke", "what is the capital of France",
        "какое название у столицы Франции", "the restaurant on the corner", "breadcrumbs", "\xff\xff\xff", "mere"}) {
    EXPECT_EQ(WantOf(prompt), Want::kUnknown) << prompt;
  }
}

TEST(OfflineIntent, TakesPromptsOfAnyLength) {
  EXPECT_EQ(WantOf(std::string(1'000'000, 'a')), Want::kUnknown);
  std::string words;
  for (int i = 0; i < 10'000; ++i) words += "on ";
  EXPECT_EQ(WantOf(words), Want::kUnknown);
}

}  // namespace
}  // namespace nexy
