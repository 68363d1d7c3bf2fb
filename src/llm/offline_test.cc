#include "llm/offline.h"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <fstream>
#include <future>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/manual_clock.h"
#include "llm/screen_spelling.h"

namespace nexy {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

std::shared_ptr<const Screenshot> Picture(const std::string& path) {
  std::ifstream file(std::string(NEXY_SOURCE_DIR) + "/" + path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return *Screenshot::FromBytes(bytes, {});
}

std::shared_ptr<const Screenshot> EnglishScreen() { return Picture("apps/nexy/example-screen.webp"); }
std::shared_ptr<const Screenshot> RussianScreen() { return Picture("src/screen/testdata/settings-ru.webp"); }
std::shared_ptr<const Screenshot> EmptyScreen() { return Picture("src/screen/testdata/empty.png"); }

struct OfflineAnswer {
  std::string text;
  std::string note;
  std::size_t pieces = 0;
};

Task<absl::StatusOr<OfflineAnswer>> Collect(OfflineProvider& provider, LlmRequest request) {
  auto stream = co_await provider.Ask(std::move(request));
  if (!stream.ok()) co_return stream.status();
  OfflineAnswer answer;
  while (true) {
    auto piece = co_await (*stream)->Next();
    if (!piece.ok()) co_return piece.status();
    if (!*piece) co_return answer;
    ++answer.pieces;
    if (const auto* text = std::get_if<LlmText>(&**piece)) answer.text += text->text;
    if (const auto* note = std::get_if<LlmNote>(&**piece)) answer.note = note->note;
  }
}

// And lets the rest go.
Task<std::string> FirstPiece(OfflineProvider& provider, LlmRequest request) {
  auto stream = co_await provider.Ask(std::move(request));
  auto piece = co_await (*stream)->Next();
  co_return std::get<LlmText>(**piece).text;
}

// A conversation with the embedded mind, as the turn would lead it.
class OfflineTest : public testing::Test {
 protected:
  OfflineTest() { clock_.SetWall(Clock::WallTime(std::chrono::seconds(1'795'471'500))); }

  std::string Ask(std::string prompt, Language language = Language::kEnglish) {
    LlmRequest request;
    request.prompt = prompt;
    request.language = language;
    request.screenshot = screen_;
    request.previous_screenshot = previous_screen_;
    request.history = history_;
    request.stands_in = stands_in_;
    auto future = asio::co_spawn(io_, Collect(provider_, std::move(request)), asio::use_future);
    io_.restart();
    io_.run();
    const auto answer = future.get();
    if (!answer.ok()) return answer.status().ToString();
    history_.push_back({std::move(prompt), answer->text, answer->note});
    return answer->text;
  }
  std::string AskInRussian(std::string prompt) { return Ask(std::move(prompt), Language::kRussian); }

  static OfflineOptions Options() {
    OfflineOptions options;
    options.time_zone = "Europe/Moscow";
    options.portion_chars = 400;
    return options;
  }

  // Sanitizers and neighbours make reading slow.
  static ScreenOptions Patient() {
    ScreenOptions options;
    options.ocr_timeout = std::chrono::seconds(50);
    return options;
  }

  asio::io_context io_;
  ManualClock clock_;
  ScreenReader reader_{Patient()};
  OfflineProvider provider_{Options(), reader_, clock_};
  std::shared_ptr<const Screenshot> screen_, previous_screen_;
  std::vector<Exchange> history_;
  bool stands_in_ = false;
};

TEST_F(OfflineTest, ReadsAScreenInPortionsUntilNothingIsLeft) {
  screen_ = EnglishScreen();
  const std::string first = Ask("Read what is on my screen");
  EXPECT_THAT(first, StartsWith("Harbour Mail"));
  EXPECT_THAT(first, HasSubstr("Inbox (3), Starred, Sent, Drafts (1), Archive, Trash, Settings."));
  EXPECT_THAT(first, HasSubstr("Your train to Edinburgh is booked.\n"));
  EXPECT_THAT(first, HasSubstr("Say more to go on."));
  const std::string second = Ask("more");
  EXPECT_THAT(second, HasSubstr("The price is £64.50, paid by card."));
  EXPECT_THAT(second, HasSubstr("Say more to go on."));
  const std::string third = Ask("more");
  EXPECT_THAT(third, HasSubstr("3 unread messages."));
  EXPECT_THAT(third, Not(HasSubstr("Say more")));
  EXPECT_EQ(Ask("more"), "That was all. There is nothing more to read.");
}

TEST_F(OfflineTest, ReadsADarkRussianScreen) {
  screen_ = RussianScreen();
  const std::string text = AskInRussian("прочитай экран");
  EXPECT_THAT(text, StartsWith("Настройки учётной записи"));
  EXPECT_THAT(text, HasSubstr("не использовать один и тот же пароль на разных сайтах."));
  EXPECT_THAT(text, HasSubstr("Скажите «дальше», чтобы я продолжил."));
  EXPECT_THAT(AskInRussian("дальше"), HasSubstr("Сохранить, Отмена, Завершить все сеансы."));
}

TEST_F(OfflineTest, GoesOnAfterAnotherQuestionCameBetween) {
  screen_ = EnglishScreen();
  Ask("read the screen");
  EXPECT_EQ(Ask("what is 2 plus 2"), "The answer is 4.");
  EXPECT_THAT(Ask("go on"), HasSubstr("£64.50"));
}

TEST_F(OfflineTest, SaysWhenTheScreenHasChangedBetweenPortions) {
  screen_ = EnglishScreen();
  Ask("read the screen");
  screen_ = RussianScreen();
  EXPECT_THAT(Ask("more"), StartsWith("The screen has changed, so I read it from the start. Настройки"));
}

TEST_F(OfflineTest, SaysTheTitleWhileItStillReadsTheRest) {
  LlmRequest request;
  request.prompt = "read the screen";
  request.screenshot = EnglishScreen();
  auto first = asio::co_spawn(io_, FirstPiece(provider_, std::move(request)), asio::use_future);
  io_.run();
  EXPECT_EQ(first.get(), "Harbour Mail.\n");
}

TEST_F(OfflineTest, AnswersOthersWhileAScreenIsBeingRead) {
  LlmRequest read, sum;
  read.prompt = "read the screen";
  read.screenshot = EnglishScreen();
  sum.prompt = "what is 2 plus 2";
  auto reading = asio::co_spawn(io_, Collect(provider_, std::move(read)), asio::use_future);
  io_.poll();
  auto answer = asio::co_spawn(io_, Collect(provider_, std::move(sum)), asio::use_future);
  io_.restart();
  io_.poll();  // Without a wait.
  ASSERT_EQ(answer.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  EXPECT_EQ(answer.get()->text, "The answer is 4.");
  EXPECT_NE(reading.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  io_.restart();
  io_.run();
  EXPECT_TRUE(reading.get().ok());
}

TEST_F(OfflineTest, SaysWhatIsNewOnTheScreen) {
  screen_ = EnglishScreen();
  EXPECT_THAT(Ask("what changed?"), StartsWith("I have no earlier picture of the screen to compare with. Now it says:"));
  previous_screen_ = RussianScreen();
  EXPECT_THAT(Ask("what changed?"), StartsWith("The screen has changed. New on it:\nHarbour Mail"));
  screen_ = EmptyScreen();
  EXPECT_THAT(AskInRussian("что изменилось?"), StartsWith("Экран изменился, но нового текста"));
}

TEST_F(OfflineTest, ReadsParts) {
  screen_ = EnglishScreen();
  EXPECT_EQ(Ask("read the title"), "Harbour Mail.\nYour train to Edinburgh is booked.\n");
  EXPECT_THAT(Ask("read the paragraph about the price"), StartsWith("The price is £64.50"));
  EXPECT_THAT(Ask("read the bottom half"), Not(HasSubstr("Harbour Mail")));
  EXPECT_EQ(Ask("read the last line"), "Connected. Last checked at 10:42. 3 unread messages.\n");
  EXPECT_THAT(Ask("read line 900"), MatchesRegex("There is no such line. I found [0-9]+ lines on the screen."));
  EXPECT_EQ(Ask("read the paragraph about elephants"), "I found nothing about “elephants” on the screen.");
}

TEST_F(OfflineTest, FindsTextsAndSaysWhereTheyAre) {
  screen_ = EnglishScreen();
  EXPECT_EQ(Ask("where is the Reply button"), "Yes, “Reply” is at the top left, to the right of “New message”.");
  EXPECT_THAT(Ask("find Cancel booking"), StartsWith("Yes, “Cancel booking” is"));
  EXPECT_THAT(Ask("find Edinburgh"), StartsWith("Yes, I found “Edinburgh” more than once: "));
  EXPECT_EQ(Ask("find Save as"), "I did not find “Save as” on the screen.");
  screen_ = RussianScreen();
  EXPECT_THAT(AskInRussian("Где кнопка «Сохранить»?"), StartsWith("Да, «Сохранить» находится"));
  EXPECT_EQ(AskInRussian("найди Удалить"), "На экране я не нашёл «Удалить».");
}

TEST_F(OfflineTest, QuotesWhatTheVoiceIsToSpell) {
  EXPECT_EQ(Ask("How do you spell accommodation?"), "Letter by letter: “accommodation”.");
  EXPECT_EQ(AskInRussian("Продиктуй по буквам слово котёнок"), "По буквам: «слово котёнок».");
  screen_ = EnglishScreen();
  EXPECT_EQ(Ask("Spell the price"), "Letter by letter: “£64.50”.");
  EXPECT_EQ(Ask("Spell Edinburgh letter by letter"), "Letter by letter: “Edinburgh”.");
  EXPECT_EQ(Ask("spell the password"), "I found nothing of that kind that I could spell.");
  history_.clear();
  Ask("What is 1000 times 20?");
  EXPECT_EQ(Ask("spell it"), "Letter by letter: “20000”.");
}

TEST(ScreenSpelling, TakesWhatStandsAfterTheLabelOrLooksLikeIt) {
  ScreenText screen;
  for (const char* line : {"Заказ принят в 10:42", "Код: 4471", "Промокод", "WELCOME25", "Итого: 1 250 ₽",
                           "Имя: Анна Котова", "Serial number SN-48213-B"}) {
    screen.lines.emplace_back();
    screen.lines.back().text = line;
  }
  EXPECT_EQ(FindWhatToSpell(screen, "код"), "4471");
  EXPECT_EQ(FindWhatToSpell(screen, "промокод"), "WELCOME25");
  EXPECT_EQ(FindWhatToSpell(screen, "имя"), "Анна Котова");
  EXPECT_EQ(FindWhatToSpell(screen, "the serial number"), "SN-48213-B");
  EXPECT_EQ(FindWhatToSpell(screen, "Котова"), "Котова");
  EXPECT_EQ(FindWhatToSpell(screen, "elephant"), "");
  EXPECT_EQ(WhatToSpellOf("The code is KX-204, I think."), "KX-204");
}

TEST_F(OfflineTest, SaysHonestlyThatThereIsNoPicture) {
  EXPECT_THAT(Ask("read the screen"), StartsWith("I have no picture of your screen."));
  EXPECT_THAT(AskInRussian("что на экране"), StartsWith("У меня нет снимка вашего экрана."));
}

TEST_F(OfflineTest, NeverInventsWhatAnEmptyScreenSays) {
  screen_ = EmptyScreen();
  EXPECT_THAT(Ask("read the screen"), StartsWith("I found no text on your screen."));
  EXPECT_THAT(Ask("find Save"), StartsWith("I found no text on your screen."));
}

TEST_F(OfflineTest, TellsTimeAndDateInTheTimeZoneOfTheSettings) {
  EXPECT_EQ(Ask("what time is it"), "It is 1:05 AM.");
  EXPECT_EQ(AskInRussian("который час"), "Сейчас 1 час 5 минут.");
  EXPECT_EQ(Ask("what is the date"), "Today is Tuesday, November 24, 2026.");
  EXPECT_EQ(AskInRussian("какое сегодня число"), "Сегодня вторник, 24 ноября 2026 года.");
  EXPECT_EQ(AskInRussian("какой завтра день"), "Завтра среда, 25 ноября 2026 года.");
  EXPECT_THAT(Ask("what time is it in Tokyo"), StartsWith("I know only the time here."));
}

TEST_F(OfflineTest, Calculates) {
  EXPECT_EQ(Ask("what is 0.1 plus 0.2"), "The answer is 0.3.");
  EXPECT_EQ(AskInRussian("сколько будет 10 разделить на 4"), "Ответ: 2,5.");
  EXPECT_EQ(AskInRussian("сколько будет 3 минус 10"), "Ответ: минус 7.");
  EXPECT_THAT(Ask("5 divided by 0"), StartsWith("That is a division by zero"));
}

TEST_F(OfflineTest, RepeatsTheLastAnswer) {
  EXPECT_EQ(Ask("repeat"), "I have not said anything yet that I could repeat.");
  history_.clear();
  const std::string answer = Ask("what is 6 times 7");
  EXPECT_EQ(Ask("repeat that please"), answer);
}

TEST_F(OfflineTest, AdmitsWhatItCannotAnswerAndWhatTheOperatorCanDo) {
  EXPECT_THAT(Ask("Who was Napoleon?"), HasSubstr("llm.provider"));
  EXPECT_THAT(AskInRussian("Кто такой Пушкин?"), HasSubstr("llm.provider"));
  EXPECT_THAT(Ask("What can you do?"),
              testing::AllOf(StartsWith("I can read what is on your screen"), HasSubstr("llm.provider")));
}

TEST_F(OfflineTest, AsAStandInItLeavesToOthersWhatItCannotDo) {
  stands_in_ = true;
  EXPECT_THAT(Ask("Who wrote War and Peace?"), HasSubstr("UNIMPLEMENTED"));
  EXPECT_THAT(Ask("What is 2 plus 2?"), HasSubstr("4"));
  EXPECT_THAT(Ask("What can you do?"), EndsWith("so other questions have to wait."));
}

}  // namespace
}  // namespace nexy
