#include "http/event_stream.h"

#include <gmock/gmock.h>

#include <random>

#include "base/failure.h"

namespace nexy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> EventsOf(std::string_view stream) {
  EventStreamParser parser(1024);
  auto events = parser.Push(stream);
  return events.ok() ? *events : std::vector<std::string>{"failed"};
}

void Add(const absl::StatusOr<std::vector<std::string>>& more, std::vector<std::string>& events) {
  events.insert(events.end(), more->begin(), more->end());
}

TEST(EventStream, AnEventIsItsDataLinesUpToABlankLine) {
  EXPECT_THAT(EventsOf("data: one\n\ndata:two\n\n"), ElementsAre("one", "two"));
  EXPECT_THAT(EventsOf("data: a\ndata: b\ndata\ndata:  c\n\n"), ElementsAre("a\nb\n\n c"));
  EXPECT_THAT(EventsOf("data: {\"a\": 1}\r\n\r\ndata: x\r\rdata: y\r\n\n"),
              ElementsAre("{\"a\": 1}", "x", "y"));
}

TEST(EventStream, OtherFieldsAndCommentsAreNoData) {
  EXPECT_THAT(EventsOf(": ping\n\nid: 1\nevent: add\nretry: 10\ndata: x\n\nid\n\n: x\n\n"),
              ElementsAre("x"));
  EXPECT_THAT(EventsOf("dataset: x\n\n data: x\n\nDATA: x\n\n:data: x\n\n"), IsEmpty());
  EXPECT_THAT(EventsOf("data\n\n"), ElementsAre(""));
  EXPECT_THAT(EventsOf("data:\n\n\n\n"), ElementsAre(""));
  EXPECT_THAT(EventsOf("data: a:b\n\n"), ElementsAre("a:b"));
}

TEST(EventStream, AByteOrderMarkMayStandAtTheStartOnly) {
  EXPECT_THAT(EventsOf("\xEF\xBB\xBF"
                       "data: x\n\n"),
              ElementsAre("x"));
  EXPECT_THAT(EventsOf("\n\xEF\xBB\xBF"
                       "data: x\n\n"),
              IsEmpty());
  EXPECT_THAT(EventsOf("\xEF\xBB\xBF\xEF\xBB\xBF"
                       "data: x\n\n"),
              IsEmpty());
}

TEST(EventStream, AnEventWithoutItsBlankLineIsUnfinished) {
  EventStreamParser parser(1024);
  EXPECT_FALSE(parser.unfinished());
  EXPECT_THAT(*parser.Push("data: x\n"), IsEmpty());
  EXPECT_TRUE(parser.unfinished());
  EXPECT_THAT(*parser.Push("\n"), ElementsAre("x"));
  EXPECT_FALSE(parser.unfinished());
  EXPECT_THAT(*parser.Push("dat"), IsEmpty());
  EXPECT_TRUE(parser.unfinished());
}

TEST(EventStream, ATooLongEventFailsWhetherItsLinesEndOrNot) {
  const std::string long_line = "data: " + std::string(2000, 'x');
  std::string many_lines;
  for (int i = 0; i < 300; ++i) many_lines += "data: 12345\n";
  for (const std::string& stream : {long_line, many_lines}) {
    EventStreamParser parser(1024);
    const auto events = parser.Push(stream);
    EXPECT_EQ(FailureReasonOf(events.status()), FailureReason::kOversized);
  }
  // Many events that together are longer are no trouble.
  std::string many_events;
  for (int i = 0; i < 300; ++i) many_events += "data: 12345\n\n";
  EXPECT_EQ(EventsOf(many_events).size(), 300u);
}

TEST(EventStream, AnyCutGivesTheSameEvents) {
  const std::string stream =
      "\xEF\xBB\xBF: hello\r\n\r\ndata: one\r\ndata: two\r\n\r\nevent: x\rdata:three\r\r\n"
      "data: \xD0\xB4\xD0\xB0\n\nid: 7\ndata\n\n";
  const auto whole = EventsOf(stream);
  EXPECT_THAT(whole, ElementsAre("one\ntwo", "three", "\xD0\xB4\xD0\xB0", ""));
  for (std::size_t first = 0; first <= stream.size(); ++first) {
    for (std::size_t second = first; second <= stream.size(); ++second) {
      EventStreamParser parser(1024);
      std::vector<std::string> events;
      for (const std::string& part :
           {stream.substr(0, first), stream.substr(first, second - first), stream.substr(second)}) {
        Add(parser.Push(part), events);
      }
      ASSERT_EQ(events, whole) << first << " " << second;
    }
  }
}

TEST(EventStream, AnyCutOfAnyBytesGivesTheSameEvents) {
  std::mt19937 random(7);
  const std::string letters = "\r\n\r\n:da ta\xEF\xBB\xBFx";
  for (int round = 0; round < 2000; ++round) {
    std::string stream;
    while (stream.size() < 60) {
      stream += random() % 3 == 0 ? "data:" : std::string(1, letters[random() % letters.size()]);
    }
    EventStreamParser bytewise(1024);
    std::vector<std::string> events;
    for (const char c : stream) {
      Add(bytewise.Push(std::string_view(&c, 1)), events);
    }
    ASSERT_EQ(events, EventsOf(stream)) << testing::PrintToString(stream);
  }
}

}  // namespace
}  // namespace nexy
