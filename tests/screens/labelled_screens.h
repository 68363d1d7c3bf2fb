#pragma once

#include <map>
#include <string>
#include <vector>

namespace nexy {

// A line of text as it stands in a rendered picture.
struct TrueLine {
  int left = 0, top = 0, right = 0, bottom = 0;
  std::string text;
};

// A picture that render.py made, and what is known of it.
struct LabelledScreen {
  std::string name;
  std::string bytes;
  std::map<std::string, std::string> facts;  // label, language, theme, font, points, page.
  std::vector<TrueLine> lines;               // In the order of the page.

  const std::string& fact(const std::string& key) const { return facts.at(key); }
};

// The pictures of a set, by name; empty when they were not rendered.
std::vector<LabelledScreen> LoadScreens(const std::string& set);

}  // namespace nexy
