// How long reading a picture takes, stage by stage, in milliseconds of processor time.
//
//   ocr_speed [PICTURE...]     without pictures: the example of apps/nexy
#include <time.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "screen/ocr_engine.h"
#include "screen/ocr_picture.h"

namespace nexy {
namespace {

double Milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void Measure(OcrEngine& engine, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const double start = Milliseconds();
  const auto screenshot = Screenshot::FromBytes(bytes, {});
  if (!screenshot.ok()) return;
  const double checked = Milliseconds();
  const OcrPicture picture = PrepareForOcr(*(*screenshot)->DecodeGrey());
  const double prepared = Milliseconds();
  OcrControl control;
  control.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  std::size_t opening = 0;
  if (picture.opening_rows > 0) opening = engine.Read(picture, {0, picture.opening_rows, true}, control)->size();
  const double opened = Milliseconds();
  const std::size_t rest = engine.Read(picture, {picture.opening_rows, picture.image.height, false}, control)->size();
  const double done = Milliseconds();
  std::printf("%-34s check %4.0f  prepare %4.0f  opening %4.0f (%zu lines, known after %4.0f)  rest %5.0f (%zu lines)  all %5.0f\n",
              path.substr(path.rfind('/') + 1).c_str(), checked - start, prepared - checked, opened - prepared, opening,
              opened - start, done - opened, rest, done - start);
}

int Main(std::vector<std::string> paths) {
  if (paths.empty()) paths = {NEXY_SOURCE_DIR "/apps/nexy/example-screen.webp", NEXY_SOURCE_DIR "/src/screen/testdata/settings-ru.webp"};
  const double start = Milliseconds();
  const auto engine = OcrEngine::Open();
  if (!engine.ok()) return 1;
  std::printf("opening the engine %.0f\n", Milliseconds() - start);
  for (const std::string& path : paths) Measure(**engine, path);
  return 0;
}

}  // namespace
}  // namespace nexy

int main(int argc, char** argv) { return nexy::Main({argv + 1, argv + argc}); }
