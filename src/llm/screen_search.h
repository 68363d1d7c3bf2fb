#pragma once

#include <string>
#include <vector>

#include "llm/screen_parts.h"
#include "screen/screen_reader.h"
#include "text/language.h"

namespace nexy {

// Says whether and where `query` stands on the screen: the place in words and what is beside it.
std::string DescribeFinding(const ScreenText& screen, ScreenSize size, const std::string& query,
                            Language language);

}  // namespace nexy
