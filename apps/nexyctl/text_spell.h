#pragma once

namespace CLI {
class App;
}

namespace nexy {

// Adds `spell` to `nexyctl text`: a text letter by letter, as the voice gets it.
void AddTextSpell(CLI::App& text);

}  // namespace nexy
