// nexy-voice: the embedded voice of Nexy, a process of its own. nexyd starts it and talks to it in
// the frames of tts/voice_frames.h; it ends when its stdin does, so it never outlives nexyd.
//
// This program links espeak-ng and is therefore distributed under the GNU GPL; see LICENSE.md.
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>

#include "speaker.h"
#include "synthesiser.h"

int main(int argc, char**) {
  if (argc > 1 || isatty(STDIN_FILENO) != 0) {
    std::fputs("nexy-voice is started by nexyd and is of no use by hand\n", stderr);
    return 2;
  }
  close_range(STDERR_FILENO + 1, ~0U, 0);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const auto synthesiser = nexy::Synthesiser::Open();
  if (!synthesiser) {
    std::fputs("nexy-voice: espeak-ng's data are not installed (package espeak-ng-data)\n", stderr);
    return 3;
  }
  return nexy::Speaker(*synthesiser).Serve();
}
