#include "audio/chunker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nexy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Sound(std::size_t bytes) {
  std::string pcm;
  for (std::size_t i = 0; i < bytes; ++i) pcm.push_back(static_cast<char>(i * 7 + i / 256));
  return pcm;
}

TEST(Chunker, TheFirstChunkMayBeSmallerAndTheLastIsTheRest) {
  Chunker chunker(/*chunk_bytes=*/4, /*first_bytes=*/2);
  EXPECT_THAT(chunker.Push("abcdefgh"), ElementsAre("ab", "cdef"));
  EXPECT_EQ(chunker.Finish(), "gh");
}

TEST(Chunker, AnOddByteIsCarriedOverAndDroppedAtTheVeryEnd) {
  Chunker chunker(4);
  EXPECT_THAT(chunker.Push("a"), IsEmpty());
  EXPECT_THAT(chunker.Push("bcd"), ElementsAre("abcd"));
  EXPECT_THAT(chunker.Push("efg"), IsEmpty());
  EXPECT_EQ(chunker.Finish(), "ef");
  EXPECT_EQ(chunker.Finish(), "");
}

TEST(Chunker, NothingComesOutOfNothingAndOfASingleByte) {
  Chunker chunker(4);
  EXPECT_THAT(chunker.Push(""), IsEmpty());
  EXPECT_THAT(chunker.Push("a"), IsEmpty());
  EXPECT_EQ(chunker.Finish(), "");
}

TEST(Chunker, EveryCutOfTheInputGivesTheSameChunks) {
  const std::string pcm = Sound(1003);
  Chunker whole(96, 32);
  const std::vector<std::string> expected = whole.Push(pcm);
  const std::string rest = whole.Finish();
  for (std::size_t piece = 1; piece < 200; ++piece) {
    Chunker chunker(96, 32);
    std::vector<std::string> chunks;
    for (std::size_t at = 0; at < pcm.size(); at += piece) {
      for (auto& chunk : chunker.Push(std::string_view(pcm).substr(at, piece))) {
        chunks.push_back(std::move(chunk));
      }
    }
    EXPECT_EQ(chunks, expected) << piece;
    EXPECT_EQ(chunker.Finish(), rest) << piece;
  }
}

}  // namespace
}  // namespace nexy
