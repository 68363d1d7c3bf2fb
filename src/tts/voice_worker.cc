#include "tts/voice_worker.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <utility>

#include "base/status.h"
#include "base/strings.h"

namespace nexy {
namespace {

// A machine under load may take long to load the program; this is no measure of a worker's health.
constexpr std::chrono::seconds kGreetingMax{10};

SpeechResult Lost(absl::Status why) {
  return {SpeechOutcome::kWorkerLost, /*worker_usable=*/false, std::move(why)};
}
SpeechResult Garbage() {
  return {SpeechOutcome::kTextFailed, /*worker_usable=*/false,
          absl::DataLossError("the worker does not keep to the protocol")};
}

}  // namespace

absl::StatusOr<std::shared_ptr<VoiceWorker>> VoiceWorker::Start(
    asio::any_io_executor executor, const std::string& path,
    std::chrono::milliseconds silence_max) {
  auto process = WorkerProcess::Start(path);
  if (!process.ok()) return process.status();
  return std::shared_ptr<VoiceWorker>(
      new VoiceWorker(std::move(executor), *std::move(process), silence_max));
}

VoiceWorker::VoiceWorker(asio::any_io_executor executor, WorkerProcess process,
                         std::chrono::milliseconds silence_max)
    : process_(std::move(process)),
      socket_(executor, asio::local::stream_protocol(), process_.TakeSocket()),
      watch_(executor),
      silence_max_(silence_max) {
  socket_.non_blocking(true);
}

Task<absl::Status> VoiceWorker::Greet() {
  while (true) {
    if (const auto frame = reader_.Next()) {
      const auto hello = DecodeHello(frame->payload);
      if (frame->type != FrameType::kHello || !hello || hello->version != kVoiceVersion) {
        co_return absl::DataLossError("the worker is of another version");
      }
      sample_rate_ = static_cast<int>(hello->sample_rate);
      co_return absl::OkStatus();
    }
    if (reader_.broken()) co_return absl::DataLossError("the worker does not greet");
    NEXY_CO_RETURN_IF_ERROR(co_await Receive(kGreetingMax));
  }
}

Task<absl::Status> VoiceWorker::WaitIdle() {
  idle_ = true;
  auto [error] = co_await socket_.async_wait(asio::socket_base::wait_read, kAsTuple);
  idle_ = false;
  if (error == asio::error::operation_aborted || NothingToRead()) co_return absl::OkStatus();
  co_return absl::UnavailableError("the worker ended");
}

bool VoiceWorker::NothingToRead() {
  char byte = 0;
  boost::system::error_code error;
  socket_.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
  return error == asio::error::would_block;
}

void VoiceWorker::Wake() {
  if (idle_) socket_.cancel();
}

Task<SpeechResult> VoiceWorker::Speak(SpeakRequest request, std::shared_ptr<Utterance> utterance) {
  ++utterance_;
  cancelled_ = false;
  too_long_ = false;
  utterance->Begin(sample_rate_);
  if (!Send(EncodeFrame(FrameType::kSpeak, utterance_, EncodeSpeak(request)))) {
    co_return Lost(absl::UnavailableError("the worker does not take requests"));
  }
  speaking_ = true;
  std::optional<SpeechResult> result;
  while (!result) {
    if (const auto frame = reader_.Next()) {
      result = OnFrame(*frame, *utterance);
    } else if (reader_.broken()) {
      result = Garbage();
    } else if (const absl::Status status = co_await Receive(silence_max_);
               absl::IsDeadlineExceeded(status)) {
      result = SpeechResult{SpeechOutcome::kTextFailed, /*worker_usable=*/false, status};
    } else if (!status.ok()) {
      result = Lost(status);
    }
  }
  speaking_ = false;
  co_return *std::move(result);
}

std::optional<SpeechResult> VoiceWorker::OnFrame(const Frame& frame, Utterance& utterance) {
  if (frame.utterance != utterance_) return Garbage();
  if (frame.type == FrameType::kEnd) return OnEnd(frame.payload);
  if (frame.type == FrameType::kError) return OnError(frame.payload);
  if (frame.type != FrameType::kPcm || frame.payload.empty() || frame.payload.size() % 2 != 0) {
    return Garbage();
  }
  if (!cancelled_ && !utterance.Append(frame.payload)) {
    too_long_ = true;
    Cancel();
  }
  return std::nullopt;
}

SpeechResult VoiceWorker::OnEnd(std::string_view payload) const {
  const auto end = DecodeEnd(payload);
  if (!end) return Garbage();
  if (too_long_) {
    return {SpeechOutcome::kTextFailed, /*worker_usable=*/true,
            absl::OutOfRangeError("the synthesiser would not stop")};
  }
  switch (*end) {
    case VoiceEnd::kComplete:
      return {SpeechOutcome::kDone, /*worker_usable=*/true, absl::OkStatus()};
    case VoiceEnd::kOtherVoice:
      return {SpeechOutcome::kDoneOtherVoice, /*worker_usable=*/true, absl::OkStatus()};
    case VoiceEnd::kCancelled:
      break;
  }
  return {SpeechOutcome::kCancelled, /*worker_usable=*/true, absl::OkStatus()};
}

SpeechResult VoiceWorker::OnError(std::string_view payload) const {
  const auto report = DecodeError(payload);
  if (!report) return Garbage();
  switch (report->error) {
    case VoiceError::kNoVoice:
      return {SpeechOutcome::kNoVoice, /*worker_usable=*/true,
              absl::FailedPreconditionError("no voice of the language is installed")};
    case VoiceError::kNoProcess:
      return Lost(absl::UnavailableError(Concat("the worker cannot fork: errno ", report->detail)));
    case VoiceError::kCrashed:
      return {SpeechOutcome::kTextFailed, /*worker_usable=*/true,
              absl::InternalError(Concat("the synthesiser died of signal ", report->detail))};
    case VoiceError::kFailed:
    case VoiceError::kBadRequest:
      break;
  }
  return {SpeechOutcome::kTextFailed, /*worker_usable=*/true,
          absl::InternalError(Concat("the synthesiser failed with ", report->detail))};
}

void VoiceWorker::Cancel() {
  if (!speaking_ || std::exchange(cancelled_, true)) return;
  // If the worker does not take it, it is gone or will be found silent.
  Send(EncodeFrame(FrameType::kCancel, utterance_, ""));
}

void VoiceWorker::Stop() {
  process_.Kill();
  socket_.cancel();
  watch_.cancel();
}

bool VoiceWorker::Send(std::string_view frame) {
  boost::system::error_code error;
  const std::size_t sent = socket_.send(asio::buffer(frame), /*flags=*/0, error);
  return !error && sent == frame.size();
}

Task<absl::Status> VoiceWorker::Receive(std::chrono::milliseconds silence_max) {
  silent_ = false;
  StartWatch(silence_max);
  auto [error, count] = co_await socket_.async_read_some(asio::buffer(bytes_), kAsTuple);
  ++reads_;
  watch_.cancel();
  if (!error) {
    reader_.Feed({bytes_.data(), count});
    co_return absl::OkStatus();
  }
  if (silent_) co_return absl::DeadlineExceededError("the worker is silent");
  co_return absl::UnavailableError("the worker ended");
}

void VoiceWorker::StartWatch(std::chrono::milliseconds silence_max) {
  watch_.expires_after(silence_max);
  watch_.async_wait([weak = weak_from_this(), read = reads_](boost::system::error_code error) {
    const auto self = weak.lock();
    if (error || !self || self->reads_ != read) return;
    self->silent_ = true;
    self->socket_.cancel();
  });
}

}  // namespace nexy
