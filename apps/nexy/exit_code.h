#pragma once

namespace nexy {

// What the program returns; `nexy --help` lists them. A signal that ends a turn gives 128 plus its
// number, so Ctrl-C gives kInterrupted.
enum ExitCode : int {
  kSuccess = 0,
  kAnswerFailed = 1,  // Refused, failed or broken off.
  kUsage = 2,         // Wrong arguments, or a file that cannot be read or written.
  kUnreachable = 3,
  kInterrupted = 130,
};

}  // namespace nexy
