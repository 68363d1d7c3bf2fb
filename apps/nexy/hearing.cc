#include "nexy/hearing.h"

#include <utility>

#include "audio/pcm.h"
#include "base/strings.h"

namespace nexy {

Hearing::Hearing(Output& output, Sound& sound)
    : output_(output), sound_(sound), start_(std::chrono::steady_clock::now()) {}

Milliseconds Hearing::SinceStart() const { return std::chrono::steady_clock::now() - start_; }

void Hearing::On(StreamEvent event) {
  arrived_ = Arrived::kSomething;
  if (stopped()) return;
  std::visit([this](auto&& some) { Handle(std::forward<decltype(some)>(some)); }, std::move(event));
}

void Hearing::Handle(TextEvent event) {
  const Milliseconds at = SinceStart();
  if (!summary_.first_text) summary_.first_text = at;
  ++summary_.texts;
  output_.Text(event.sentence, at);
}

void Hearing::Handle(AudioEvent event) {
  const Milliseconds at = SinceStart();
  if (!summary_.first_audio) summary_.first_audio = at;
  summary_.audio += PlayTime(event.pcm.size());
  output_.Audio(event.pcm.size(), at);
  if (const absl::Status kept = sound_.Take(std::move(event.pcm)); !kept.ok()) {
    sound_error_ = std::string(MessageOf(kept));
  }
}

void Hearing::Handle(ForeignAudioEvent event) { foreign_format_ = std::move(event.format); }

void Hearing::Handle(ActionEvent event) { output_.Action(event.action_json, SinceStart()); }

void Hearing::Handle(MetadataEvent event) {
  output_.Metadata(event.method, event.duration_seconds, SinceStart());
}

void Hearing::Handle(EndEvent event) {
  output_.End(event.message, SinceStart());
  end_message_ = std::move(event.message);
}

void Hearing::Handle(ErrorEvent event) {
  output_.Failure(event.message, SinceStart());
  error_message_ = std::move(event.message);
}

std::optional<CallFailure> Hearing::Conclude(const grpc::Status& status,
                                             const ConnectionOptions& server) {
  summary_.total = SinceStart();
  summary_.status = static_cast<absl::StatusCode>(status.error_code());
  if (stopped()) return std::nullopt;
  if (error_message_) return CallFailure{kAnswerFailed, *error_message_};  // Shown when it came.
  if (!wanted()) {
    return CallFailure{kAnswerFailed, "The answer was stopped: its text cannot be written."};
  }
  auto failure = status.ok() ? WhatIsMissing() : DescribeFailure(status, arrived_, server);
  if (failure) output_.Failure(failure->message, SinceStart());
  return failure;
}

std::optional<CallFailure> Hearing::WhatIsMissing() const {
  if (interrupted_by_server()) return std::nullopt;
  if (!end_message_) {
    return CallFailure{kAnswerFailed, "The answer broke off: the server ended it without an end."};
  }
  if (foreign_format_) {
    return CallFailure{kAnswerFailed,
                       Concat("The server sent sound that cannot be played: ", *foreign_format_)};
  }
  if (summary_.audio.count() == 0) {
    return CallFailure{kAnswerFailed, "The server sent no sound."};
  }
  if (sound_error_) return CallFailure{kUsage, *sound_error_};
  return std::nullopt;
}

}  // namespace nexy
