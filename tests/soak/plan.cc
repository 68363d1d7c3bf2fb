#include "soak/plan.h"

namespace nexy::soak {
namespace {

struct Share {
  Deed deed;
  int weight;
};
constexpr Share kShares[] = {
    {Deed::kListen, 46},  {Deed::kHangUp, 14}, {Deed::kDeadline, 8}, {Deed::kInterrupt, 12},
    {Deed::kCut, 4},      {Deed::kMistake, 4}, {Deed::kTwice, 2},    {Deed::kOldClient, 3},
    {Deed::kInPieces, 3}, {Deed::kPicture, 3}, {Deed::kRush, 1},
};
constexpr int kWeights = 100;
constexpr std::uint64_t kStorm = 64;  // Turns in a row; sometimes all of them have a deadline.
constexpr int kOneStormIn = 16;

Deed DeedOf(int number) {
  for (const auto& [deed, weight] : kShares) {
    if (number < weight) return deed;
    number -= weight;
  }
  return Deed::kListen;
}

}  // namespace

Plan PlanOf(std::uint64_t seed, std::uint64_t turn) {
  Dice dice(seed, turn);
  Plan plan;
  plan.deed = DeedOf(dice.Below(kWeights));
  plan.messages = dice.OneIn(4) ? 0 : dice.Below(20);
  plan.deadline = std::chrono::milliseconds(1 + dice.Below(dice.OneIn(2) ? 40 : 900));
  plan.mistake = dice.Below(5);
  plan.device = dice.Below(16);
  plan.welcome = dice.OneIn(50);
  plan.usage = dice.OneIn(50);
  Dice storm(seed ^ 0x5707, turn / kStorm);
  if (storm.OneIn(kOneStormIn)) {
    plan.deed = Deed::kDeadline;
    plan.deadline = std::chrono::milliseconds(5 + storm.Below(100));
  }
  return plan;
}

}  // namespace nexy::soak
