#include "speaker.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <utility>

namespace nexy {
namespace {

// The child's exit codes; anything else is a crash. 0..2 are a VoiceEnd.
constexpr int kExitError = 16;  // Plus a VoiceError.
constexpr int kExitUnheard = 32;  // Nobody reads our stdout any more.

bool Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool WriteFrame(FrameType type, std::uint32_t utterance, std::string_view payload) {
  return Write(EncodeFrame(type, utterance, payload));
}

bool WriteEnd(std::uint32_t utterance, VoiceEnd end) {
  const char byte = static_cast<char>(end);
  return WriteFrame(FrameType::kEnd, utterance, {&byte, 1});
}

bool WriteError(std::uint32_t utterance, VoiceError error, int detail) {
  return WriteFrame(FrameType::kError, utterance,
                    EncodeError({error, static_cast<std::uint32_t>(detail)}));
}

int Reap(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

// A child ends with its parent, leaves no core file with a person's words in it, and has no place
// to print them.
void PrepareChild(pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(kExitUnheard);
  prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null >= 0) {
    dup2(null, STDIN_FILENO);
    dup2(null, STDERR_FILENO);
  }
}

// Sends samples in as few frames as possible, but the first ones as soon as they are there.
class PcmWriter {
 public:
  explicit PcmWriter(std::uint32_t utterance) : utterance_(utterance) {}

  bool Append(std::string_view pcm) {
    while (!pcm.empty()) {
      const std::string_view part = pcm.substr(0, kMaxPcmBytes - pending_.size());
      pending_.append(part);
      pcm.remove_prefix(part.size());
      if ((!started_ || pending_.size() == kMaxPcmBytes) && !Flush()) return false;
    }
    return true;
  }
  bool Flush() {
    started_ = true;
    return pending_.empty() ||
           WriteFrame(FrameType::kPcm, utterance_, std::exchange(pending_, {}));
  }

 private:
  const std::uint32_t utterance_;
  bool started_ = false;
  std::string pending_;
};

}  // namespace

int Speaker::Serve() {
  const Hello hello{.version = kVoiceVersion,
                    .sample_rate = static_cast<std::uint32_t>(synthesiser_.sample_rate())};
  if (!WriteFrame(FrameType::kHello, 0, EncodeHello(hello))) return 0;
  bool open = true;
  while (open) {
    pollfd waits[] = {{STDIN_FILENO, POLLIN, 0}, {child_alive_, POLLIN, 0}};
    if (poll(waits, child_ != 0 ? 2 : 1, /*timeout=*/-1) < 0) {
      open = errno == EINTR;
    } else if (waits[0].revents != 0) {
      open = OnInput();
    } else {
      open = OnChildEnd();
    }
  }
  StopChild();
  return exit_code_;
}

bool Speaker::OnInput() {
  char bytes[16 * 1024];
  const ssize_t count = read(STDIN_FILENO, bytes, sizeof(bytes));
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return true;
  if (count <= 0) return false;
  requests_.Feed({bytes, static_cast<std::size_t>(count)});
  while (const auto frame = requests_.Next()) {
    if (!OnFrame(*frame)) return false;
  }
  if (requests_.broken()) exit_code_ = 1;
  return !requests_.broken();
}

bool Speaker::OnFrame(const Frame& frame) {
  if (frame.type == FrameType::kCancel) {
    if (child_ == 0 || frame.utterance != utterance_) return true;
    StopChild();
    return WriteEnd(utterance_, VoiceEnd::kCancelled);
  }
  if (frame.type == FrameType::kSpeak && child_ == 0) {
    return StartUtterance(frame.utterance, frame.payload);
  }
  exit_code_ = 1;
  return false;
}

bool Speaker::StartUtterance(std::uint32_t number, std::string_view payload) {
  utterance_ = number;
  const auto request = DecodeSpeak(payload);
  if (!request) return WriteError(number, VoiceError::kBadRequest, 0);
  int alive[2];
  if (pipe2(alive, O_CLOEXEC) != 0) return WriteError(number, VoiceError::kNoProcess, errno);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) {
    PrepareChild(parent);
    SpeakAndExit(*request);
  }
  const int error = errno;
  close(alive[1]);
  if (child < 0) {
    close(alive[0]);
    return WriteError(number, VoiceError::kNoProcess, error);
  }
  child_ = child;
  child_alive_ = alive[0];
  return true;
}

void Speaker::SpeakAndExit(const SpeakRequest& request) const {
  PcmWriter writer(utterance_);
  const auto spoken =
      synthesiser_.Speak(request, [&writer](std::string_view pcm) { return writer.Append(pcm); });
  if (spoken.error) _exit(kExitError + static_cast<int>(*spoken.error));
  if (!writer.Flush()) _exit(kExitUnheard);
  _exit(static_cast<int>(spoken.end));
}

void Speaker::StopChild() {
  if (child_ == 0) return;
  kill(child_, SIGKILL);
  Reap(std::exchange(child_, 0));
  close(std::exchange(child_alive_, -1));
}

bool Speaker::OnChildEnd() {
  const int status = Reap(std::exchange(child_, 0));
  close(std::exchange(child_alive_, -1));
  if (!WIFEXITED(status)) return WriteError(utterance_, VoiceError::kCrashed, WTERMSIG(status));
  const int code = WEXITSTATUS(status);
  if (code == kExitUnheard) return false;
  if (code == static_cast<int>(VoiceEnd::kComplete) ||
      code == static_cast<int>(VoiceEnd::kOtherVoice)) {
    return WriteEnd(utterance_, static_cast<VoiceEnd>(code));
  }
  if (code == kExitError + static_cast<int>(VoiceError::kNoVoice)) {
    return WriteError(utterance_, VoiceError::kNoVoice, 0);
  }
  return WriteError(utterance_, VoiceError::kFailed, code);
}

}  // namespace nexy
