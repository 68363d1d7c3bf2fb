#pragma once

#include <string>
#include <string_view>

namespace nexy {

// Wire PCM that tells the person about a failure without the server: an error tone.
std::string SayLocally(std::string_view message);

}  // namespace nexy
