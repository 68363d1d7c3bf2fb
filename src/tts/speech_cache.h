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

namespace prometheus {
class Registry;
}

namespace nexy {

struct SpeechCacheMetrics;

// Whole utterances of one voice, kept in memory so that they are spoken without delay and, once
// preloaded, even when the voice is out of order.
//
// Thread-safe. Requests for the same speech at the same time synthesise it once; if the one who
// does it is cancelled, another goes on. The least recently used speech gives way to new one;
// preloaded speech never does.
class SpeechCache {
 public:
  SpeechCache(TtsProvider& voice, SpeechCacheLimits limits, Clock& clock,
              prometheus::Registry& registry);
  ~SpeechCache();
  SpeechCache(const SpeechCache&) = delete;
  SpeechCache& operator=(const SpeechCache&) = delete;

  // The wire PCM of `request`, not empty. The voice's error if it has to speak and cannot;
  // RESOURCE_EXHAUSTED for speech of more than ten minutes. Errors are not kept.
  Task<absl::StatusOr<std::shared_ptr<const std::string>>> Get(TtsRequest request);

  // Renders and keeps all of `requests`, one after the other. The first error, when all others have
  // been tried.
  Task<absl::Status> Preload(std::vector<TtsRequest> requests);

 private:
  using Speech = std::shared_ptr<const std::string>;
  struct Entry {
    std::shared_ptr<const PackedPcm> speech;
    bool pinned = false;
    std::list<std::string>::iterator recent{};  // Unless pinned.
  };
  struct Flight;
  enum class Keep { kUntilCrowdedOut, kForEver };

  static std::string KeyOf(const TtsRequest& request);
  Task<absl::StatusOr<Speech>> Get(TtsRequest request, Keep keep);
  // The voice speaks, for everybody who waits for `flight`.
  Task<absl::StatusOr<Speech>> Render(TtsRequest request, std::string key, Keep keep,
                                      std::shared_ptr<Flight> flight);
  // Null if it is not there.
  Speech Find(const std::string& key, Keep keep);
  void Store(const std::string& key, const std::string& pcm, Keep keep);

  TtsProvider& voice_;
  const SpeechCacheLimits limits_;
  Clock& clock_;
  const std::unique_ptr<SpeechCacheMetrics> metrics_;

  Mutex mutex_;
  std::unordered_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  std::list<std::string> recent_ ABSL_GUARDED_BY(mutex_);  // Keys of what may go, latest first.
  std::size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;          // Of what may go.
  std::unordered_map<std::string, std::shared_ptr<Flight>> flights_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace nexy
