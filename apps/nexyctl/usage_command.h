#pragma once

namespace CLI {
class App;
}

namespace nexy {

// Adds `nexyctl usage`: what services were used, and what it cost.
void AddUsageCommand(CLI::App& app);

}  // namespace nexy
