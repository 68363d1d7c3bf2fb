#pragma once

namespace CLI {
class App;
}

namespace nexy {

// Adds `nexyctl load`: puts a load on a server and reports how it carries it.
void AddLoadCommand(CLI::App& app);

}  // namespace nexy
