// Actions: wire contract 9, golden scenarios A1 to A4.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "rpc/wire_client.h"

namespace nexy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kOpenSafari =
    R"({"text": "Opening Safari.", "command": "open_app", "args": {"app_name": "Safari"}})";
constexpr const char* kRefusedAction = "I could not carry out that action.";

struct ActionTest : WireTest {
  void SetUp() override {
    WireTest::SetUp();
    server.options.turn.forward_actions = true;
  }
  void ExpectRefusedAction(const Call& call, const std::string& text) {
    EXPECT_TRUE(call.status.ok());
    EXPECT_EQ(call.shape, "T A T A E");
    EXPECT_THAT(call.texts, ElementsAre(text, kRefusedAction));
    EXPECT_EQ(call.verdict(), "degraded action_refused");
  }
  // One piece a byte, except that a UTF-8 sequence may be cut anywhere.
  static ScriptedMind::Script ByteByByte(std::string_view text) {
    ScriptedMind::Script script;
    for (const char c : text) script.emplace_back(Piece(std::string(1, c)));
    return script;
  }
};

TEST_F(ActionTest, A1_TheActionIsTheSameHoweverTheModelWritesIt) {
  const std::string answer =
      R"({"args": {"app_name": "Caf\u00e9 \ud83d\ude00", "x": 1}, "session_id": "forged",)"
      R"( "command": " Open-App ", "text": "Открываю café \ud83d\ude00."})";
  mind.Say(answer);
  mind.Answer(ByteByByte(answer));
  mind.Say("```json\n" + answer + "\n```");
  mind.Answer(ByteByByte("```\n" + answer + "\n```"));
  Start();
  for (int i = 0; i < 4; ++i) {
    const auto request = Question();
    auto call = Ask(request);
    EXPECT_EQ(call->shape, "T A X E");
    EXPECT_EQ(call->verdict(), "ok");
    EXPECT_THAT(call->texts, ElementsAre("Открываю café 😀."));
    ASSERT_EQ(call->actions.size(), 1u);
    const auto& action = call->actions[0];
    EXPECT_EQ(action.session_id(), request.session_id());
    EXPECT_FALSE(action.has_feature_id());
    const auto json = nlohmann::ordered_json::parse(action.action_json());
    EXPECT_EQ(json.dump(), R"({"session_id":")" + request.session_id() +
                               R"(","command":"open_app","args":{"app_name":"Café 😀"}})");
  }
}

TEST_F(ActionTest, TheModelIsToldOfActionsOnlyWhenTheyCanBeSent) {
  mind.Say("One is here.");
  Start();
  Ask(Question());
  Ask(LegacyQuestion());
  ASSERT_EQ(mind.requests().size(), 2u);
  EXPECT_TRUE(mind.requests()[0].offer_actions);
  EXPECT_FALSE(mind.requests()[1].offer_actions);
}

TEST_F(ActionTest, TextBeforeAndAfterTheObjectIsSpokenToo) {
  mind.Say(std::string("Well now. ") + kOpenSafari + " Enjoy it.");
  Start();
  auto call = Ask(Question());
  EXPECT_EQ(call->text(), "Well now. Opening Safari. Enjoy it.");
  EXPECT_EQ(call->shape, "T A T A T A X E");
}

TEST_F(ActionTest, ACommandWithoutTextIsPrecededByASentence) {
  mind.Say(R"({"command": "open_app", "args": {"app_name": "Safari"}})");
  Start();
  auto call = Ask(Question());
  EXPECT_EQ(call->shape, "T A X E");
  EXPECT_THAT(call->texts, ElementsAre("All right."));
  EXPECT_THAT(Ask(Question("Открой Safari"))->texts, ElementsAre("Хорошо."));
}

TEST_F(ActionTest, A2_ACommandThatIsNotListedOrNotCompleteIsRefusedAloud) {
  const char* const answers[] = {
      R"({"text": "I do it.", "command": "delete_all", "args": {}})",
      R"({"text": "I do it.", "command": "open_app", "args": {}})",
      R"({"text": "I do it.", "command": "open_app", "args": {"app_name": "  "}})",
      R"({"text": "I do it.", "command": "open_app"})",
      R"({"text": "I do it.", "command": "browser_use", "args": {"task": "x"}})",
      R"({"text": "I do it.", "command": "read_messages", "args": {"contact": "all", "limit": 101}})"};
  for (const char* answer : answers) mind.Say(answer);
  Start();
  for (const char* answer : answers) {
    SCOPED_TRACE(answer);
    ExpectRefusedAction(*Ask(Question()), "I do it.");
  }
}

TEST_F(ActionTest, A3_NoActionWhenTheFlagIsOff) {
  server.options.turn.forward_actions = false;
  mind.Say(kOpenSafari);
  Start();
  ExpectRefusedAction(*Ask(Question()), "Opening Safari.");
  EXPECT_FALSE(mind.requests()[0].offer_actions);
}

TEST_F(ActionTest, A3_NoActionWhenTheKillSwitchIsOn) {
  server.options.turn.disable_actions = true;
  mind.Say(kOpenSafari);
  Start();
  ExpectRefusedAction(*Ask(Question()), "Opening Safari.");
  EXPECT_FALSE(mind.requests()[0].offer_actions);
}

TEST_F(ActionTest, A3_NoActionInALegacyCall) {
  mind.Say(kOpenSafari);
  Start();
  ExpectRefusedAction(*Ask(LegacyQuestion()), "Opening Safari.");
}

TEST_F(ActionTest, A4_TheLegacyMarkerNeverBeginsATextChunk) {
  const char* const answers[] = {
      R"(__MCP__{"event":"mcp.command_request","payload":{"command":"open_app"}})",
      R"(Hello there. __MCP__{"event":"x"})", "__MCP____MCP__Hello there."};
  for (const char* answer : answers) mind.Say(answer);
  Start();
  for (const char* answer : answers) {
    SCOPED_TRACE(answer);
    auto call = Ask(Question());
    EXPECT_TRUE(call->status.ok());
    EXPECT_THAT(call->actions, IsEmpty());
    for (const auto& text : call->texts) EXPECT_FALSE(text.starts_with("__MCP__")) << text;
  }
}

TEST_F(ActionTest, AnObjectThatNeverClosesSpeaksItsTextAndRefusesItsCommand) {
  mind.Say(R"({"text": "Opening it.", "command": "open_app", "args": {"app_name": "Saf)");
  Start();
  ExpectRefusedAction(*Ask(Question()), "Opening it.");
}

TEST_F(ActionTest, AnObjectThatCannotBeReadAndHasNoTextIsAFailure) {
  mind.Say(R"({"command": "open_)");
  Start();
  auto call = Ask(Question());
  EXPECT_EQ(call->text(), "The answer could not be read. Please ask again.");
  EXPECT_EQ(call->end, kEnd);
  EXPECT_EQ(call->verdict(), "failed llm_malformed");
}

TEST_F(ActionTest, AtMostOneActionATurn) {
  mind.Say(std::string(kOpenSafari) +
           R"( {"text": "And Mail.", "command": "open_app", "args": {"app_name": "Mail"}})");
  Start();
  auto call = Ask(Question());
  ASSERT_EQ(call->actions.size(), 1u);
  EXPECT_THAT(call->actions[0].action_json(), testing::HasSubstr("Safari"));
  EXPECT_TRUE(call->shape.ends_with("A X E"));
}

}  // namespace
}  // namespace nexy
