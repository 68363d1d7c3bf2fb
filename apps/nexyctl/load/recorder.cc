#include "nexyctl/load/recorder.h"

#include <algorithm>

namespace nexy::load {
namespace {

constexpr std::size_t kSecondsMax = 24 * 3600;  // A longer run adds the rest to its last second.

struct Named {
  std::string_view word;
  std::string_view sentence;
};

constexpr Named kNames[kFigures] = {
    {"first_text", "from the moment a question was due to its first sentence"},
    {"first_audio", "from the moment a question was due to its first sound"},
    {"first_audio_sent", "from the call to its first sound, without the wait before the call"},
    {"sentence_gap", "silence between two sentences"},
    {"underrun", "silence within a sentence, because its sound came too late"},
    {"turn", "from the moment a question was due to the end of its answer"},
    {"interrupt_response", "from an interrupt to its response"},
    {"interrupt_to_silence", "from an interrupt to the last sound of the stream"},
    {"interrupt_to_end", "from an interrupt to the end of the stream"},
    {"refusal", "from a call to its refusal"},
    {"welcome_first_audio", "from the moment a welcome was due to its first sound"},
    {"start_lag", "from the moment a question was due to its call: this program's own lateness"}};

constexpr std::string_view kEndingWords[kEndings] = {"ok",      "degraded",     "failed",
                                                     "blocked", "interrupted",  "refused",
                                                     "error",   "disconnected", "unfinished"};

bool IsBad(Ending ending) {
  return ending == Ending::kFailed || ending == Ending::kBlocked || ending == Ending::kRefused ||
         ending == Ending::kError;
}

}  // namespace

std::string_view FigureWord(Figure figure) { return kNames[static_cast<std::size_t>(figure)].word; }
std::string_view FigureSentence(Figure figure) {
  return kNames[static_cast<std::size_t>(figure)].sentence;
}
std::string_view EndingWord(Ending ending) {
  return kEndingWords[static_cast<std::size_t>(ending)];
}

std::uint64_t Record::bad() const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kEndings; ++i) {
    if (IsBad(static_cast<Ending>(i))) sum += endings[i];
  }
  return sum;
}

Second& Recorder::SecondOf(Steady::time_point time) {
  const auto since = std::chrono::duration_cast<std::chrono::seconds>(time - begin_).count();
  const auto index = std::min<std::size_t>(
      static_cast<std::size_t>(std::max<std::int64_t>(since, 0)), kSecondsMax - 1);
  if (record_.seconds.size() <= index) record_.seconds.resize(index + 1);
  return record_.seconds[index];
}

void Recorder::Started(Scenario scenario, Steady::time_point due) {
  const auto lag = Steady::now() - due;
  MutexLock lock(mutex_);
  ++record_.started;
  ++record_.scenarios[static_cast<std::size_t>(scenario)];
  record_.figures[static_cast<std::size_t>(Figure::kStartLag)].Record(lag);
  ++SecondOf(due).started;
}

void Recorder::Time(Figure figure, std::chrono::nanoseconds time) {
  MutexLock lock(mutex_);
  record_.figures[static_cast<std::size_t>(figure)].Record(time);
}

void Recorder::FirstAudio(Steady::time_point due, Steady::time_point now) {
  MutexLock lock(mutex_);
  record_.figures[static_cast<std::size_t>(Figure::kFirstAudio)].Record(now - due);
  SecondOf(now).first_audio.Record(now - due);
}

void Recorder::Ended(Ending ending, const std::string& reason) {
  const Steady::time_point now = Steady::now();
  MutexLock lock(mutex_);
  ++record_.endings[static_cast<std::size_t>(ending)];
  if (!reason.empty()) ++record_.reasons[reason];
  Second& second = SecondOf(now);
  ++second.ended;
  if (IsBad(ending)) ++second.bad;
}

void Recorder::Heard(std::uint64_t sentences, std::uint64_t messages, std::uint64_t audio_bytes) {
  MutexLock lock(mutex_);
  record_.sentences += sentences;
  record_.messages += messages;
  record_.audio_bytes += audio_bytes;
}

void Recorder::NotAsked() {
  MutexLock lock(mutex_);
  ++record_.not_asked;
  ++record_.reasons["not asked: this program has too many questions open"];
}

Record Recorder::Copy() const {
  MutexLock lock(mutex_);
  return record_;
}

}  // namespace nexy::load
