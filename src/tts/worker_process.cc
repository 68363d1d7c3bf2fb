#include "tts/worker_process.h"

#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "base/strings.h"

namespace nexy {
namespace {

// posix_spawn's two parameter objects, initialised and destroyed.
struct SpawnSettings {
  SpawnSettings() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnSettings() {
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  // Our thread's signal mask and ignored signals are not the worker's; it leads its own group.
  void SetDefaults() {
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

std::vector<char*> WorkerEnvironment() {
  constexpr std::array<std::string_view, 7> kPassedOn = {
      "PATH=",         "LANG=",          "LD_LIBRARY_PATH=", "ESPEAK_DATA_PATH=",
      "ASAN_OPTIONS=", "UBSAN_OPTIONS=", "TSAN_OPTIONS="};
  std::vector<char*> result;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    for (const std::string_view name : kPassedOn) {
      if (std::string_view(*variable).starts_with(name)) result.push_back(*variable);
    }
  }
  result.push_back(nullptr);
  return result;
}

absl::Status CannotStart(const std::string& path, int error) {
  return absl::UnavailableError(Concat("cannot start ", path, ": ", std::strerror(error)));
}

}  // namespace

absl::StatusOr<WorkerProcess> WorkerProcess::Start(const std::string& path) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return CannotStart(path, errno);
  }
  SpawnSettings settings;
  settings.SetDefaults();
  posix_spawn_file_actions_adddup2(&settings.actions, ends[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&settings.actions, ends[1], STDOUT_FILENO);
  std::string name = path;
  char* arguments[] = {name.data(), nullptr};
  std::vector<char*> environment = WorkerEnvironment();
  pid_t pid = 0;
  const int error = posix_spawn(&pid, path.c_str(), &settings.actions, &settings.attributes,
                                arguments, environment.data());
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    return CannotStart(path, error);
  }
  return WorkerProcess(pid, ends[0]);
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), socket_(std::exchange(other.socket_, -1)) {}

WorkerProcess::~WorkerProcess() {
  Kill();
  if (socket_ >= 0) close(socket_);
}

int WorkerProcess::TakeSocket() { return std::exchange(socket_, -1); }

void WorkerProcess::Kill() {
  if (pid_ == 0) return;
  kill(-pid_, SIGKILL);  // The group: the worker and the child that speaks.
  kill(pid_, SIGKILL);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
}

std::string DirectoryOfThisProgram() {
  std::array<char, PATH_MAX> path{};
  const ssize_t length = readlink("/proc/self/exe", path.data(), path.size());
  if (length <= 0) return "";
  const std::string_view whole(path.data(), static_cast<std::size_t>(length));
  return std::string(whole.substr(0, whole.rfind('/')));
}

}  // namespace nexy
