#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string_view>

#include "synthesiser.h"
#include "tts/voice_frames.h"

namespace nexy {

// The worker's one loop: requests in on stdin, sound out on stdout, an utterance at a time.
//
// Each utterance is spoken by a forked child. The child starts from the freshly loaded library, so
// the same request always gives the same samples; a text that kills espeak-ng kills only the child;
// and a cancelled one is stopped at once by killing it, whatever the library is doing.
class Speaker {
 public:
  explicit Speaker(const Synthesiser& synthesiser) : synthesiser_(synthesiser) {}

  // Serves until stdin ends (0) or the other side breaks the protocol (1): the exit code.
  int Serve();

 private:
  // False when the conversation is over.
  bool OnInput();
  bool OnFrame(const Frame& frame);
  bool StartUtterance(std::uint32_t number, std::string_view payload);
  void StopChild();   // Kills the child, if there is one, and reaps it.
  bool OnChildEnd();  // Reaps the child and reports how it ended.
  [[noreturn]] void SpeakAndExit(const SpeakRequest& request) const;

  const Synthesiser& synthesiser_;
  FrameReader requests_{kMaxRequestBytes};
  std::uint32_t utterance_ = 0;  // The one under way, or the last.
  pid_t child_ = 0;              // 0: none.
  int child_alive_ = -1;         // Becomes readable (end of file) when the child is gone.
  int exit_code_ = 0;
};

}  // namespace nexy
