#include <gmock/gmock.h>

#include <chrono>
#include <map>
#include <tuple>

#include "fault_rig.h"
#include "turn/phrases.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

// One stand-in for all; each test scripts it anew.
SimServer& Sim() {
  static SimServer sim;
  return sim;
}

struct Cell {
  std::string provider;  // As the rig names it.
  std::string service;   // As nexy-sim does.
  Fault fault;
};

std::vector<Cell> Cells(const std::vector<std::pair<std::string, std::string>>& providers) {
  std::vector<Cell> cells;
  for (const auto& [provider, service] : providers) {
    for (const Fault& fault : FaultsOf(service)) cells.push_back({provider, service, fault});
  }
  return cells;
}

std::string NameOf(const testing::TestParamInfo<Cell>& cell) {
  return cell.param.provider + "_" + cell.param.fault.name;
}

struct FaultTest : testing::TestWithParam<Cell> {
  void SetUp() override {
    Sim().Reset();
    const Fault& fault = GetParam().fault;
    if (!fault.connection.empty()) Sim().Script("connection", fault.connection);
    if (fault.script == "down") {
      Sim().Down();
    } else {
      Sim().Script(GetParam().service, fault.script);
    }
  }
  void TearDown() override {
    if (GetParam().fault.script == "down") Sim().Up();
  }

  void Run(FaultRig& rig, OneTurn& one) {
    ASSERT_TRUE(rig.RunUntil([&one] { return one.status.has_value(); }));
    EXPECT_TRUE(one.status->ok()) << *one.status;
    for (const Ear::Heard& heard : one.ear.heard) EXPECT_GT(heard.audio_bytes, 0u) << heard.text;
  }
  // What an operator finds out, and that nothing is left.
  void ExpectSeen(FaultRig& rig, const CircuitBreaker& breaker, const std::string& kind) {
    const Cell& cell = GetParam();
    double counted = 0;
    bool named = false;
    for (const FailureReason reason : cell.fault.reasons) {
      const std::string token(FailureToken(reason));
      counted += rig.Figure("nexy_provider_failures_total", token);
      named = named || rig.log.Has("provider=" + cell.provider + " reason=" + token);
    }
    EXPECT_GE(counted, 1) << kind;
    EXPECT_TRUE(named) << "no line of the log says why";
    EXPECT_FALSE(rig.log.Has(kKey));
    const auto view = breaker.view();
    EXPECT_THAT(cell.fault.reasons, testing::Contains(FailureReasonOf(view.last_failure)))
        << view.last_failure;
    EXPECT_GE(view.failures, 1);
    EXPECT_EQ(std::string(view.last_failure.message()).find(kKey), std::string::npos);
    EXPECT_TRUE(rig.IsIdle());
    rig.http.reset();
    EXPECT_EQ(rig.Figure("nexy_http_connections_open"), 0);
    EXPECT_TRUE(Sim().WaitForStats([](const SimStats& stats) {
      return stats.generations_live == 0 && stats.connections_open == 0;
    }));
  }
  static std::string base() { return Sim().https_url(); }
};

struct MindFaultTest : FaultTest {};

TEST_P(MindFaultTest, ThePersonHearsWhyAndTheOperatorSeesIt) {
  const Fault& fault = GetParam().fault;
  FaultRig rig(base(), Sim().ca_file(), {.llm = PatienceFor(fault)});
  OneTurn one(rig, rig.Parts(rig.mind(GetParam().provider), rig.usual));
  Run(rig, one);

  EXPECT_EQ(one.turn.verdict().outcome, Outcome::kFailed);
  EXPECT_EQ(one.turn.verdict().cause, fault.cause) << CauseToken(one.turn.verdict().cause);
  const bool no_money = fault.reasons.front() == FailureReason::kBilling;
  const Phrase phrase = no_money ? Phrase::kLlmBilling : ApologyFor(fault.cause);
  const auto apology = PhraseSentences(phrase, Language::kEnglish);
  for (const std::string_view sentence : apology)
    EXPECT_EQ(one.ear.Times(sentence), 1u) << sentence;
  EXPECT_EQ(one.ear.Times(kSaidFirst), fault.midway ? 1u : 0u);
  EXPECT_EQ(one.ear.Times(kSaidSecond), 0u);
  for (const Ear::Heard& heard : one.ear.heard) {
    if (heard.text != apology.front()) continue;
    EXPECT_LE(heard.audio_at - one.start, LastDeadline(fault) + 3s);
  }
  ExpectSeen(rig, rig.mind(GetParam().provider).breaker(), "llm");
}

