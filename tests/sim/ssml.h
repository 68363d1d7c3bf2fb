#pragma once

#include <string>
#include <string_view>

namespace nexy::sim {

// What Azure would say against an SSML document; empty: nothing.
std::string SsmlProblem(std::string_view ssml);

// The characters between its tags, entities resolved: what is spoken.
std::string SpokenTextOfSsml(std::string_view ssml);

}  // namespace nexy::sim
