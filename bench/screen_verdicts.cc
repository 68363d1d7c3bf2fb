// What Nexy says of pictures before any mind sees them, against their labels.
//
//   screen_verdicts LABELS          a file of rows `name<TAB>label`, the pictures beside it
//   screen_verdicts LABELS words    the same, and the lines that OCR has found
//   screen_verdicts LABELS first    at first sight only: what words would decide is ordinary
//
// Labels: ordinary, black, nothing (blank, empty or black), locked, too_small, corrupt; others are
// only printed. Ends with 1 when a picture was taken for something else.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

#include "screen/image_decode.h"
#include "screen/look_by_words.h"
#include "screen/ocr_engine.h"
#include "screen/reading_order.h"
#include "screen/script_repair.h"

namespace nexy {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

enum class Mode { kQuiet, kWords, kFirstSight };

// As the turn decides it for a question about the screen.
std::string Verdict(OcrEngine& engine, const std::string& bytes, Mode mode) {
  const auto screenshot = Screenshot::FromBytes(bytes, {});
  if (!screenshot.ok()) return "corrupt";
  const Screenshot& picture = **screenshot;
  ScreenLook look = picture.look();
  if (IsUndecided(look) && mode == Mode::kFirstSight) return "ordinary";
  if (IsUndecided(look)) {
    OcrControl control;
    control.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    const OcrPicture prepared = PrepareForOcr(*picture.DecodeGrey());
    auto lines = engine.Read(prepared, {0, prepared.image.height, false}, control);
    if (!lines.ok()) return "unreadable";
    RepairScripts(*lines);
    const ScreenText text{ReadingOrder(*std::move(lines))};
    for (const ScreenLine& line : text.lines) {
      if (mode == Mode::kWords)
        std::printf("    [%s] h=%d c=%.0f\n", line.text.c_str(), line.height, line.confidence);
    }
    look = LookByWords(picture, text);
  }
  return std::string(ScreenLookToken(look));
}

bool Fits(const std::string& label, const std::string& verdict) {
  if (label == "nothing") return verdict == "blank" || verdict == "empty" || verdict == "black";
  if (label == "black") return verdict == "black";
  return label == verdict;
}

int Main(const std::filesystem::path& labels, Mode mode) {
  const auto engine = OcrEngine::Open();
  if (!engine.ok()) return 2;
  std::map<std::string, std::pair<int, int>> counts;  // Of a label: right, all.
  std::ifstream rows(labels);
  for (std::string name, label; std::getline(rows, name, '\t') && std::getline(rows, label);) {
    const std::string bytes = ReadFile(labels.parent_path() / name);
    const std::string verdict = Verdict(**engine, bytes, mode);
    auto& [right, all] = counts[label];
    ++all;
    right += Fits(label, verdict);
    if (Fits(label, verdict) && mode != Mode::kWords) continue;
    std::printf("%-44s %-10s taken for %s", name.c_str(), label.c_str(), verdict.c_str());
    if (const auto format = DetectImageFormat(bytes)) {
      ScreenGlance glance;
      const auto size = ReadImageSize(*format, bytes);
      if (size && CheckImage(*format, bytes, *size, glance)) {
        const ScreenGlance::Figures f = glance.figures();
        const auto soft = std::ranges::count_if(f.grid.cells, [](const auto& cell) {
          return cell.lightest - cell.darkest >= 32 && cell.edges == 0;
        });
        std::printf(
            "  [mean %.0f range %.0f share %.2f text %d/%d light %d rough %d loose %d main %.0f on "
            "main %d area %d soft %td]",
            f.mean, f.range, f.main_share, f.text_rows, f.text_cells, f.light_text_rows,
            f.rough_cells, f.loose_edges, f.main_shade, f.text_on_main, f.area.cells(), soft);
      }
    }
    std::printf("\n");
  }
  int wrong = 0;
  for (const auto& [label, count] : counts) {
    std::printf("%-12s %4d of %4d\n", label.c_str(), count.first, count.second);
    wrong += count.second - count.first;
  }
  return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace nexy

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string_view mode = argc > 2 ? argv[2] : "";
  return nexy::Main(argv[1], mode == "words"   ? nexy::Mode::kWords
                             : mode == "first" ? nexy::Mode::kFirstSight
                                               : nexy::Mode::kQuiet);
}
