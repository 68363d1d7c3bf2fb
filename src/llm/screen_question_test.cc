#include "llm/screen_question.h"

#include <gtest/gtest.h>

namespace nexy {
namespace {

TEST(UseOfScreen, IsNoneForWhatNeedsNoPicture) {
  for (const char* prompt : {"What time is it?", "Which day is it today?", "What is 15 percent of 240?", "Help", "Repeat that",
                             "Который час?", "Какое сегодня число?", "Сколько будет 7 умножить на 8?", "Что ты умеешь?"}) {
    EXPECT_EQ(UseOfScreen(prompt), ScreenUse::kNone) << prompt;
  }
}

TEST(UseOfScreen, IsLookForWhatIsOnTheScreen) {
  for (const char* prompt :
       {"Describe the screen", "What is on my screen?", "Where is the Save button?", "Read it", "What is this?",
        "Which icon is next to the search field on this page?", "Is there a picture of a dog?", "Explain this",
        "How many rows has the table?", "Что на экране?", "Прочитай экран", "Что это?", "Где кнопка «Сохранить»?",
        "Какого цвета картинка?", "Опиши график", "Что тут написано?", "Переведи это на английский"}) {
    EXPECT_EQ(UseOfScreen(prompt), ScreenUse::kLook) << prompt;
  }
}

TEST(UseOfScreen, IsPerhapsForWhatDoesNotSay) {
  for (const char* prompt : {"Who was Napoleon?", "Which stop do I get off at?", "Кто такой Пушкин?", "Сколько стоит билет?", "",
                             "What happened in 1812?", "Что произошло в 1812 году?", "Что нового в мире?", "Did it rain yesterday?"}) {
    EXPECT_EQ(UseOfScreen(prompt), ScreenUse::kPerhaps) << prompt;
  }
}

TEST(UseOfScreen, IsCompareForWhatHasChanged) {
  for (const char* prompt :
       {"What changed?", "What has changed?", "What's changed on the screen?", "Did it work?", "Did that work now?",
        "Has anything changed?", "Has the page loaded?", "Did the window open?", "What happened?", "Is it done yet?",
        "Nexy, did it work?", "Что изменилось?", "А что изменилось на экране?", "Получилось?", "Сработало?",
        "Ну что, получилось?", "Страница загрузилась?", "Файл сохранился?", "Изменилось что-нибудь?", "Что произошло?"}) {
    EXPECT_EQ(UseOfScreen(prompt), ScreenUse::kCompare) << prompt;
  }
}

TEST(WantsReadingAloud, IsTrueForTheWordsOnTheScreenAndNothingElse) {
  for (const char* prompt :
       {"Read what is on my screen", "read the screen", "Please read it out loud", "Read me the last line", "Read the title",
        "Read everything exactly", "Can you read the dialog?", "read the paragraph about the price", "read line 12",
        "Прочитай экран", "Прочитай, что на экране", "Зачитай письмо целиком", "прочитай последнюю строку", "Прочти вслух",
        "прочитай абзац о цене"}) {
    EXPECT_TRUE(WantsReadingAloud(prompt, {})) << prompt;
  }
}

TEST(WantsReadingAloud, IsFalseWhereSomethingIsToBeThoughtAbout) {
  for (const char* prompt :
       {"Describe the screen", "What is on my screen?", "Read the mail and summarise it", "Read the text and translate it",
        "Read only the important parts", "What does this error mean?", "Who was Napoleon?", "Where is the Save button?", "more",
        "Опиши экран", "Прочитай и переведи", "Прочитай письмо и скажи, что мне делать", "Прочитай главное", "дальше", ""}) {
    EXPECT_FALSE(WantsReadingAloud(prompt, {})) << prompt;
  }
}

TEST(WantsReadingAloud, GoesOnWithAReadingThatWasOne) {
  const std::vector<Exchange> read = {
      {.question = "read", .answer = "…", .note = R"({"read":0,"number":0,"about":"","next":9,"before":"x","complete":false})"}};
  EXPECT_TRUE(WantsReadingAloud("more", read));
  EXPECT_TRUE(WantsReadingAloud("дальше", read));
  EXPECT_FALSE(WantsReadingAloud("more", {{.question = "Tell me a story", .answer = "Once", .note = ""}}));
}

}  // namespace
}  // namespace nexy
