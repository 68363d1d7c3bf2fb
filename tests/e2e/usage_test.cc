// What was used is counted by nexyd and shown by nexyctl, while nexyd runs.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "e2e/nexyd_process.h"

namespace nexy::testing {
namespace {

using nlohmann::json;

struct Accounts : ::testing::Test {
  // What nexyctl tells, once nexyd has written what it counted.
  json Usage(const NexydProcess& server, const std::string& until_provider) {
    for (int i = 0; i < 200; ++i) {
      const ProgramResult result =
          Program({"usage", "--by", "provider", "--json", "--set", "store.path=" + server.store()},
                  home_, {}, "", "nexyctl")
              .Wait();
      const json told = json::parse(result.out, nullptr, false);
      if (!told.is_object()) continue;
      for (const auto& row : told["rows"]) {
        if (row["provider"] == until_provider) return told;
      }
    }
    return json::object();
  }
  static std::vector<std::string> Writing(const std::string& how_often) {
    std::vector<std::string> settings = kPatient;
    settings.push_back("store.flush_every=" + how_often);
    return settings;
  }

  TemporaryFolder home_;
};

TEST_F(Accounts, AQuestionIsCountedByWhoAnsweredAndWhoSpoke) {
  NexydProcess server(Writing("20ms"));
  Person person(server);
  ASSERT_EQ(person.Ask("What is 15 % of 80?").exit_code, 0);
  const json told = Usage(server, "offline");
  ASSERT_TRUE(told.contains("rows")) << "nothing was counted";
  for (const auto& row : told["rows"]) {
    if (row["provider"] == "offline") {
      EXPECT_EQ(row["requests"], 1);
    }
    if (row["provider"] == "espeak") {
      EXPECT_GE(row["characters"].get<int>(), 17);
      EXPECT_GT(row["audio_ms"].get<int>(), 500);
    }
  }
}

TEST_F(Accounts, WhatWasCountedSurvivesTheEnd) {
  NexydProcess server(Writing("1h"));
  Person person(server);
  ASSERT_EQ(person.Ask("What is 15 % of 80?").exit_code, 0);
  EXPECT_EQ(server.Stop().exit_code, 0);
  EXPECT_TRUE(Usage(server, "offline").contains("rows"));
}

}  // namespace
}  // namespace nexy::testing
