#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <string>

namespace nexy::soak {

// Numbers that are the same for a seed on every machine.
class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t number)
      : numbers_(seed * 0x9e3779b97f4a7c15ULL + number) {}

  int Below(int limit) { return static_cast<int>(numbers_() % static_cast<std::uint64_t>(limit)); }
  bool OneIn(int chance) { return Below(chance) == 0; }

 private:
  std::mt19937_64 numbers_;
};

// What a client does with a turn.
enum class Deed {
  kListen,     // To the end.
  kHangUp,     // Leaves after some messages, perhaps before the first.
  kDeadline,   // Gives the call a deadline that is soon over.
  kInterrupt,  // Says stop after some messages, perhaps before the first.
  kCut,        // Its connection is reset after some messages.
  kMistake,    // Asks what has to be refused.
  kTwice,      // Asks again with the session id of the turn that it hears.
  kOldClient,  // Sends no session id.
  kInPieces,   // Tells its question in pieces first.
  kPicture,    // Shows a picture.
  kRush,       // Asks with a device that asks all the time.
};

struct Plan {
  Deed deed = Deed::kListen;
  int messages = 0;                       // Read before the deed.
  std::chrono::milliseconds deadline{0};  // Of kDeadline.
  int mistake = 0;                        // Of kMistake: which one.
  int device = 0;                         // Of those of one client.
  bool welcome = false;                   // Asks for a welcome first.
  bool usage = false;                     // Reports usage first.
};

// The plan of a turn by its number: the same for the same seed.
Plan PlanOf(std::uint64_t seed, std::uint64_t turn);

// A script of nexy-sim for the services of a soak, as JSON: good answers mixed with every fault.
std::string ProviderScript(std::uint64_t seed);

}  // namespace nexy::soak
