#pragma once

#include <string_view>

namespace nexy::sim {

// Whether Azure has this output format.
bool IsAzureFormat(std::string_view format);

// Samples a second of a raw 16-bit format; 0 for any other.
int RateOfAzureFormat(std::string_view format);

}  // namespace nexy::sim
