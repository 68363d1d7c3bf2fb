#include "tts/whole_speech.h"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "base/alarm.h"
#include "base/failure.h"
#include "base/status.h"
#include "base/task_group.h"

namespace nexy {
namespace {

// An utterance that is collected, shared by the reader and the one who watches the time.
struct Collection {
  Collection(asio::any_io_executor executor, Clock& clock)
      : changed(std::move(executor), clock), waiting_since(clock.Now()) {}

  Alarm changed;
  Clock::Time waiting_since;
  std::string pcm;
  std::optional<absl::Status> end;
};

Task<absl::Status> Read(Collection& collection, TtsProvider& voice, TtsRequest request,
                        std::size_t max_bytes, Clock& clock) {
  auto stream = co_await voice.Speak(std::move(request));
  if (!stream.ok()) co_return stream.status();
  while (true) {
    auto piece = co_await (*stream)->Next();
    if (!piece.ok()) co_return piece.status();
    if (!piece->has_value()) break;
    collection.pcm += **piece;
    collection.waiting_since = clock.Now();
    if (collection.pcm.size() > max_bytes) {
      co_return Failure(FailureReason::kOversized, "the voice does not stop");
    }
  }
  if (collection.pcm.empty()) co_return Failure(FailureReason::kEmpty, "the voice gave no sound");
  co_return absl::OkStatus();
}

Task<> Collect(Collection& collection, TtsProvider& voice, TtsRequest request,
               std::size_t max_bytes, Clock& clock) {
  collection.end = co_await Read(collection, voice, std::move(request), max_bytes, clock);
  collection.changed.Ring();
}

}  // namespace

Task<absl::StatusOr<std::string>> SpeakWhole(TtsProvider& voice, TtsRequest request,
                                             SpeechLimits limits, Clock& clock, Log& log) {
  auto executor = co_await asio::this_coro::executor;
  Collection collection(executor, clock);
  TaskGroup reader(executor, clock, log);
  reader.Spawn("tts.whole",
               Collect(collection, voice, std::move(request), limits.max_bytes, clock));
  std::exception_ptr error;
  try {
    while (!collection.end) {
      const bool heard = !collection.pcm.empty();
      const auto patience = heard ? limits.next_audio : limits.first_audio;
      const Clock::Time due = collection.waiting_since + patience;
      if (clock.Now() >= due) {
        collection.end = heard ? Failure(FailureReason::kStalled, "no more sound in time")
                               : Failure(FailureReason::kSilent, "no sound in time");
        break;
      }
      co_await collection.changed.WaitUntil(due);
    }
  } catch (...) {
    error = std::current_exception();
  }
  const std::optional<absl::Status> end = collection.end;
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  reader.CancelAll();
  const bool cancelled = co_await reader.Join();
  if (error) std::rethrow_exception(error);
  if (cancelled) throw boost::system::system_error(asio::error::operation_aborted);
  co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
  if (!end->ok()) co_return *end;
  co_return std::move(collection.pcm);
}

}  // namespace nexy
