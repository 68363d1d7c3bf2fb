#include "update/program_start.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string_view>
#include <utility>

#include "base/strings.h"
#include "update/durable_file.h"

extern char** environ;

namespace nexy {
namespace {

using SteadyClock = std::chrono::steady_clock;

// What comes out of `descriptor` until its end or the deadline, at most 1 KiB.
std::string ReadUntil(int descriptor, SteadyClock::time_point deadline, bool& ended) {
  std::string text;
  while (text.size() < 1024) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now())
            .count();
    pollfd ready{descriptor, POLLIN, 0};
    if (left <= 0 || poll(&ready, 1, static_cast<int>(left)) <= 0) return text;
    char bytes[256];
    const ssize_t got = read(descriptor, bytes, sizeof(bytes));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      ended = true;
      return text;
    }
    text.append(bytes, static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace

absl::Status ProveAlive(const std::string& tree, std::int64_t build,
                        std::chrono::milliseconds timeout) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return absl::UnavailableError("no pipe to the new version");
  const FileHandle reading(ends[0]);
  FileHandle writing(ends[1]);
  std::string program = tree + "/bin/nexy";
  std::string update = "update";
  std::string alive = "alive";
  char* arguments[] = {program.data(), update.data(), alive.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, writing.get(), STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  pid_t child = 0;
  const int failed = posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    return absl::UnavailableError(
        Concat("the new version cannot be started: ", std::generic_category().message(failed)));
  }
  close(writing.Release());
  bool ended = false;
  const std::string said = ReadUntil(reading.get(), SteadyClock::now() + timeout, ended);
  if (!ended) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!ended) return absl::UnavailableError("the new version does not answer");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return absl::UnavailableError("the new version ends with an error at its start");
  }
  if (said != Concat("alive ", build, "\n")) {
    return absl::UnavailableError("the new version does not say that it is there");
  }
  return absl::OkStatus();
}

}  // namespace nexy
