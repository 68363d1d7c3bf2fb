#pragma once

namespace CLI {
class App;
}

namespace nexy {

// Adds `segment` to `nexyctl text`: how an answer is cut into sentences, and by which rules.
void AddTextSegment(CLI::App& text);

}  // namespace nexy