INSTANTIATE_TEST_SUITE_P(Llm, MindFaultTest,
                         testing::ValuesIn(Cells({{"gemini", "gemini"},
                                                  {"openai", "openai_chat"},
                                                  {"gemini_live", "gemini_live"}})),
                         NameOf);

struct VoiceFaultTest : FaultTest {};

TEST_P(VoiceFaultTest, TheNextVoiceSaysEverySentenceWhole) {
  FaultRig rig(base(), Sim().ca_file(), {.tts = PatienceFor(GetParam().fault)});
  OneTurn one(rig, rig.Parts(rig.scripted, rig.voice(GetParam().provider)));
  Run(rig, one);

  EXPECT_EQ(one.turn.verdict().outcome, Outcome::kDegraded);
  EXPECT_EQ(one.turn.verdict().cause, Cause::kVoiceFallback);
  const auto notice = PhraseSentences(Phrase::kVoiceFallback, Language::kEnglish);
  EXPECT_EQ(one.ear.Times(notice.front()), 1u);
  EXPECT_GE(one.ear.Times(kSaidFirst), 1u);
  EXPECT_GE(one.ear.Times(kSaidSecond), 1u);
  // The sentence that broke is whole the last time that it is heard.
  std::map<std::string, std::size_t> last;
  for (const Ear::Heard& heard : one.ear.heard) last[heard.text] = heard.audio_bytes;
  for (const char* sentence : {kSaidFirst, kSaidSecond}) {
    EXPECT_EQ(last[sentence], std::string(sentence).size() * 200) << sentence;
  }
  for (const Ear::Heard& heard : one.ear.heard) {
    if (heard.text != notice.front()) continue;
    EXPECT_LE(heard.audio_at - one.start, LastDeadline(GetParam().fault) + 3s);
  }
  ExpectSeen(rig, rig.voice(GetParam().provider).breaker(), "tts");
}

INSTANTIATE_TEST_SUITE_P(
    Tts, VoiceFaultTest,
    testing::ValuesIn(Cells({{"azure", "azure_tts"}, {"openai", "openai_speech"}})), NameOf);

// The table itself can tell a good provider from a bad one.
TEST(FaultRigTest, WithoutAFaultTheAnswerIsHeardWhole) {
  Sim().Reset();
  for (const char* service : {"gemini", "openai_chat"}) {
    Sim().Script(service, TwoSentences(R"("thoughts": [])"));
  }
  for (const char* mind : {"gemini", "openai"}) {
    for (const char* voice : {"azure", "openai"}) {
      FaultRig rig(Sim().https_url(), Sim().ca_file(), {});
      OneTurn one(rig, rig.Parts(rig.mind(mind), rig.voice(voice)));
      ASSERT_TRUE(rig.RunUntil([&one] { return one.status.has_value(); }));
      EXPECT_EQ(one.turn.verdict().outcome, Outcome::kOk) << mind << " " << voice;
      ASSERT_EQ(one.ear.heard.size(), 2u);
      EXPECT_EQ(one.ear.heard[0].text, kSaidFirst);
      EXPECT_EQ(one.ear.heard[1].text, kSaidSecond);
      for (const Ear::Heard& heard : one.ear.heard) EXPECT_GT(heard.audio_bytes, 90'000u);
      EXPECT_EQ(rig.mind(mind).breaker().view().failures, 0);
    }
  }
}

TEST(FaultRigTest, WithoutAFaultAModelThatSpeaksItselfIsHeardWhole) {
  Sim().Reset();
  Sim().Script("gemini_live", R"({"text": ["The first sentence is here. ", )"
                              R"("The second sentence comes after it."], "audio_ms": 2000})");
  FaultRig rig(Sim().https_url(), Sim().ca_file(), {});
  OneTurn one(rig, rig.Parts(rig.mind("gemini_live"), rig.usual));
  ASSERT_TRUE(rig.RunUntil([&one] { return one.status.has_value(); }));
  EXPECT_EQ(one.turn.verdict().outcome, Outcome::kOk);
  ASSERT_EQ(one.ear.heard.size(), 2u);
  EXPECT_EQ(one.ear.heard[0].text, kSaidFirst);
  EXPECT_EQ(one.ear.heard[1].text, kSaidSecond);
  EXPECT_NEAR(static_cast<double>(one.ear.heard[0].audio_bytes + one.ear.heard[1].audio_bytes),
              2 * 96'000.0, 2'000.0);
  EXPECT_TRUE(rig.usual.spoken().empty());
}

}  // namespace
}  // namespace nexy
