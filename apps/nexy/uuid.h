#pragma once

#include <string>
#include <string_view>

namespace nexy {

// A random UUID version 4 in canonical lower case.
std::string NewUuid4();

// True for every spelling of a UUID version 4 that the wire contract accepts (3.3).
bool IsUuid4(std::string_view text);

}  // namespace nexy
