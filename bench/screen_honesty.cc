// What the first look at a picture costs on top of decoding it, in milliseconds of processor time.
//
//   screen_honesty [PICTURE...]     without pictures: drawn ones of 3840x2160 in each format
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "screen/image_decode.h"
#include "screen/screen_glance.h"
#include "screen/test_pictures.h"

namespace nexy {
namespace {

constexpr int kRounds = 7;

class NoSink final : public RowSink {
 public:
  void Begin(ImageSize, PixelFormat) override {}
  void Row(int, std::span<const std::uint8_t>) override {}
  void Extra(int, std::span<const std::uint8_t>) override {}
};

double Milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// The fastest of some rounds, which neighbours on the machine disturb least.
template <typename Work>
double Fastest(Work work) {
  double fastest = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    const double begin = Milliseconds();
    work();
    fastest = std::min(fastest, Milliseconds() - begin);
  }
  return fastest;
}

void Measure(const std::string& name, const std::string& bytes) {
  const auto format = DetectImageFormat(bytes);
  const auto size = format ? ReadImageSize(*format, bytes) : std::nullopt;
  if (!size) return;
  const double decoding = Fastest([&bytes, &format, &size] {
    NoSink sink;
    CheckImage(*format, bytes, *size, sink);
  });
  ScreenLook look = ScreenLook::kOrdinary;
  const double both = Fastest([&bytes, &format, &size, &look] {
    ScreenGlance glance;
    CheckImage(*format, bytes, *size, glance);
    look = glance.look();
    glance.print();
  });
  std::printf("%-40s %5dx%-5d decoding %7.2f  look %6.2f  %s\n", name.c_str(), size->width, size->height, decoding,
              both - decoding, std::string(ScreenLookToken(look)).c_str());
}

int Main(const std::vector<std::string>& paths) {
  const TestPicture big{.width = 3840, .height = 2160};
  if (paths.empty()) {
    Measure("png", DrawPng(big));
    Measure("jpeg", DrawJpeg(big));
    Measure("webp", DrawWebp(big));
  }
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    Measure(path.substr(path.rfind('/') + 1), {std::istreambuf_iterator<char>(file), {}});
  }
  return 0;
}

}  // namespace
}  // namespace nexy

int main(int argc, char** argv) { return nexy::Main({argv + 1, argv + argc}); }
