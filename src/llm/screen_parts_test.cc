#include "llm/screen_parts.h"

#include <gtest/gtest.h>

#include <utility>

namespace nexy {
namespace {

ScreenLine Line(std::string text, int top, std::vector<std::size_t> uncertain = {}) {
  ScreenLine line;
  line.text = std::move(text);
  line.left = 10;
  line.top = top;
  line.width = 200;
  line.height = 14;
  line.paragraph_start = true;
  line.uncertain = std::move(uncertain);
  return line;
}

TEST(SpokenLines, SaysPerhapsBeforeWordsThatOcrIsNotSureOf) {
  const std::vector<ScreenLine> lines = {Line("The total is 31.80 today.", 0, {3})};
  EXPECT_EQ(SpokenLines(lines, Language::kEnglish), "The total is perhaps 31.80 today.");
  EXPECT_EQ(SpokenLines(lines, Language::kRussian), "The total is возможно 31.80 today.");
  EXPECT_EQ(SpokenLines(lines), "The total is 31.80 today.");
}

TEST(SpokenLines, SaysPerhapsOnceForWordsThatFollowEachOther) {
  EXPECT_EQ(SpokenLines({Line("a b c d e.", 0, {0, 1, 3})}, Language::kEnglish), "perhaps a b c perhaps d e.");
}

TEST(SpokenLines, BeginsAnewWhereASectionBegins) {
  std::vector<ScreenLine> lines = {Line("Mail", 0), Line("Inbox", 20), Line("Sent", 40)};
  EXPECT_EQ(SpokenLines(lines), "Mail, Inbox, Sent.");
  lines[1].section_start = true;
  EXPECT_EQ(SpokenLines(lines), "Mail.\nInbox, Sent.");
}

TEST(NewLines, AreThoseThatWereNotThere) {
  const ScreenText before{{Line("Inbox (3)", 0), Line("Sent", 20)}, 0}, now{{Line("Sent", 0), Line("Message sent", 60)}, 0};
  const ScreenText fresh = NewLines(before, now);
  ASSERT_EQ(fresh.lines.size(), 1u);
  EXPECT_EQ(fresh.lines[0].text, "Message sent");
}

}  // namespace
}  // namespace nexy
