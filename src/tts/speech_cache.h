#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "audio/packed_pcm.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/task.h"
#include "tts/tts_options.h"
#include "tts/tts_provider.h"
#include "tts/whole_speech.h"

namespace prometheus {
class Registry;
}

namespace nexy {

struct SpeechCacheMetrics;

// Whole utterances, kept in memory so that they are spoken without delay and, for as long as they
// are kept, even when their voice is out of order.
//
// Thread-safe. Requests for the same speech at the same time synthesise it once; if the one who
// does it is cancelled, another goes on. The least recently used speech gives way to new one, and
// speech above its age is forgotten; what the embedded voice has preloaded stays for ever.
//
// A key is provider, voice, language and text: how a provider speaks (rate, pitch, style) is a
// setting, and settings do not change while a process lives.
class SpeechCache {
 public:
  SpeechCache(TtsProvider& embedded, SpeechCacheLimits limits, Clock& clock,
              prometheus::Registry& registry);
  ~SpeechCache();
  SpeechCache(const SpeechCache&) = delete;
  SpeechCache& operator=(const SpeechCache&) = delete;

  // The wire PCM of `request` in the embedded voice, not empty. The voice's error if it has to
  // speak and cannot; RESOURCE_EXHAUSTED for speech of more than ten minutes. Errors are not kept.
  Task<absl::StatusOr<std::shared_ptr<const std::string>>> Get(TtsRequest request);
  // The same in any voice, which outlives the cache; one that is silent for too long is given up.
  Task<absl::StatusOr<std::shared_ptr<const std::string>>> Get(TtsProvider& voice,
                                                               TtsRequest request,
                                                               SpeechLimits limits, Log& log);

  // The embedded voice renders all of `requests`, one after the other, and they are kept for ever.
  // The first error, when all others have been tried.
  Task<absl::Status> Preload(std::vector<TtsRequest> requests);
  // Another voice renders them anew; they are kept like any other.
  Task<absl::Status> Preload(TtsProvider& voice, std::vector<TtsRequest> requests,
                             SpeechLimits limits, Log& log);

  // Forgets what is too old. Called about once a second.
  void Sweep();

 private:
  using Speech = std::shared_ptr<const std::string>;
  struct Entry {
    std::shared_ptr<const PackedPcm> speech;
    Clock::Time made;
    bool pinned = false;
    std::list<std::string>::iterator recent{};  // Unless pinned.
  };
  using Entries = std::unordered_map<std::string, Entry>;
  struct Flight;
  enum class Keep { kUntilCrowdedOut, kForEver };
  enum class Want { kKept, kAnew };
  // Who speaks, and how long she may be silent; the embedded voice has limits of its own.
  struct Speaker {
    TtsProvider& voice;
    SpeechLimits limits;
    Log* log;  // Null: the embedded voice.
  };

  static std::string KeyOf(const TtsProvider& voice, const TtsRequest& request);
  Task<absl::StatusOr<Speech>> Get(Speaker speaker, TtsRequest request, Keep keep, Want want);
  // The voice speaks, for everybody who waits for `flight`.
  Task<absl::StatusOr<Speech>> Render(Speaker speaker, TtsRequest request, std::string key,
                                      Keep keep, std::shared_ptr<Flight> flight);
  // Null if it is not there.
  Speech Find(const std::string& key, Keep keep);
  void Store(const std::string& key, const std::string& pcm, Keep keep);
  bool IsTooOld(const Entry& entry) const;
  void Erase(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  TtsProvider& embedded_;
  const SpeechCacheLimits limits_;
  Clock& clock_;
  const std::unique_ptr<SpeechCacheMetrics> metrics_;

  Mutex mutex_;
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  std::list<std::string> recent_ ABSL_GUARDED_BY(mutex_);  // Keys of what may go, latest first.
  std::size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;          // Of what may go.
  std::unordered_map<std::string, std::shared_ptr<Flight>> flights_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
