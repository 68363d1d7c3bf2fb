#pragma once

namespace CLI {
class App;
}

namespace nexy {

// Adds `spoken` to `nexyctl text`: what the voice gets of an answer.
void AddTextSpoken(CLI::App& text);

}  // namespace nexy
