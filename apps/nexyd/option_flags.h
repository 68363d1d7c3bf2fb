#pragma once

#include "nexyd/options.h"

namespace CLI {
class App;
}

namespace nexy {

// Gives `app` the flags --config and --set, which fill `inputs` when it parses. `inputs` must
// outlive the parsing.
void AddOptionFlags(CLI::App& app, OptionInputs& inputs);

}  // namespace nexy
