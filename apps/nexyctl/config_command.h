#pragma once

namespace CLI {
class App;
}

namespace nexy {

// Adds `nexyctl config print` and `nexyctl config check FILE`.
void AddConfigCommand(CLI::App& app);

}  // namespace nexy
