#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "nexy/terminal_text.h"

namespace nexy {

// One line for the person on standard error; returns `exit_code`, so that a command can leave with
// it.
inline int Complain(std::string_view message, int exit_code) {
  const std::string line = TerminalText(message) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
  return exit_code;
}

}  // namespace nexy
