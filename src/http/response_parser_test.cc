#include "http/response_parser.h"

#include <gmock/gmock.h>

#include "base/failure.h"
#include "base/strings.h"

namespace nexy {
namespace {

constexpr std::string_view kChunked =
    "HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\nX-A:  b \r\n\r\n"
    "5\r\nhello\r\n1;name=value\r\n,\r\n00006\r\n world\r\n0\r\nTrailer: x\r\n\r\n";
constexpr std::string_view kSized = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello, world";

// Feeds `parts` as a reader would: what was not taken is offered again with more.
struct Feed {
  explicit Feed(bool without_body = false) : parser(8192, without_body) {}
  absl::Status Push(std::string_view bytes) {
    unread += bytes;
    while (true) {
      auto taken = parser.Push(unread);
      if (!taken.ok()) return taken.status();
      unread.erase(0, *taken);
      body += parser.TakeBody();
      if (*taken == 0 || unread.empty() || parser.is_done()) return absl::OkStatus();
    }
  }
  ResponseParser parser;
  std::string unread;
  std::string body;
};

TEST(ResponseParserTest, AnyCutGivesTheSameResponse) {
  for (const std::string_view response : {kChunked, kSized}) {
    for (std::size_t first = 0; first <= response.size(); ++first) {
      for (std::size_t second = first; second <= response.size(); ++second) {
        Feed feed;
        ASSERT_TRUE(feed.Push(response.substr(0, first)).ok());
        ASSERT_TRUE(feed.Push(response.substr(first, second - first)).ok());
        ASSERT_TRUE(feed.Push(response.substr(second)).ok());
        ASSERT_EQ(feed.body, "hello, world") << first << " " << second;
        ASSERT_TRUE(feed.parser.is_done());
        ASSERT_TRUE(feed.parser.keeps_alive());
        ASSERT_EQ(feed.unread, "");
      }
    }
  }
}

TEST(ResponseParserTest, ByteByByteIsNoDifferent) {
  Feed feed;
  for (const char c : kChunked) ASSERT_TRUE(feed.Push(std::string_view(&c, 1)).ok());
  EXPECT_EQ(feed.body, "hello, world");
  EXPECT_EQ(feed.parser.status(), 200);
  EXPECT_EQ(feed.parser.Header("x-a"), "b");
}

TEST(ResponseParserTest, AnyCutOffResponseIsCut) {
  for (const std::string_view response : {kChunked, kSized}) {
    for (std::size_t size = 0; size < response.size(); ++size) {
      Feed feed;
      ASSERT_TRUE(feed.Push(response.substr(0, size)).ok()) << size;
      ASSERT_EQ(FailureReasonOf(feed.parser.PushEnd(true)), FailureReason::kCut) << size;
    }
  }
}

TEST(ResponseParserTest, ABodyWithoutALengthEndsWithTheConnection) {
  Feed feed;
  ASSERT_TRUE(feed.Push("HTTP/1.1 200 OK\r\n\r\nhello").ok());
  EXPECT_FALSE(feed.parser.is_done());
  EXPECT_TRUE(feed.parser.PushEnd(true).ok());
  EXPECT_TRUE(feed.parser.is_done());
  EXPECT_FALSE(feed.parser.keeps_alive());
  EXPECT_EQ(feed.body, "hello");
  Feed unclean;
  ASSERT_TRUE(unclean.Push("HTTP/1.1 200 OK\r\n\r\nhello").ok());
  EXPECT_EQ(FailureReasonOf(unclean.parser.PushEnd(false)), FailureReason::kCut);
}

TEST(ResponseParserTest, SomeResponsesHaveNoBody) {
  for (const char* status : {"204 No Content", "304 Not Modified"}) {
    Feed feed;
    ASSERT_TRUE(feed.Push(Concat("HTTP/1.1 ", status, "\r\n\r\n")).ok());
    EXPECT_TRUE(feed.parser.is_done());
    EXPECT_TRUE(feed.parser.keeps_alive());
  }
  Feed head(/*without_body=*/true);
  ASSERT_TRUE(head.Push("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n").ok());
  EXPECT_TRUE(head.parser.is_done());
}

TEST(ResponseParserTest, ConnectionsThatAreNotKept) {
  for (const char* head : {"HTTP/1.1 200 OK\r\nConnection: close\r\n", "HTTP/1.0 200 OK\r\n"}) {
    Feed feed;
    ASSERT_TRUE(feed.Push(Concat(head, "Content-Length: 0\r\n\r\n")).ok());
    EXPECT_FALSE(feed.parser.keeps_alive()) << head;
  }
}

TEST(ResponseParserTest, WhatIsNoResponseIsMalformed) {
  for (const char* bytes :
       {"garbage\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"}) {
    Feed feed;
    EXPECT_EQ(FailureReasonOf(feed.Push(bytes)), FailureReason::kMalformed) << bytes;
  }
}

TEST(ResponseParserTest, HeadersAndChunkHeadersAreBounded) {
  const std::string long_text(20'000, 'x');
  Feed finished;
  EXPECT_EQ(FailureReasonOf(finished.Push(Concat("HTTP/1.1 200 OK\r\nA: ", long_text, "\r\n\r\n"))),
            FailureReason::kOversized);
  Feed unfinished;
  EXPECT_EQ(FailureReasonOf(unfinished.Push(Concat("HTTP/1.1 200 OK\r\nA: ", long_text))),
            FailureReason::kOversized);
  Feed chunk;
  EXPECT_EQ(FailureReasonOf(chunk.Push(
                Concat("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", long_text))),
            FailureReason::kOversized);
}

}  // namespace
}  // namespace nexy
