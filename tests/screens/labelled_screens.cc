#include "screens/labelled_screens.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace nexy {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

LabelledScreen Load(const std::filesystem::path& description) {
  LabelledScreen screen;
  screen.name = description.stem();
  for (const char* kind : {".png", ".jpeg", ".webp"}) {
    std::filesystem::path picture = description;
    picture.replace_extension(kind);
    if (std::filesystem::exists(picture)) screen.bytes = ReadFile(picture);
  }
  std::istringstream rows(ReadFile(description));
  for (std::string row; std::getline(rows, row);) {
    std::istringstream columns(row);
    std::string key, value;
    std::getline(columns, key, '\t');
    if (key != "line") {
      std::getline(columns, value);
      screen.facts[key] = value;
      continue;
    }
    TrueLine line;
    columns >> line.left >> line.top >> line.right >> line.bottom;
    columns.ignore();
    std::getline(columns, line.text);
    screen.lines.push_back(std::move(line));
  }
  return screen;
}

}  // namespace

std::vector<LabelledScreen> LoadScreens(const std::string& set) {
  std::vector<LabelledScreen> screens;
  const std::filesystem::path folder = std::filesystem::path(NEXY_SCREENS_DIR) / set;
  if (!std::filesystem::exists(folder / "fingerprint")) return screens;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".tsv") screens.push_back(Load(entry.path()));
  }
  std::ranges::sort(screens, {}, &LabelledScreen::name);
  return screens;
}

}  // namespace nexy
