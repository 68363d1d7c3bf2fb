#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexy::load {

struct PlotLine {
  std::string name;
  std::vector<std::pair<double, double>> points;  // By x.
};

struct Plot {
  std::string id;  // Of the elements; letters and digits.
  std::string title;
  std::string words;  // The same facts, for who does not see it.
  std::string x_name, y_name;
  std::vector<PlotLine> lines;  // At most four.
  bool log_x = false;
  bool log_y = false;
};

// An <svg> element that stands alone: role img, title, description; lines differ by dashes too, so
// that colour is not needed.
std::string SvgOf(const Plot& plot);

// The same as a file of its own.
std::string SvgFileOf(const Plot& plot);

// The style sheet of both, light or dark as the reader has it.
extern const std::string_view kPlotStyle;

// `text` as it may stand in HTML.
std::string Escaped(std::string_view text);

}  // namespace nexy::load
