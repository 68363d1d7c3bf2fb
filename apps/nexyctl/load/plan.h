#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace nexy::load {

using Steady = std::chrono::steady_clock;
using Random = std::mt19937_64;

// What a person does.
enum class Scenario {
  kShort,       // Asks and listens to a short answer.
  kLong,        // The same, a long answer.
  kScreenshot,  // Shows a picture of the screen.
  kWelcome,     // Starts her client: the welcome.
  kFollowUp,    // Asks, listens, asks on.
  kInterrupt,   // Says stop at some moment after the first sound.
  kSlowReader,  // Her client takes sound only as it is played.
  kDisconnect   // Her connection goes at some moment.
};
inline constexpr std::size_t kScenarios = 8;
std::string_view ScenarioWord(Scenario scenario);  // "short", "follow-up", …

// How often each scenario comes, as weights.
class Mix {
 public:
  // Only short questions.
  Mix() { weights_[0] = 1; }
  // "short=8,long=1,interrupt=1". INVALID_ARGUMENT says what is wrong.
  static absl::StatusOr<Mix> Parse(std::string_view text);

  Scenario Pick(Random& random) const;
  unsigned weight(Scenario scenario) const { return weights_[static_cast<std::size_t>(scenario)]; }
  std::string Text() const;

 private:
  std::array<unsigned, kScenarios> weights_{};
};

// kClosed: so many people, each asks again when she has heard the answer. kOpen: so many questions
// a second, whether or not earlier ones are answered.
enum class Loop { kClosed, kOpen };
enum class Arrivals { kPoisson, kEven, kBursts };
std::string_view ArrivalsWord(Arrivals arrivals);
std::optional<Arrivals> ArrivalsOf(std::string_view word);

// A run of load; times of day are of no interest to it.
struct Plan {
  Loop loop = Loop::kClosed;
  double load = 10;  // People, or questions a second.
  Arrivals arrivals = Arrivals::kPoisson;
  std::size_t burst = 10;                      // Questions in one burst.
  std::chrono::milliseconds warmup{0};         // Not in the figures.
  std::chrono::milliseconds duration{30'000};  // After the warm-up.
  std::chrono::milliseconds ramp{0};           // From nothing to the whole load.
  std::chrono::milliseconds pause{1'000};      // A person's pause after an answer, on average.
  std::chrono::milliseconds drain{30'000};     // What is not over then is cancelled.
  bool listens = true;            // A person hears an answer to its end before she goes on.
  std::size_t devices = 1000;     // Of an open loop; a closed one has one a person.
  std::size_t max_live = 20'000;  // One more question at once is not asked, but counted.
  std::size_t connections = 8;
  std::uint64_t seed = 1;
  Mix mix;
  std::string short_prompt = "What is 15 % of 80?";
  std::string long_prompt = "What can you do?";
  std::string screen_prompt = "Read what is on my screen";
  std::string follow_up_prompt = "Repeat";
  std::string screenshot_base64;  // Of kScreenshot.
};

}  // namespace nexy::load
