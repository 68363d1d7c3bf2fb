#include "llm/prompts.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/status.h"
#include "base/strings.h"
#include "llm/embedded_prompts.h"
#include "text/unicode.h"

namespace nexy {
namespace {

namespace fs = std::filesystem;
using Texts = std::map<std::string, std::string, std::less<>>;

constexpr std::uintmax_t kFileMaxBytes = 64 * 1024;
constexpr std::string_view kWhen = "When:";
// The more special one first: "the chart on my screen" is about the chart.
constexpr std::array<std::string_view, 4> kScenarios = {"scenario_spell.md", "scenario_chart.md",
                                                        "scenario_picture.md", "scenario_screen.md"};

Texts BuiltInTexts() {
  return {{"actions.md", std::string(kPromptActionsTable)},
          {"answering.md", std::string(kPromptAnsweringTable)},
          {"continue.md", std::string(kPromptContinueTable)},
          {"identity.md", std::string(kPromptIdentityTable)},
          {"language.md", std::string(kPromptLanguageTable)},
          {"no_screenshot.md", std::string(kPromptNoScreenshotTable)},
          {"scenario_chart.md", std::string(kPromptScenarioChartTable)},
          {"scenario_picture.md", std::string(kPromptScenarioPictureTable)},
          {"scenario_screen.md", std::string(kPromptScenarioScreenTable)},
          {"scenario_spell.md", std::string(kPromptScenarioSpellTable)},
          {"screenshot.md", std::string(kPromptScreenshotTable)},
          {"verbosity_brief.md", std::string(kPromptVerbosityBriefTable)},
          {"verbosity_detailed.md", std::string(kPromptVerbosityDetailedTable)},
          {"verbosity_normal.md", std::string(kPromptVerbosityNormalTable)}};
}

std::string_view VerbosityFile(Verbosity verbosity) {
  switch (verbosity) {
    case Verbosity::kBrief:
      return "verbosity_brief.md";
    case Verbosity::kNormal:
      return "verbosity_normal.md";
    case Verbosity::kDetailed:
      return "verbosity_detailed.md";
  }
  return "";
}

std::string_view EnglishName(Language language) {
  return language == Language::kRussian ? "Russian" : "English";
}

bool IsUtf8(std::string_view text) { return EncodeUtf8(DecodeUtf8(text)) == text; }

// Small letters, every run of other characters one space, a space at both ends.
std::string Words(std::string_view text) {
  std::u32string words = U" ";
  for (char32_t c : ToLower(DecodeUtf8(text))) {
    if (IsWordChar(c)) {
      words += c;
    } else if (words.back() != U' ') {
      words += U' ';
    }
  }
  if (words.back() != U' ') words += U' ';
  return EncodeUtf8(words);
}

absl::StatusOr<std::string> ReadPrompt(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error || size > kFileMaxBytes) {
    return absl::InvalidArgumentError(Concat(path.string(), ": cannot be read or is above 64 KiB"));
  }
  std::ifstream file(path);
  std::stringstream content;
  content << file.rdbuf();
  std::string text = content.str();
  if (!file || absl::StripAsciiWhitespace(text).empty()) {
    return absl::InvalidArgumentError(Concat(path.string(), ": is empty or cannot be read"));
  }
  if (!IsUtf8(text)) return absl::InvalidArgumentError(Concat(path.string(), ": is not UTF-8"));
  return text;
}

}  // namespace

Prompts::Prompts(Texts texts, Verbosity verbosity)
    : texts_(std::move(texts)), verbosity_(verbosity) {
  for (auto& [name, text] : texts_) text = std::string(absl::StripAsciiWhitespace(text));
  for (std::string_view name : kScenarios) {
    const std::string& text = texts_.find(name)->second;
    const std::size_t end = std::min(text.find('\n'), text.size());
    Scenario scenario;
    if (text.starts_with(kWhen)) {
      const std::string line = text.substr(kWhen.size(), end - kWhen.size());
      for (const std::string& word : std::vector<std::string>(absl::StrSplit(line, ','))) {
        std::string words = Words(word);
        words.pop_back();  // The end of a word is open: Russian words have endings.
        if (words.size() > 1) scenario.words.push_back(std::move(words));
      }
      scenario.text = std::string(absl::StripAsciiWhitespace(text.substr(end)));
    }
    scenarios_.push_back(std::move(scenario));
  }
}

Prompts Prompts::BuiltIn(Verbosity verbosity) { return Prompts(BuiltInTexts(), verbosity); }

absl::StatusOr<Prompts> Prompts::Load(const std::string& folder, Verbosity verbosity) {
  if (folder.empty()) return BuiltIn(verbosity);
  Texts texts = BuiltInTexts();
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".md") continue;
    const auto known = texts.find(name);
    if (known == texts.end()) {
      return absl::InvalidArgumentError(
          Concat(entry.path().string(), ": no prompt has this name; see config/prompts"));
    }
    NEXY_ASSIGN_OR_RETURN(known->second, ReadPrompt(entry.path()));
  }
  if (error) return absl::InvalidArgumentError(Concat(folder, ": ", error.message()));
  return Prompts(std::move(texts), verbosity);
}

const Prompts::Scenario* Prompts::ScenarioOf(std::string_view question) const {
  const std::string words = Words(question);
  for (const Scenario& scenario : scenarios_) {
    for (const std::string& word : scenario.words) {
      if (words.find(word) != std::string::npos) return &scenario;
    }
  }
  return nullptr;
}

std::string Prompts::Standing() const {
  return Concat(Text("identity.md"), "\n\n", Text("answering.md"), "\n\n",
                Text(VerbosityFile(verbosity_)));
}

std::string Prompts::ForQuestion(const LlmRequest& request) const {
  std::string text;
  if (const Scenario* scenario = ScenarioOf(request.prompt)) text = Concat(scenario->text, "\n\n");
  text += Text(request.screenshot != nullptr ? "screenshot.md" : "no_screenshot.md");
  if (request.offer_actions) text += Concat("\n\n", Text("actions.md"));
  const std::string language(EnglishName(request.language));
  text += "\n\n";
  text += absl::StrReplaceAll(Text("language.md"), {{"{language}", language}});
  return text;
}

std::string Prompts::Instruction(const LlmRequest& request) const {
  return Concat(Standing(), "\n\n", ForQuestion(request));
}

}  // namespace nexy
