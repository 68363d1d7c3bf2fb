#include "tts/speech_cache.h"

#include <malloc.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

#include "audio/pcm.h"
#include "base/status.h"

namespace nexy {
namespace {

constexpr std::size_t kRenderMaxBytes = 600 * kWireBytesPerSecond;

prometheus::Counter& Evicted(prometheus::Registry& registry, const char* reason) {
  return prometheus::BuildCounter()
      .Name("nexy_speech_cache_evicted_total")
      .Help("Kept speech that was forgotten, by the limit that it had reached")
      .Register(registry)
      .Add({{"reason", reason}});
}

prometheus::Counter& Requests(prometheus::Registry& registry, const char* result) {
  return prometheus::BuildCounter()
      .Name("nexy_speech_cache_requests_total")
      .Help("Speech asked of the cache, by whether it was there")
      .Register(registry)
      .Add({{"result", result}});
}

Task<absl::StatusOr<std::string>> SpeakToTheEnd(TtsProvider& voice, TtsRequest request) {
  NEXY_CO_ASSIGN_OR_RETURN(auto stream, co_await voice.Speak(std::move(request)));
  std::string pcm;
  while (true) {
    NEXY_CO_ASSIGN_OR_RETURN(auto piece, co_await stream->Next());
    if (!piece) break;
    if (piece->size() > kRenderMaxBytes - pcm.size()) {
      co_return absl::ResourceExhaustedError("speech of more than ten minutes");
    }
    pcm += *piece;
  }
  if (pcm.size() % sizeof(std::int16_t) != 0) pcm.pop_back();
  if (pcm.empty()) co_return absl::InternalError("the voice made no sound");
  co_return pcm;
}

}  // namespace

struct SpeechCacheMetrics {
  explicit SpeechCacheMetrics(prometheus::Registry& registry)
      : hits(Requests(registry, "hit")),
        misses(Requests(registry, "miss")),
        joined(Requests(registry, "joined")),
        too_much(Evicted(registry, "size")),
        too_old(Evicted(registry, "age")),
        bytes(prometheus::BuildGauge()
                  .Name("nexy_speech_cache_bytes")
                  .Help("Speech that is kept in memory, with what has been preloaded")
                  .Register(registry)
                  .Add({})),
        render(prometheus::BuildHistogram()
                   .Name("nexy_speech_cache_render_seconds")
                   .Help("Time in which a whole utterance was spoken")
                   .Register(registry)
                   .Add({}, prometheus::Histogram::BucketBoundaries{0.005, 0.01, 0.02, 0.05, 0.1,
                                                                    0.2, 0.5, 1.0, 2.0, 5.0})) {}
  prometheus::Counter& hits;
  prometheus::Counter& misses;
  prometheus::Counter& joined;  // Waited for the same speech that another request asked for.
  prometheus::Counter& too_much;
  prometheus::Counter& too_old;
  prometheus::Gauge& bytes;
  prometheus::Histogram& render;
};

// Speech that is being made. Closing `over` wakes everybody who waits for it.
struct SpeechCache::Flight {
  explicit Flight(asio::any_io_executor executor) : over(std::move(executor)) {}
  asio::experimental::concurrent_channel<void(boost::system::error_code)> over;
  std::optional<absl::StatusOr<Speech>> result;  // Written before `over`; none: cancelled.
};

SpeechCache::SpeechCache(TtsProvider& embedded, SpeechCacheLimits limits, Clock& clock,
                         prometheus::Registry& registry)
    : embedded_(embedded),
      limits_(limits),
      clock_(clock),
      metrics_(std::make_unique<SpeechCacheMetrics>(registry)) {}

SpeechCache::~SpeechCache() = default;

Task<absl::StatusOr<SpeechCache::Speech>> SpeechCache::Get(TtsRequest request) {
  const Speaker speaker{embedded_, {}, nullptr};
  co_return co_await Get(speaker, std::move(request), Keep::kUntilCrowdedOut, Want::kKept);
}

Task<absl::StatusOr<SpeechCache::Speech>> SpeechCache::Get(TtsProvider& voice, TtsRequest request,
                                                           SpeechLimits limits, Log& log) {
  const Speaker speaker{voice, limits, &log};
  co_return co_await Get(speaker, std::move(request), Keep::kUntilCrowdedOut, Want::kKept);
}

Task<absl::Status> SpeechCache::Preload(std::vector<TtsRequest> requests) {
  absl::Status first_error;
  for (TtsRequest& request : requests) {
    const Speaker speaker{embedded_, {}, nullptr};
    const auto speech = co_await Get(speaker, std::move(request), Keep::kForEver, Want::kKept);
    first_error.Update(speech.status());
  }
  malloc_trim(0);  // What the rendering needed, several times what is kept.
  co_return first_error;
}

Task<absl::Status> SpeechCache::Preload(TtsProvider& voice, std::vector<TtsRequest> requests,
                                        SpeechLimits limits, Log& log) {
  const Speaker speaker{voice, limits, &log};
  absl::Status first_error;
  for (TtsRequest& request : requests) {
    const auto speech =
        co_await Get(speaker, std::move(request), Keep::kUntilCrowdedOut, Want::kAnew);
    first_error.Update(speech.status());
  }
  co_return first_error;
}

// The parts cannot run into each other: those before the text contain no zero byte.
std::string SpeechCache::KeyOf(const TtsProvider& voice, const TtsRequest& request) {
  std::string key(voice.name());
  key.push_back('\0');
  key += LanguageTag(request.language);
  key.push_back('\0');
  for (const char c : request.voice) key.push_back(c == '\0' ? ' ' : c);
  key.push_back('\0');
  return key.append(request.text);
}

Task<absl::StatusOr<SpeechCache::Speech>> SpeechCache::Get(Speaker speaker, TtsRequest request,
                                                           Keep keep, Want want) {
  const std::string key = KeyOf(speaker.voice, request);
  const auto executor = co_await asio::this_coro::executor;
  bool joined = false;
  while (true) {
    Speech speech = want == Want::kKept ? Find(key, keep) : nullptr;
    if (speech) {
      if (!joined) metrics_->hits.Increment();
      co_return speech;
    }
    std::shared_ptr<Flight> flight;
    bool mine = false;
    {
      MutexLock lock(mutex_);
      auto& slot = flights_[key];
      mine = !slot;
      if (mine) slot = std::make_shared<Flight>(executor);
      flight = slot;
    }
    if (mine) {
      if (want == Want::kKept) metrics_->misses.Increment();
      co_return co_await Render(speaker, std::move(request), key, keep, std::move(flight));
    }
    if (!std::exchange(joined, true)) metrics_->joined.Increment();
    auto [error] = co_await flight->over.async_receive(kAsTuple);
    if (error == asio::error::operation_aborted) throw boost::system::system_error(error);
    if (flight->result && keep == Keep::kUntilCrowdedOut) co_return *flight->result;
  }
}

Task<absl::StatusOr<SpeechCache::Speech>> SpeechCache::Render(Speaker speaker, TtsRequest request,
                                                              std::string key, Keep keep,
                                                              std::shared_ptr<Flight> flight) {
  // Also when the coroutine is cancelled: who waits then makes the speech itself.
  struct Landing {
    SpeechCache& cache;
    const std::string& key;
    Flight& flight;
    ~Landing() {
      {
        MutexLock lock(cache.mutex_);
        cache.flights_.erase(key);
      }
      flight.over.close();
    }
  } landing{*this, key, *flight};

  const Clock::Time begin = clock_.Now();
  absl::StatusOr<std::string> pcm = absl::InternalError("");
  if (speaker.log == nullptr) {
    pcm = co_await SpeakToTheEnd(speaker.voice, std::move(request));
  } else {
    pcm = co_await SpeakWhole(speaker.voice, std::move(request), speaker.limits, clock_,
                              *speaker.log);
  }
  if (!pcm.ok()) {
    flight->result.emplace(pcm.status());
    co_return pcm.status();
  }
  metrics_->render.Observe(std::chrono::duration<double>(clock_.Now() - begin).count());
  Store(key, *pcm, keep);
  auto speech = std::make_shared<const std::string>(*std::move(pcm));
  flight->result.emplace(speech);
  co_return speech;
}

bool SpeechCache::IsTooOld(const Entry& entry) const {
  return !entry.pinned && limits_.max_age.count() > 0 &&
         clock_.Now() - entry.made >= limits_.max_age;
}

SpeechCache::Speech SpeechCache::Find(const std::string& key, Keep keep) {
  std::shared_ptr<const PackedPcm> speech;
  {
    MutexLock lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return nullptr;
    Entry& entry = found->second;
    if (IsTooOld(entry)) {
      metrics_->too_old.Increment();
      Erase(found);
      return nullptr;
    }
    if (!entry.pinned && keep == Keep::kForEver) {
      bytes_ -= entry.speech->pcm_bytes();
      recent_.erase(entry.recent);
      entry.pinned = true;
    } else if (!entry.pinned) {
      recent_.splice(recent_.begin(), recent_, entry.recent);
    }
    speech = entry.speech;
  }
  return std::make_shared<const std::string>(speech->Unpack());
}

void SpeechCache::Store(const std::string& key, const std::string& pcm, Keep keep) {
  const bool pinned = keep == Keep::kForEver;
  if (!pinned && pcm.size() > std::min(limits_.max_utterance_bytes, limits_.max_bytes)) return;
  auto speech = std::make_shared<const PackedPcm>(pcm);
  MutexLock lock(mutex_);
  if (const auto old = entries_.find(key); old != entries_.end()) {
    if (old->second.pinned) return;
    Erase(old);
  }
  metrics_->bytes.Increment(static_cast<double>(speech->packed_bytes()));
  Entry& entry = entries_[key];
  entry.speech = std::move(speech);
  entry.made = clock_.Now();
  entry.pinned = pinned;
  if (pinned) return;
  recent_.push_front(key);
  entry.recent = recent_.begin();
  bytes_ += entry.speech->pcm_bytes();
  while (bytes_ > limits_.max_bytes) {
    metrics_->too_much.Increment();
    Erase(entries_.find(recent_.back()));
  }
}

void SpeechCache::Erase(Entries::iterator entry) {
  const PackedPcm& speech = *entry->second.speech;
  metrics_->bytes.Decrement(static_cast<double>(speech.packed_bytes()));
  if (!entry->second.pinned) {
    bytes_ -= speech.pcm_bytes();
    recent_.erase(entry->second.recent);
  }
  entries_.erase(entry);
}

void SpeechCache::Sweep() {
  MutexLock lock(mutex_);
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const auto next = std::next(entry);
    if (IsTooOld(entry->second)) {
      metrics_->too_old.Increment();
      Erase(entry);
    }
    entry = next;
  }
}

}  // namespace nexy
