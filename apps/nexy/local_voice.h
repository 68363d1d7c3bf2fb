#pragma once

#include <string>
#include <string_view>

namespace nexy {

// Wire PCM that says `message` without the server: spoken by nexy-voice, in the language of the
// message, or an error tone where that is not installed. `worker` is its path; empty: beside this
// program. Takes a few seconds at most; a message of any length is cut to what one listens to.
std::string SayLocally(std::string_view message, const std::string& worker = "");

}  // namespace nexy
