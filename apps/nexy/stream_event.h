#pragma once

#include <string>
#include <variant>

#include "streaming.pb.h"

namespace nexy {

// What a server may say in a stream, for StreamAudio and GenerateWelcomeAudio alike.
struct TextEvent {
  std::string sentence;
};
struct AudioEvent {
  std::string pcm;  // Wire PCM, whole samples.
};
struct ForeignAudioEvent {
  std::string format;  // In words; it cannot be played.
};
struct ActionEvent {
  std::string action_json;
};
struct MetadataEvent {
  std::string method;
  double duration_seconds;
};
struct EndEvent {
  std::string message;
};
struct ErrorEvent {
  std::string message;
};
// A case that this client does not know, or must not show (wire contract 9.5).
struct SkippedEvent {};

using StreamEvent = std::variant<SkippedEvent, TextEvent, AudioEvent, ForeignAudioEvent,
                                 ActionEvent, MetadataEvent, EndEvent, ErrorEvent>;

StreamEvent ToEvent(streaming::StreamResponse message);
StreamEvent ToEvent(streaming::WelcomeResponse message);

}  // namespace nexy
