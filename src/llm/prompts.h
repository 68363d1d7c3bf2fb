#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "llm/llm_provider.h"

namespace nexy {

// How much Nexy says unless it is asked for more.
enum class Verbosity { kBrief, kNormal, kDetailed };

// What a model is told besides the question: the texts of config/prompts, one file a part, as a
// person edits them. Immutable, thread-safe.
class Prompts {
 public:
  // The texts that were built in.
  static Prompts BuiltIn(Verbosity verbosity);
  // The built-in texts, with those that `folder` holds under the same file names in their place.
  // INVALID_ARGUMENT names a file that is unknown, empty, longer than 64 KiB or not UTF-8.
  static absl::StatusOr<Prompts> Load(const std::string& folder, Verbosity verbosity);

  // Who Nexy is, how to answer, how long: the same for every question.
  std::string Standing() const;
  // The scenario that the question asks for, whether there is a picture, the actions if they are
  // offered, the language.
  std::string ForQuestion(const LlmRequest& request) const;
  // The system instruction: both.
  std::string Instruction(const LlmRequest& request) const;

  // What follows the words of LlmRequest::said.
  const std::string& Continue() const { return texts_.at("continue.md"); }

 private:
  // A text for questions of one kind, known by the words that it names in its first line.
  struct Scenario {
    std::vector<std::string> words;  // Small letters; a word of the question begins with it.
    std::string text;
  };

  Prompts(std::map<std::string, std::string, std::less<>> texts, Verbosity verbosity);
  const std::string& Text(std::string_view name) const { return texts_.find(name)->second; }
  const Scenario* ScenarioOf(std::string_view question) const;

  std::map<std::string, std::string, std::less<>> texts_;  // By file name.
  std::vector<Scenario> scenarios_;
  Verbosity verbosity_;
};

}  // namespace nexy
