#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "nexyctl/load/histogram.h"
#include "nexyctl/load/plan.h"

namespace nexy::load {

// Times that are measured. Those from a question on count from the moment at which it was due: what
// it waited because the generator or the server was busy belongs to it ("coordinated omission").
enum class Figure {
  kFirstText,           // From due to the first sentence.
  kFirstAudio,          // From due to the first sound.
  kFirstAudioSent,      // From the call, not corrected.
  kSentenceGap,         // Silence between two sentences.
  kUnderrun,            // Silence within a sentence.
  kTurn,                // From due to the status.
  kInterruptResponse,   // From InterruptSession to its response.
  kInterruptToSilence,  // From InterruptSession to the last sound of the stream; 0: none came.
  kInterruptToEnd,      // From InterruptSession to the status of the stream.
  kRefusal,             // From the call to the status of a refused one.
  kWelcomeFirstAudio,   // From due to the first sound of a welcome.
  kStartLag             // From due to the call: the generator's own lateness.
};
inline constexpr std::size_t kFigures = 12;
std::string_view FigureWord(Figure figure);      // "first_audio", for programs.
std::string_view FigureSentence(Figure figure);  // What it is, for people.

// How a question ended. Disconnected: as its scenario wants. Unfinished: cancelled at the end of
// the run.
enum class Ending {
  kOk,
  kDegraded,
  kFailed,
  kBlocked,
  kInterrupted,
  kRefused,
  kError,
  kDisconnected,
  kUnfinished
};
inline constexpr std::size_t kEndings = 9;
std::string_view EndingWord(Ending ending);

// What happened in a second of the run.
struct Second {
  std::uint64_t started = 0;
  std::uint64_t ended = 0;
  std::uint64_t bad = 0;  // Failed, blocked, refused, errors.
  Histogram first_audio;
};

struct Record {
  std::array<Histogram, kFigures> figures;
  std::array<std::uint64_t, kEndings> endings{};
  std::array<std::uint64_t, kScenarios> scenarios{};  // Started.
  std::map<std::string, std::uint64_t> reasons;       // Of what was not ok: "refused: capacity".
  std::uint64_t started = 0;
  std::uint64_t sentences = 0;
  std::uint64_t messages = 0;
  std::uint64_t audio_bytes = 0;
  std::uint64_t not_asked = 0;  // For want of room in the generator (Plan::max_live).
  std::vector<Second> seconds;

  const Histogram& figure(Figure f) const { return figures[static_cast<std::size_t>(f)]; }
  std::uint64_t ending(Ending e) const { return endings[static_cast<std::size_t>(e)]; }
  std::uint64_t bad() const;
};

// Collects what calls report. Thread-safe. Questions that are due before `begin` (the warm-up) do
// not count; the calls see to it by asking Counts().
class Recorder {
 public:
  explicit Recorder(Steady::time_point begin) : begin_(begin) {}

  bool Counts(Steady::time_point due) const { return due >= begin_; }
  void Started(Scenario scenario, Steady::time_point due);
  void Time(Figure figure, std::chrono::nanoseconds time);
  void FirstAudio(Steady::time_point due, Steady::time_point now);
  void Ended(Ending ending, const std::string& reason);
  void Heard(std::uint64_t sentences, std::uint64_t messages, std::uint64_t audio_bytes);
  void NotAsked();

  // What is there so far.
  Record Copy() const;

 private:
  Second& SecondOf(Steady::time_point time) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Steady::time_point begin_;
  mutable Mutex mutex_;
  Record record_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy::load
