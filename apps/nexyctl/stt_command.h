#pragma once

namespace CLI {
class App;
}

namespace nexy {

// Adds `nexyctl stt`.
void AddSttCommand(CLI::App& app);

}  // namespace nexy
