#include "screen/reading_order.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <string>

namespace nexy {
namespace {

ScreenLine Line(std::string text, int left, int top, int width, int height = 14) {
  return {std::move(text), left, top, width, height, 95, false, false, {}};
}

// Each line's text; a paragraph's further lines begin with '+'. The lines come in any order.
std::vector<std::string> Order(std::vector<ScreenLine> lines) {
  std::mt19937 random(1);
  std::shuffle(lines.begin(), lines.end(), random);
  std::vector<std::string> result;
  for (const ScreenLine& line : ReadingOrder(lines)) {
    result.push_back((line.paragraph_start ? "" : "+") + line.text);
  }
  return result;
}

using testing::ElementsAre;

TEST(ReadingOrder, ReadsAColumnWholeBeforeTheNext) {
  EXPECT_THAT(Order({Line("Inbox", 20, 100, 60), Line("Sent", 20, 130, 60), Line("Trash", 20, 160, 60),
                     Line("Dear Anna,", 300, 95, 90), Line("it rains.", 300, 125, 80), Line("Bye", 300, 155, 40)}),
              ElementsAre("Inbox", "Sent", "Trash", "Dear Anna,", "it rains.", "Bye"));
}

TEST(ReadingOrder, ReadsAFormRowByRow) {
  EXPECT_THAT(Order({Line("Name:", 20, 100, 60), Line("Maria", 300, 100, 60), Line("Town:", 20, 130, 60),
                     Line("Paris", 300, 130, 60), Line("Phone:", 20, 160, 60), Line("12345", 300, 160, 60)}),
              ElementsAre("Name:", "Maria", "Town:", "Paris", "Phone:", "12345"));
}

TEST(ReadingOrder, ReadsPricesBesideTheirGoods) {
  EXPECT_THAT(Order({Line("Bakery", 20, 60, 60), Line("Receipt 748", 20, 80, 90), Line("Rye loaf", 20, 110, 70),
                     Line("3.40", 400, 110, 40), Line("Poppy roll", 20, 130, 80), Line("5.20", 400, 130, 40),
                     Line("Total", 20, 160, 50), Line("8.60", 400, 160, 40), Line("Paid by card", 20, 190, 90),
                     Line("Thank you", 20, 210, 70)}),
              ElementsAre("Bakery", "Receipt 748", "Rye loaf", "3.40", "Poppy roll", "5.20", "Total", "8.60",
                          "Paid by card", "Thank you"));
}

TEST(ReadingOrder, ReadsAConversationInTurn) {
  EXPECT_THAT(Order({Line("Who has it?", 20, 60, 90), Line("Behind the shed.", 600, 90, 130), Line("Thank you!", 20, 120, 90),
                     Line("No water today.", 600, 150, 120), Line("Until when?", 20, 180, 90), Line("Friday.", 600, 210, 60)}),
              ElementsAre("Who has it?", "Behind the shed.", "Thank you!", "No water today.", "Until when?", "Friday."));
}

TEST(ReadingOrder, ReadsColumnsOfProseOnTheSameHeights) {
  EXPECT_THAT(Order({Line("The footbridge reopens after", 20, 60, 300), Line("weeks of repairs in May.", 20, 82, 260),
                     Line("The reading room stays open", 360, 60, 300), Line("until nine o'clock in June.", 360, 82, 270)}),
              ElementsAre("The footbridge reopens after", "+weeks of repairs in May.", "The reading room stays open",
                          "+until nine o'clock in June."));
}

TEST(ReadingOrder, ReadsBarsBeforeTheColumnsBelowThem) {
  EXPECT_THAT(Order({Line("Mail", 640, 10, 60), Line("New", 40, 60, 100), Line("Reply", 200, 60, 60),
                     Line("Search", 1100, 60, 80), Line("Inbox", 20, 120, 60), Line("Sent", 20, 150, 60),
                     Line("Trash", 20, 180, 60), Line("Dear Anna,", 300, 125, 90), Line("It rains.", 300, 160, 80),
                     Line("Bye", 300, 195, 40)}),
              ElementsAre("Mail", "New", "Reply", "Search", "Inbox", "Sent", "Trash", "Dear Anna,", "It rains.", "Bye"));
}

TEST(ReadingOrder, JoinsTheLinesOfAParagraphOnly) {
  EXPECT_THAT(Order({Line("From: Northern Railways", 20, 100, 240), Line("To: Alex", 20, 124, 80),
                     Line("Thank you for your booking. The train leaves at", 20, 160, 500),
                     Line("Edinburgh at nine.", 20, 184, 180), Line("We wish you a pleasant journey.", 20, 230, 320)}),
              ElementsAre("From: Northern Railways", "To: Alex", "Thank you for your booking. The train leaves at",
                          "+Edinburgh at nine.", "We wish you a pleasant journey."));
}

TEST(ReadingOrder, TakesNothingAndMuch) {
  EXPECT_TRUE(ReadingOrder({}).empty());
  std::vector<ScreenLine> lines;
  for (int i = 0; i < 2000; ++i) lines.push_back(Line("x", i * 37 % 3000, i * 91 % 2000, 30 + i % 200, i % 40));
  EXPECT_EQ(ReadingOrder(lines).size(), 2000u);
}

}  // namespace
}  // namespace nexy
