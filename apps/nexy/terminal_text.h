#pragma once

#include <string>
#include <string_view>

namespace nexy {

// `text` without the control characters by which a server, or what stood on the screen, could
// command the person's terminal; line ends and tabs stay.
std::string TerminalText(std::string_view text);

}  // namespace nexy
