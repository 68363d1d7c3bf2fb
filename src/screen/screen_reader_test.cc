#include "screen/screen_reader.h"

#include <gmock/gmock.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace nexy {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(std::string(NEXY_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Texts(const ScreenText& screen) {
  std::vector<std::string> texts;
  for (const ScreenLine& line : screen.lines) texts.push_back(line.text);
  return texts;
}

// Sanitizers and neighbours make reading slow.
ScreenOptions Patient() {
  ScreenOptions options;
  options.ocr_timeout = std::chrono::seconds(50);
  return options;
}

absl::StatusOr<std::shared_ptr<const ScreenText>> ReadNow(const std::string& path) {
  asio::io_context io;
  ScreenReader reader{Patient()};
  auto text =
      asio::co_spawn(io, reader.Read(*Screenshot::FromBytes(ReadFile(path), {})), asio::use_future);
  io.run();
  return text.get();
}

std::size_t CountThreads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

TEST(ScreenReader, ReadsEveryWordOfTheExampleInOrder) {
  const auto text = ReadNow("apps/nexy/example-screen.webp");
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(
      Texts(**text),
      testing::ElementsAre(
          "Harbour Mail", "New message", "Reply", "Forward", "Archive", "Delete", "Search in mail",
          "Inbox (3)", "Starred", "Sent", "Drafts (1)", "Archive", "Trash", "Settings",
          "Your train to Edinburgh is booked", "From: Northern Coast Railways", "To: Alex Morgan",
          "Date: Tuesday, 14 July 2026", "Hello Alex,",
          "Thank you for your booking. Your train leaves London King’s Cross on Friday, 24 July "
          "2026 at 09:30 and "
          "arrives",
          "in Edinburgh Waverley at 13:52. You have seat 41 in coach C, by the window, with a "
          "table.",
          "The price is £64.50, paid by card. You can change the journey free of charge until 20 "
          "July. After that "
          "date a",
          "change costs £10.",
          "A member of staff will meet you at the entrance of the station 20 minutes before "
          "departure and walk with "
          "you",
          "to your seat. If you need anything else, please reply to this message or call us on "
          "0345 123 4567.",
          "We wish you a pleasant journey.", "Northern Coast Railways, passenger assistance",
          "Show ticket", "Change journey", "Cancel booking",
          "Connected. Last checked at 10:42. 3 unread messages."));
}

TEST(ScreenReader, ReadsADarkRussianWindow) {
  const auto text = ReadNow("src/screen/testdata/settings-ru.webp");
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(Texts(**text),
              testing::ElementsAre(
                  "Настройки учётной записи", "Общие", "Безопасность", "Уведомления", "Подписка",
                  "Справка", "Безопасность",
                  "Пароль изменён 3 марта 2026 года. Рекомендуем менять его раз в полгода и не "
                  "использовать один и",
                  "тот же пароль на разных сайтах.",
                  "Вход выполнен на двух устройствах: домашний компьютер в Казани и телефон. Если "
                  "вы не узнаёте",
                  "устройство, завершите сеанс и смените пароль.",
                  "Стоимость подписки составляет 299 рублей в месяц. Следующее списание 15 декабря "
                  "2026 года.",
                  "Отменить подписку можно в любое время в разделе «Подписка».",
                  "Резервная почта: не указана. Без неё восстановить доступ будет труднее.",
                  "Сохранить", "Отмена", "Завершить все сеансы"));
}

Task<std::pair<ReadText, ReadText>> ReadInTwo(ScreenReader& reader,
                                              std::shared_ptr<const Screenshot> picture) {
  auto reading = co_await reader.Begin(std::move(picture));
  if (!reading.ok()) co_return std::pair(ReadText(reading.status()), ReadText(reading.status()));
  ReadText opening = co_await (*reading)->Opening();
  ReadText whole = co_await (*reading)->Whole();
  co_return std::pair(std::move(opening), std::move(whole));
}

