#include "text/spoken_text.h"

#include <gtest/gtest.h>

namespace nexy {
namespace {

TEST(SpokenText, PlainWordsStay) {
  EXPECT_EQ(SpokenText("Hello there.", {}), "Hello there.");
}

}  // namespace
}  // namespace nexy
