#pragma once

namespace CLI {
class App;
}

namespace nexy {

// Adds `nexyctl status`.
void AddStatusCommand(CLI::App& app);

}  // namespace nexy
