#pragma once

#include <string>
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

// `text` as it may stand in HTML.
std::string Escaped(std::string_view text);

}  // namespace nexy::load
