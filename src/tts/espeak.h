#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "tts/tts_options.h"
#include "tts/tts_provider.h"

namespace prometheus {
class Registry;
}

namespace nexy {

class EspeakPool;

struct EspeakState {
  std::size_t workers = 0;   // Configured.
  std::size_t ready = 0;     // Alive, speaking or not.
  std::size_t speaking = 0;
  std::size_t waiting = 0;   // Texts in the queue.
  std::string problem;       // Why nothing can be spoken; empty if it can.
};

// The embedded voice: espeak-ng in a pool of worker processes.
//
// Texts are spoken in the order of Speak(), each by one worker from its first to its last sample,
// as fast as it can and however slowly the stream is read. A worker that dies or hangs is replaced
// and another one speaks its text, without a sample missing or twice.
//
// Speak() fails with INVALID_ARGUMENT (nothing to say, or more than 32 KiB of text),
// RESOURCE_EXHAUSTED (the queue is full), UNAVAILABLE (no worker can be started). A stream fails
// with FAILED_PRECONDITION (no voice of the language), INTERNAL (the text cannot be spoken),
// UNAVAILABLE (workers died again and again, or the provider has been destroyed).
//
// Thread-safe. Workers start when the executor's context runs. Destroy it when no other thread runs
// that context, and before the context; streams that wait then fail.
class EspeakProvider final : public TtsProvider {
 public:
  EspeakProvider(asio::any_io_executor executor, const EspeakOptions& options, Clock& clock,
                 Log& log, prometheus::Registry& registry);
  ~EspeakProvider() override;

  std::string_view name() const override { return "espeak"; }
  Task<absl::StatusOr<std::unique_ptr<TtsStream>>> Speak(TtsRequest request) override;

  // False while no worker can speak.
  bool healthy() const;
  EspeakState state() const;

 private:
  asio::any_io_executor executor_;
  const EspeakOptions options_;
  Clock& clock_;
  std::shared_ptr<EspeakPool> pool_;  // Shared with its coroutines and the streams.
};

}  // namespace nexy
