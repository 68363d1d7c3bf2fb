#include "nexy/stream_event.h"

#include <string_view>
#include <utility>

#include "audio/pcm.h"
#include "base/strings.h"

namespace nexy {
namespace {

// Marks a command in an older server's text; never shown, spoken or executed (wire contract 9.5).
constexpr std::string_view kCommandMarker = "__MCP__";

// The first servers left the format out; absent means the wire format.
bool IsWireFormat(const streaming::AudioChunk& chunk) {
  return (chunk.dtype().empty() || chunk.dtype() == "int16") &&
         (chunk.sample_rate() == 0 || chunk.sample_rate() == kWireFormat.sample_rate) &&
         (chunk.channels() == 0 || chunk.channels() == kWireFormat.channels);
}

StreamEvent FromAudio(streaming::AudioChunk chunk) {
  if (!IsWireFormat(chunk)) {
    return ForeignAudioEvent{
        Concat(chunk.dtype(), ", ", chunk.sample_rate(), " Hz, ", chunk.channels(), " channels")};
  }
  std::string pcm = std::move(*chunk.mutable_audio_data());
  if (pcm.size() % 2 != 0) pcm.pop_back();
  if (pcm.empty()) return SkippedEvent{};
  return AudioEvent{std::move(pcm)};
}

}  // namespace

StreamEvent ToEvent(streaming::StreamResponse message) {
  using Case = streaming::StreamResponse::ContentCase;
  switch (message.content_case()) {
    case Case::kTextChunk:
      if (message.text_chunk().starts_with(kCommandMarker)) return SkippedEvent{};
      return TextEvent{std::move(*message.mutable_text_chunk())};
    case Case::kAudioChunk:
      return FromAudio(std::move(*message.mutable_audio_chunk()));
    case Case::kEndMessage:
      return EndEvent{std::move(*message.mutable_end_message())};
    case Case::kErrorMessage:
      return ErrorEvent{std::move(*message.mutable_error_message())};
    case Case::kActionMessage:
      return ActionEvent{std::move(*message.mutable_action_message()->mutable_action_json())};
    default:
      return SkippedEvent{};
  }
}

StreamEvent ToEvent(streaming::WelcomeResponse message) {
  using Case = streaming::WelcomeResponse::ContentCase;
  switch (message.content_case()) {
    case Case::kAudioChunk:
      return FromAudio(std::move(*message.mutable_audio_chunk()));
    case Case::kMetadata:
      return MetadataEvent{message.metadata().method(), message.metadata().duration_sec()};
    case Case::kEndMessage:
      return EndEvent{std::move(*message.mutable_end_message())};
    case Case::kErrorMessage:
      return ErrorEvent{std::move(*message.mutable_error_message())};
    default:
      return SkippedEvent{};
  }
}

}  // namespace nexy
