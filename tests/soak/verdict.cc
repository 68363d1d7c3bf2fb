#include "soak/verdict.h"

#include <cmath>
#include <cstdio>

namespace nexy::soak {
namespace {

using Counts = std::map<std::string, std::uint64_t>;

std::uint64_t Sum(const Counts& counts) {
  std::uint64_t sum = 0;
  for (const auto& [word, count] : counts) sum += count;
  return sum;
}

std::uint64_t Of(const Counts& counts, const std::string& word) {
  const auto found = counts.find(word);
  return found == counts.end() ? 0 : found->second;
}

// Collects sentences about what should be equal, or not less.
class Findings {
 public:
  void Equal(const std::string& what, std::uint64_t a, std::uint64_t b) {
    if (a != b) Add(what, a, " is not ", b);
  }
  void AtLeast(const std::string& what, std::uint64_t a, std::uint64_t least) {
    if (a < least) Add(what, a, " is less than ", least);
  }
  void AtMost(const std::string& what, std::uint64_t a, std::uint64_t most) {
    if (a > most) Add(what, a, " is more than ", most);
  }
  std::vector<std::string> found;

 private:
  void Add(const std::string& what, std::uint64_t a, const std::string& is, std::uint64_t b) {
    found.push_back(what + ": " + std::to_string(a) + is + std::to_string(b));
  }
};

// What clients know for certain is a part of what the server counted, and who left makes up the
// rest.
void CompareWithClients(Findings& findings, const Tally::Sums& seen, const Counts& turns,
                        const Counts& refusals) {
  const std::uint64_t known = Sum(seen.turns) + Sum(seen.refusals);
  const std::uint64_t counted = Sum(turns) + Sum(refusals);
  findings.AtLeast("turns and refusals that the server counted", counted,
                   known + seen.left_after_a_message);
  findings.AtMost("turns and refusals that the server counted", counted, known + seen.left);
  for (const auto& [outcome, count] : seen.turns) {
    findings.AtLeast("turns counted as " + outcome, Of(turns, outcome), count);
  }
  for (const auto& [reason, count] : seen.refusals) {
    findings.AtLeast("refusals counted as " + reason, Of(refusals, reason), count);
  }
  std::uint64_t more = 0;  // Than clients heard of: the server had finished before it knew.
  for (const auto& [outcome, count] : turns) more += count - Of(seen.turns, outcome);
  findings.AtMost("turns whose client did not hear the end", more, seen.left);
}

void CompareWithLog(Findings& findings, const Counts& turns, const Counts& refusals,
                    const Counts& log) {
  for (const auto& [outcome, count] : turns) {
    findings.Equal("log lines about turns that ended " + outcome, Of(log, "outcome " + outcome),
                   count);
  }
  for (const auto& [reason, count] : refusals) {
    findings.Equal("log lines about refusals for " + reason, Of(log, "reason " + reason), count);
  }
  findings.Equal("log lines about ends of calls", Sum(log), Sum(turns) + Sum(refusals));
}

// KiB a turn by which resident memory grows in these samples (least squares).
double SlopeKib(const std::vector<Sample>& samples) {
  const auto n = static_cast<double>(samples.size());
  double x = 0, y = 0, xx = 0, xy = 0;
  for (const Sample& sample : samples) {
    const auto kib = static_cast<double>(sample.holdings.resident_kib);
    x += sample.turns;
    y += kib;
    xx += sample.turns * sample.turns;
    xy += sample.turns * kib;
  }
  const double spread = n * xx - x * x;
  return spread == 0 ? 0 : (n * xy - x * y) / spread;
}

}  // namespace

std::vector<std::string> Disagreements(const Tally::Sums& seen, const Figures& figures,
                                       const std::map<std::string, std::uint64_t>& log) {
  Findings findings;
  const Counts turns = figures.ByLabel("nexy_turns_total", "outcome");
  const Counts refusals = figures.ByLabel("nexy_refusals_total", "reason");
  const auto figure = [&figures](const char* name) {
    return static_cast<std::uint64_t>(std::llround(figures.Value(name)));
  };
  const std::uint64_t collected = figure("nexy_collect_chunks_total");
  findings.Equal("calls that arrived against turns, refusals and pieces",
                 figure("nexy_stream_calls_total"), Sum(turns) + Sum(refusals) + collected);
  findings.AtMost("calls that arrived", figure("nexy_stream_calls_total"), seen.calls);
  findings.Equal("pieces of questions", collected, seen.collected);
  findings.Equal("turns that interrupts stopped", figure("nexy_interrupted_turns_total"),
                 seen.interrupted_turns);
  findings.Equal("turns that ended interrupted, of those that interrupts stopped",
                 std::min(Of(turns, "interrupted"), seen.interrupted_turns),
                 Of(turns, "interrupted"));
  findings.Equal("usage reports", figure("nexy_usage_reports_total"), seen.usage_reports);
  findings.Equal("log records lost", figure("nexy_log_dropped_total"), 0);
  findings.Equal("broken calls", seen.broken_calls, 0);
  CompareWithClients(findings, seen, turns, refusals);
  CompareWithLog(findings, turns, refusals, log);
  for (const std::string& broken : seen.broken) findings.found.push_back("broken: " + broken);
  return findings.found;
}

void CompareHoldings(const Holdings& before, const Holdings& after,
                     std::vector<std::string>& findings) {
  const auto compare = [&findings](const char* what, std::size_t a, std::size_t b) {
    if (b <= a) return;
    findings.push_back(std::string(what) + ": " + std::to_string(a) + " before, " +
                       std::to_string(b) + " after");
  };
  // gRPC keeps a few event counters for threads that wait, as many as ever waited at once.
  compare("other files", before.other_files + 4, after.other_files);
  // gRPC has as many threads as it ever needed at once; one a turn would be thousands.
  compare("threads", before.threads + 16, after.threads);
}

void JudgeMemory(const std::vector<Sample>& samples, std::vector<std::string>& findings) {
  constexpr double kMostKib = 1;
  constexpr double kFlatKib = 0.05;  // 50 bytes a turn: less than the smallest thing that is kept.
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  const double all = SlopeKib(samples);
  const double second = SlopeKib({middle, samples.end()});
  std::printf(
      "resident memory grows by %.4f KiB a turn after the warm-up, %.4f in the second "
      "half\n",
      all, second);
  if (all > kMostKib) findings.push_back("memory grows");
  if (second > kFlatKib) findings.push_back("memory grows in the second half");
}

}  // namespace nexy::soak
