// What the providers of a soak answer, and how they fail.
#include <nlohmann/json.hpp>
#include <vector>

#include "soak/plan.h"

namespace nexy::soak {
namespace {

using nlohmann::json;

constexpr int kBehaviours = 500;  // Then all of them come again.
constexpr int kOneFaultIn = 4;

json Faults() {
  return json::parse(R"([
    {"status": 401}, {"status": 429}, {"status": 500}, {"status": 503},
    {"status": 429, "retry_after": "0", "retry_delay": "0s"},
    {"stall": "before_headers"}, {"stall": "after_headers"}, {"stall": "mid_stream"},
    {"stall": {"in_piece": 2}}, {"stall": "mid_headers"},
    {"cut": "before_headers"}, {"cut": {"at": "before_headers", "how": "rst"}},
    {"cut": {"at": "mid_headers", "how": "rst"}}, {"cut": {"at": "after_headers", "how": "rst"}},
    {"cut": "mid_stream"}, {"cut": {"after_pieces": 2, "how": "rst"}},
    {"cut": {"in_piece": 2, "how": "rst"}}, {"cut": {"after_pieces": 2, "how": "end"}},
    {"garbage": "before_headers"}, {"garbage": "mid_headers"}, {"garbage": {"after_pieces": 1}},
    {"garbage": {"after_pieces": 2, "framing": true}},
    {"oversized": {"at": "mid_headers", "bytes": 100000}},
    {"drip": {"bytes": 1, "ms": 20}}, {"drip": {"bytes": 40, "ms": 1}},
    {"connection_close": true}, {"split": 7}, {"latency": {"headers": 300}},
    {"latency": {"first": 100, "between": 60}}
  ])");
}

std::vector<std::string> Answer(Dice& dice) {
  static const char* const kSentences[] = {"This is a window with a list of letters. ",
                                           "The first one is from the bank. ",
                                           "Yes. ",
                                           "There are three buttons below it. ",
                                           "Это окно с письмами. ",
                                           "Нажмите вторую кнопку. "};
  std::vector<std::string> pieces;
  const int sentences = 1 + dice.Below(4);
  for (int i = 0; i < sentences; ++i) {
    const std::string sentence = kSentences[dice.Below(6)];
    if (dice.OneIn(2)) {
      pieces.push_back(sentence);
      continue;
    }
    const std::size_t middle = sentence.find(' ') + 1;
    pieces.push_back(sentence.substr(0, middle));
    pieces.push_back(sentence.substr(middle));
  }
  return pieces;
}

json Behaviours(std::uint64_t seed, std::uint64_t service) {
  const json faults = Faults();
  json behaviours = json::array();
  for (int i = 0; i < kBehaviours; ++i) {
    Dice dice(seed + service * 7919, static_cast<std::uint64_t>(i));
    json behaviour = json::object();
    if (dice.OneIn(kOneFaultIn))
      behaviour = faults[static_cast<std::size_t>(dice.Below(static_cast<int>(faults.size())))];
    behaviour["text"] = Answer(dice);
    behaviour["audio_ms"] = 40 + dice.Below(400);
    if (!behaviour.contains("latency")) {
      behaviour["latency"] = {
          {"headers", dice.Below(10)}, {"first", dice.Below(30)}, {"between", dice.Below(6)}};
    }
    if (service < 2 && dice.OneIn(60)) behaviour = {{"text", json::array()}};
    behaviours.push_back(behaviour);
  }
  return {{"behaviours", behaviours}, {"cycle", true}};
}

}  // namespace

std::string ProviderScript(std::uint64_t seed) {
  json gemini = Behaviours(seed, 1);
  gemini["behaviours"][7] = {{"block", "SAFETY"}};
  const json script = {{"openai_chat", Behaviours(seed, 0)},
                       {"gemini", gemini},
                       {"azure_tts", Behaviours(seed, 2)},
                       {"openai_speech", Behaviours(seed, 3)}};
  return script.dump();
}

}  // namespace nexy::soak
