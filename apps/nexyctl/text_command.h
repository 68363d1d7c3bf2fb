#pragma once

#include <CLI/App.hpp>

namespace nexy {

// Adds `text segment` and `text spoken` to the operator's tool. Their callbacks run the command
// and throw CLI::RuntimeError(2) when the input cannot be used.
CLI::App* AddTextCommand(CLI::App& app);

}  // namespace nexy