TEST(ScreenReader, GivesTheOpeningBeforeTheWholeWhichBeginsWithIt) {
  asio::io_context io;
  ScreenReader reader{Patient()};
  auto both = asio::co_spawn(
      io, ReadInTwo(reader, *Screenshot::FromBytes(ReadFile("apps/nexy/example-screen.webp"), {})),
      asio::use_future);
  io.run();
  const auto [opening, whole] = both.get();
  ASSERT_TRUE(opening.ok() && whole.ok()) << opening.status() << whole.status();
  EXPECT_THAT(Texts(**opening), testing::ElementsAre("Harbour Mail"));
  EXPECT_EQ((*whole)->opening, 1u);
  EXPECT_EQ((*whole)->lines[0].text, "Harbour Mail");
  EXPECT_EQ((*whole)->lines[0].top, (*opening)->lines[0].top);
  EXPECT_TRUE((*whole)->lines[1].section_start);
  EXPECT_GT((*whole)->lines[1].top, (*whole)->lines[0].top);
}

TEST(ScreenReader, StopsAReadingThatIsLetGoAfterItsOpening) {
  asio::io_context io;
  ScreenReader reader{Patient()};
  auto begun = asio::co_spawn(
      io, reader.Begin(*Screenshot::FromBytes(ReadFile("apps/nexy/example-screen.webp"), {})),
      asio::use_future);
  io.run();
  std::unique_ptr<ScreenReading> reading = *begun.get();
  io.restart();
  auto opening = asio::co_spawn(io, reading->Opening(), asio::use_future);
  io.run();
  EXPECT_TRUE(opening.get().ok());
  reading.reset();
  io.restart();
  io.poll();
}

std::shared_ptr<const Screenshot> Example() {
  return *Screenshot::FromBytes(ReadFile("apps/nexy/example-screen.webp"), {});
}

TEST(ScreenReader, RemembersThePictureThatItHasJustRead) {
  asio::io_context io;
  ScreenReader reader{Patient()};
  const auto picture = Example();
  auto first = asio::co_spawn(io, reader.Read(picture), asio::use_future);
  io.run();
  io.restart();
  auto again = asio::co_spawn(io, reader.Read(picture), asio::use_future);
  auto same_bytes = asio::co_spawn(io, reader.Read(Example()), asio::use_future);
  EXPECT_LT(io.run(), 10u);  // Without a wait.
  const auto text = *first.get();
  EXPECT_EQ(*again.get(), text);
  EXPECT_EQ(*same_bytes.get(), text);
}

TEST(ScreenReader, RefusesPicturesBeyondTheQueue) {
  ScreenOptions options = Patient();
  options.ocr_threads = 1;
  options.ocr_queue = 1;
  asio::io_context io;
  ScreenReader reader{options};
  auto one = asio::co_spawn(io, reader.Read(Example()), asio::use_future);
  auto two = asio::co_spawn(io, reader.Read(Example()), asio::use_future);
  auto three = asio::co_spawn(io, reader.Read(Example()), asio::use_future);
  io.run();
  EXPECT_TRUE(one.get().ok());
  EXPECT_TRUE(two.get().ok());
  EXPECT_EQ(three.get().status().code(), absl::StatusCode::kResourceExhausted);
}

// Tesseract would start a team of its own.
TEST(ScreenReader, HasNoMoreThreadsThanItIsTold) {
  ScreenOptions options = Patient();
  options.ocr_threads = 2;
  const std::size_t before = CountThreads();
  asio::io_context io;
  ScreenReader reader{options};
  auto read = asio::co_spawn(io, reader.Read(Example()), asio::use_future);
  io.run();
  EXPECT_TRUE(read.get().ok());
  EXPECT_LE(CountThreads(), before + options.ocr_threads);
}

#ifndef NEXY_SANITIZED
// The most memory that the process has had.
std::size_t PeakKilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    std::size_t kilobytes = 0;
    status >> kilobytes;
    return kilobytes;
  }
  return 0;
}

