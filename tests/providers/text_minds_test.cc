#include "text_mind_fixture.h"

namespace nexy {
namespace {

// What holds for each mind that answers with text.
template <typename Fixture>
struct TextMindTest : Fixture {};

using TextMinds = testing::Types<GeminiTest, OpenAiTest>;
TYPED_TEST_SUITE(TextMindTest, TextMinds);

TYPED_TEST(TextMindTest, ThoughtsAreNotSaid) {
  const Answer answer = this->AskWith(R"({"thoughts": ["Let me think."], "text": ["It is red."]})");
  ASSERT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_EQ(answer.text, "It is red.");
}

TYPED_TEST(TextMindTest, AnAnswerWithoutItsFinishIsCut) {
  const Answer answer = this->AskWith(R"({"text": ["It is"], "finish": ""})");
  EXPECT_EQ(answer.text, "It is");
  EXPECT_EQ(FailureReasonOf(answer.status), FailureReason::kCut);
}

TYPED_TEST(TextMindTest, EveryByteMayComeAlone) {
  const Answer answer =
      this->AskWith(R"({"text": ["Приве", "т — €."], "split": 1, "chunk_bytes": 1})");
  EXPECT_TRUE(answer.status.ok()) << answer.status;
  EXPECT_EQ(answer.text, "Привет — €.");
}

}  // namespace
}  // namespace nexy
