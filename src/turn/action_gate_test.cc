#include "turn/action_gate.h"

#include <gtest/gtest.h>

namespace nexy {
namespace {

std::string Allowed(std::string_view command, std::string_view args, TurnOptions options = {}) {
  auto action = AllowedAction({.command = std::string(command), .args_json = std::string(args)},
                              "id", options);
  return action.ok() ? *action : absl::StatusCodeToString(action.status().code());
}

TEST(ActionGate, NormalisesTheCommandAndKeepsOnlyListedArguments) {
  EXPECT_EQ(Allowed("  Open--App ", R"({"x": 1, "app_name": "Mail"})"),
            R"({"session_id":"id","command":"open_app","args":{"app_name":"Mail"}})");
}

TEST(ActionGate, RefusesWhatIsNotListedOrSwitchedOff) {
  EXPECT_EQ(Allowed("format_disk", "{}"), "PERMISSION_DENIED");
  EXPECT_EQ(Allowed("browser_use", R"({"task": "buy"})"), "PERMISSION_DENIED");
  EXPECT_EQ(Allowed("browser_use", R"({"task": "buy"})", {.browser_enabled = true}),
            R"({"session_id":"id","command":"browser_use","args":{"task":"buy"}})");
}

TEST(ActionGate, RefusesMissingBlankLongAndWrongArguments) {
  EXPECT_EQ(Allowed("open_app", "{}"), "INVALID_ARGUMENT");
  EXPECT_EQ(Allowed("open_app", R"({"app_name": "  "})"), "INVALID_ARGUMENT");
  EXPECT_EQ(Allowed("open_app", R"({"app_name": ["a"]})"), "INVALID_ARGUMENT");
  EXPECT_EQ(Allowed("open_app", R"({"app_name": ")" + std::string(4001, 'a') + "\"}"),
            "INVALID_ARGUMENT");
  EXPECT_EQ(Allowed("open_app", "[]"), "INVALID_ARGUMENT");
  EXPECT_EQ(Allowed("open_app", "not json"), "INVALID_ARGUMENT");
  EXPECT_EQ(Allowed("close_browser", R"({"now": "x"})", {.browser_enabled = true}),
            "INVALID_ARGUMENT");
}

TEST(ActionGate, LimitsHowManyMessagesAreRead) {
  EXPECT_EQ(Allowed("read_messages", R"({"contact": "all"})"),
            R"({"session_id":"id","command":"read_messages","args":{"contact":"all","limit":10}})");
  EXPECT_EQ(Allowed("read_messages", R"({"contact": "all", "limit": 101})"), "INVALID_ARGUMENT");
  EXPECT_EQ(Allowed("read_messages", R"({"contact": "all", "limit": "5"})"), "INVALID_ARGUMENT");
}

}  // namespace
}  // namespace nexy
