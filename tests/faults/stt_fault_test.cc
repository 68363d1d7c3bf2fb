#include <gmock/gmock.h>

#include "audio/wav.h"
#include "faults.h"
#include "http/client_fixture.h"
#include "sim_server.h"
#include "stt/openai.h"

namespace nexy {
namespace {

using namespace std::chrono_literals;

constexpr const char* kSttKey = "a-key-that-nobody-may-read";

// The transcript comes in one piece.
std::vector<Fault> SttFaults() {
  std::vector<Fault> faults = FaultsBeforeTheAnswer();
  std::ranges::move(FaultsInMidAnswer(R"("in_piece": 1)"), std::back_inserter(faults));
  for (Fault& fault : faults) {  // What is no JSON ends early too.
    if (fault.name == "GarbageMidStream") fault.reasons.push_back(FailureReason::kCut);
  }
  faults.push_back({"OversizedHeaders",
                    R"({"oversized": {"at": "mid_headers", "bytes": 100000}})",
                    {FailureReason::kOversized},
                    Cause::kLlmMalformed});
  faults.push_back({"OversizedBody",
                    Concat(R"({"text": [")", std::string(2'000'000, 'x'), R"("]})"),
                    {FailureReason::kOversized},
                    Cause::kLlmMalformed});
  return faults;
}

struct SttFaultTest : ClientFixture, testing::WithParamInterface<Fault> {
  SttOptions Settings(SimServer& sim) {
    this->options.ca_file = sim.ca_file();
    this->options.connect_timeout = PatienceFor(GetParam());
    SttOptions settings;
    settings.response_timeout = PatienceFor(GetParam());
    settings.resilience.backoff = {.first = 2ms, .longest = 4ms};
    settings.openai.base_url = sim.https_url() + "/v1";
    settings.openai.api_key = Secret(kSttKey);
    return settings;
  }
};

// Nobody listens to an ear: who asked is told why, in time, and nothing is left.
TEST_P(SttFaultTest, WhoAskedIsToldWhyInTime) {
  SimServer sim;
  const Fault& fault = GetParam();
  if (!fault.connection.empty()) sim.Script("connection", fault.connection);
  sim.Script("openai_transcriptions", fault.script == "down" ? "{}" : fault.script);
  const SttOptions settings = Settings(sim);  // Before client() is there.
  OpenAiTranscriber ear(settings, client(), *clock, 1,
                        ProviderMetrics(registry, "stt", "openai", "token"));
  if (fault.script == "down") sim.Down();
  SttRequest request;
  request.wav = WavHeader({16'000, 1}, 32'000) + std::string(32'000, 'x');
  const Clock::Time start = clock->Now();
  const absl::Status status = Await(ear.Transcribe(std::move(request))).status();
  EXPECT_LE(clock->Now() - start, LastDeadline(fault) + 3s);
  EXPECT_THAT(fault.reasons, testing::Contains(FailureReasonOf(status))) << status;
  EXPECT_EQ(std::string(status.message()).find(kSttKey), std::string::npos);
  EXPECT_EQ(ear.breaker().view().failures, 1);
  EXPECT_GE(Figure("nexy_provider_failures_total"), 1);
  EXPECT_LE(OpenConnections(), 1) << "one may be kept";
  EXPECT_TRUE(sim.WaitForStats([](const SimStats& stats) { return stats.generations_live == 0; }));
}

INSTANTIATE_TEST_SUITE_P(Stt, SttFaultTest, testing::ValuesIn(SttFaults()),
                         [](const auto& cell) { return cell.param.name; });

}  // namespace
}  // namespace nexy
