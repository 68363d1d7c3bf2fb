#pragma once

#include <sys/types.h>

#include <string>

#include "absl/status/statusor.h"

namespace nexy {

// A running worker program and our end of the socket that is its stdin and stdout.
//
// It gets none of our file descriptors, a process group of its own (a Ctrl-C in the terminal does
// not reach it) and, of our environment, only what the loader and the sanitizers need: no key.
// It ends by itself when our end of the socket is closed, thus also when we are killed.
class WorkerProcess {
 public:
  // UNAVAILABLE, with the path and the system's reason, if the program cannot be started.
  static absl::StatusOr<WorkerProcess> Start(const std::string& path);
  // Kills the process if it still runs and collects it, so that no zombie stays.
  ~WorkerProcess();
  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  // Our end of the socket, to be closed by the caller; -1 when it has been taken.
  int TakeSocket();
  pid_t pid() const { return pid_; }

  // Kills and collects it now. Idempotent.
  void Kill();

 private:
  WorkerProcess(pid_t pid, int socket) : pid_(pid), socket_(socket) {}

  pid_t pid_;  // 0: collected.
  int socket_;
};

// Of the program that runs, "" if unknown; without a slash at its end.
std::string DirectoryOfThisProgram();

}  // namespace nexy
