#pragma once

#include <string>

namespace nexy {

// A short tone, as wire PCM, that says "this failed" where nothing can speak.
std::string ErrorTone();

}  // namespace nexy
