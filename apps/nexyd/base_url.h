#pragma once

#include <string>
#include <string_view>

namespace nexy {

// The host of `url`, without a port; empty when it has none.
std::string_view HostOf(std::string_view url);

// Whether it is this machine: no key is needed to talk to it, and nothing goes over a network.
bool IsLocal(std::string_view url);
bool IsOpenAiItself(std::string_view url);

// `url` without the slashes at its end: a person writes it either way.
std::string WithoutSlash(std::string url);

// What keeps `url` from being a service's address, as the end of a sentence ("must begin with …");
// empty: nothing.
std::string AddressMistake(std::string_view url);

}  // namespace nexy
