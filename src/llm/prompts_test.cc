#include "llm/prompts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace nexy {
namespace {

using testing::HasSubstr;
using testing::Not;

class PromptsTest : public testing::Test {
 protected:
  ~PromptsTest() override { std::filesystem::remove_all(folder_); }

  static std::string Instruction(std::string question, Language language = Language::kEnglish,
                                 Verbosity verbosity = Verbosity::kNormal) {
    LlmRequest request;
    request.prompt = std::move(question);
    request.language = language;
    return Prompts::BuiltIn(verbosity).Instruction(request);
  }
  void Write(const std::string& name, std::string_view text) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ + "/" + name) << text;
  }

  const std::string folder_ = testing::TempDir() + "prompts." + std::to_string(getpid());
};

TEST_F(PromptsTest, NamesTheLanguageAndSaysThatThereIsNoPicture) {
  EXPECT_THAT(Instruction("Сколько времени?", Language::kRussian), HasSubstr("Answer in Russian"));
  EXPECT_THAT(Instruction("What time is it?"), HasSubstr("No picture of the screen is attached"));
}

TEST_F(PromptsTest, TheQuestionChoosesTheScenario) {
  const std::string chart = "asks about a chart";
  const std::string picture = "asks about a picture";
  const std::string screen = "wants to know what is on the screen";
  EXPECT_THAT(Instruction("What does the chart on my screen show?"), HasSubstr(chart));
  EXPECT_THAT(Instruction("Что на диаграмме?"), HasSubstr(chart));
  EXPECT_THAT(Instruction("Describe this photo"), HasSubstr(picture));
  EXPECT_THAT(Instruction("Опиши картинку, пожалуйста"), HasSubstr(picture));
  EXPECT_THAT(Instruction("What is on my screen?"), HasSubstr(screen));
  EXPECT_THAT(Instruction("Что у меня на экране?"), HasSubstr(screen));
  const std::string other = Instruction("Who wrote the paragraph about holography?");
  for (const auto& scenario : {chart, picture, screen}) EXPECT_THAT(other, Not(HasSubstr(scenario)));
  EXPECT_THAT(Instruction("What is on my screen?"), Not(HasSubstr("When:")));
}

TEST_F(PromptsTest, ThereAreThreeLevelsOfVerbosity) {
  EXPECT_THAT(Instruction("Hi", Language::kEnglish, Verbosity::kBrief), HasSubstr("one sentence"));
  EXPECT_THAT(Instruction("Hi", Language::kEnglish, Verbosity::kNormal), HasSubstr("two sentences"));
  EXPECT_THAT(Instruction("Hi", Language::kEnglish, Verbosity::kDetailed),
              HasSubstr("eight sentences"));
}

TEST_F(PromptsTest, ActionsAreToldOnlyWhenTheyAreOffered) {
  LlmRequest request;
  const Prompts prompts = Prompts::BuiltIn(Verbosity::kNormal);
  EXPECT_THAT(prompts.Instruction(request), Not(HasSubstr("open_app")));
  request.offer_actions = true;
  EXPECT_THAT(prompts.Instruction(request), HasSubstr("open_app"));
}

TEST_F(PromptsTest, AFolderReplacesSingleTexts) {
  Write("identity.md", "You are a parrot.\n");
  const auto prompts = Prompts::Load(folder_, Verbosity::kNormal);
  ASSERT_TRUE(prompts.ok()) << prompts.status();
  EXPECT_THAT(prompts->Instruction({}), HasSubstr("You are a parrot.\n\nHow you answer"));
}

TEST_F(PromptsTest, AFolderThatCannotBeUsedIsNamed) {
  Write("identiy.md", "typing error");
  EXPECT_THAT(Prompts::Load(folder_, Verbosity::kNormal).status().ToString(), HasSubstr("identiy.md"));
  std::filesystem::remove_all(folder_);
  Write("identity.md", "  \n");
  EXPECT_THAT(Prompts::Load(folder_, Verbosity::kNormal).status().ToString(), HasSubstr("empty"));
  Write("identity.md", "\xff\xfe");
  EXPECT_THAT(Prompts::Load(folder_, Verbosity::kNormal).status().ToString(), HasSubstr("UTF-8"));
  EXPECT_FALSE(Prompts::Load(folder_ + "/none", Verbosity::kNormal).ok());
}

}  // namespace
}  // namespace nexy