// The engine, and a byte a pixel several times over; bigger pictures are made no bigger than six
// million pixels.
TEST(ScreenReader, ReadsInBoundedMemory) {
  const auto picture = Example();
  const std::size_t before = PeakKilobytes();
  asio::io_context io;
  ScreenReader reader{Patient()};
  auto read = asio::co_spawn(io, reader.Read(picture), asio::use_future);
  io.run();
  EXPECT_TRUE(read.get().ok());
  EXPECT_LE(PeakKilobytes() - before, 200u * 1024);
}
#endif

TEST(ScreenReader, GivesUpAtItsTimeout) {
  ScreenOptions options;
  options.ocr_timeout = std::chrono::milliseconds(1);
  asio::io_context io;
  ScreenReader reader{options};
  auto text = asio::co_spawn(io, reader.Read(Example()), asio::use_future);
  io.run();
  EXPECT_EQ(text.get().status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(ScreenReader, LetsACancelledCallerGoAtOnceAndReadsTheNextPicture) {
  asio::io_context io;
  ScreenReader reader{Patient()};
  asio::cancellation_signal cancel;
  std::exception_ptr error;
  asio::co_spawn(io, reader.Read(Example()),
                 asio::bind_cancellation_slot(cancel.slot(),
                                              [&error](std::exception_ptr e, auto) { error = e; }));
  io.poll();
  cancel.emit(asio::cancellation_type::terminal);
  io.poll();
  EXPECT_TRUE(error);  // Without a wait for the engine.
  io.restart();
  auto text = asio::co_spawn(io, reader.Read(Example()), asio::use_future);
  io.run();
  EXPECT_TRUE(text.get().ok());
}

// What another turn would do on the same thread, again and again until the picture is read.
void GoOn(asio::io_context& io, const bool& read, int& rounds) {
  if (read) return;
  ++rounds;
  asio::post(io, [&io, &read, &rounds] { GoOn(io, read, rounds); });
}

TEST(ScreenReader, KeepsNoOtherTurnWaitingWhileItReads) {
  asio::io_context io;
  ScreenReader reader{Patient()};
  bool read = false;
  int rounds = 0;
  const auto picture = *Screenshot::FromBytes(ReadFile("apps/nexy/example-screen.webp"), {});
  asio::co_spawn(io, reader.Read(picture), [&read](std::exception_ptr, const ReadText& text) {
    read = true;
    EXPECT_TRUE(text.ok()) << text.status();
  });
  GoOn(io, read, rounds);
  io.run();
  EXPECT_TRUE(read);
  EXPECT_GT(rounds, 10);  // Thousands; one or two if the picture were read here.
}

TEST(ScreenReader, MayGoWhileAPictureIsBeingRead) {
  asio::io_context io;
  {
    ScreenReader reader{Patient()};
    asio::co_spawn(io, reader.Read(Example()), asio::use_future);
    asio::co_spawn(io, reader.Read(Example()), asio::use_future);
    io.poll();
  }
  io.poll();
}

TEST(ScreenReader, ClosesItsEnginesWhenNobodyAsks) {
  ScreenOptions options = Patient();
  options.ocr_idle = std::chrono::milliseconds(0);
  asio::io_context io;
  ScreenReader reader{options};
  for (int i = 0; i < 2; ++i) {
    auto text = asio::co_spawn(io, reader.Read(Example()), asio::use_future);
    io.run();
    io.restart();
    EXPECT_TRUE(text.get().ok());
  }
}

TEST(ScreenReader, ReportsMissingLanguageData) {
  const char* before = std::getenv("TESSDATA_PREFIX");
  setenv("TESSDATA_PREFIX", "/nonexistent", 1);
  const auto text = ReadNow("apps/nexy/example-screen.webp");
  before == nullptr ? unsetenv("TESSDATA_PREFIX") : setenv("TESSDATA_PREFIX", before, 1);
  EXPECT_EQ(text.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_NE(text.status().message().find("tesseract-ocr-eng"), absl::string_view::npos);
}

}  // namespace
}  // namespace nexy
