#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "base/alarm.h"
#include "base/task_group.h"
#include "text/code_place.h"
#include "text/language.h"

namespace nexy {

// One sentence of an answer with its speech as far as it is made. On the turn's strand; shared by
// the turn and the coroutine that makes its speech.
struct SpokenSentence {
  SpokenSentence(asio::any_io_executor strand, Clock& clock, std::string sentence, Language in)
      : text(std::move(sentence)), language(in), room(std::move(strand), clock) {}

  const std::string text;  // As on the wire.
  const Language language;
  CodePlace code = CodePlace::kNone;
  bool native = false;  // A speech-native model's own sound: no voice is asked.

  TaskGroup::Id speaker = 0;
  std::uint64_t attempt = 0;                 // Which run of the speaker may still add audio.
  std::size_t voice = 0;                     // Index of the voice that speaks it.
  std::optional<Clock::Time> waiting_since;  // Set while the voice is asked for audio.
  bool any_audio = false;                    // From the present voice.

  std::deque<std::string> chunks;  // Ready to be sent; bounded by speech_buffer_bytes.
  std::size_t buffered = 0;        // Bytes in `chunks`.
  std::size_t resume_below = 0;    // Of `buffered`: then `room` is rung.
  Alarm room;                      // Rung when there is room in `chunks` again.
  bool done = false;               // All its audio is in `chunks` or sent.
  bool text_sent = false;
  bool broken = false;                // Its audio broke off after some was sent: it is said again.
  std::optional<absl::Status> error;  // No voice could say it.

  bool ready() const { return !chunks.empty() || done || error.has_value(); }

  void Add(std::string chunk) {
    any_audio = true;
    buffered += chunk.size();
    chunks.push_back(std::move(chunk));
  }
  std::string Take() {
    std::string chunk = std::move(chunks.front());
    chunks.pop_front();
    buffered -= chunk.size();
    if (buffered <= resume_below) room.Ring();
    return chunk;
  }
  void DropAudio() {
    chunks.clear();
    buffered = 0;
    any_audio = false;
    done = false;
    broken = text_sent;
  }
};

}  // namespace nexy
