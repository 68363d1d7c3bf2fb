#pragma once

#include <string>

#include "nexyctl/load/report.h"

namespace nexy::load {

// A page of one file for a report of a run or of a search for the capacity: what a plot shows
// stands beside it in words and in a table.
std::string HtmlOf(const Json& report);

// Its main picture as an SVG file; empty when nothing was measured.
std::string PictureOf(const Json& report);

}  // namespace nexy::load
