#include "screen/exif_orientation.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace nexy {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint8_t kExif[] = {'E', 'x', 'i', 'f', 0, 0};
constexpr std::uint32_t kOrientationTag = 0x112;
constexpr std::size_t kMaxEntries = 256;
constexpr std::size_t kEntryBytes = 12;

// A TIFF header and its first directory, in one of two byte orders.
struct Tiff {
  Bytes bytes;
  bool big = false;

  std::optional<std::uint32_t> Read(std::size_t at, std::size_t count) const {
    if (at > bytes.size() || count > bytes.size() - at) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
      value = value << 8 | bytes[at + (big ? i : count - 1 - i)];
    return value;
  }
};

}  // namespace

int ReadExifOrientation(Bytes app1) {
  constexpr int kUpright = 1;
  if (app1.size() < sizeof(kExif) + 8 || !std::ranges::equal(app1.first(sizeof(kExif)), kExif))
    return kUpright;
  Tiff tiff{app1.subspan(sizeof(kExif))};
  if (tiff.bytes[0] != tiff.bytes[1]) return kUpright;
  tiff.big = tiff.bytes[0] == 'M';
  const auto directory = tiff.Read(4, 4);
  const auto entries = directory ? tiff.Read(*directory, 2) : std::nullopt;
  for (std::size_t i = 0; entries && i < std::min<std::size_t>(*entries, kMaxEntries); ++i) {
    const std::size_t at = std::size_t{*directory} + 2 + i * kEntryBytes;
    if (tiff.Read(at, 2) != kOrientationTag) continue;
    const auto value = tiff.Read(at + 8, 2);
    return value && *value >= 1 && *value <= 8 ? static_cast<int>(*value) : kUpright;
  }
  return kUpright;
}

// 2 to 4 are mirrored or upside down, 5 to 8 lie on their side.
GreyImage Upright(GreyImage image, int orientation) {
  if (orientation <= 1 || orientation > 8) return image;
  const bool lies = orientation >= 5;
  const bool from_right =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_bottom =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  GreyImage upright{lies ? image.height : image.width, lies ? image.width : image.height, {}};
  upright.pixels.reserve(image.pixels.size());
  for (int y = 0; y < upright.height; ++y) {
    for (int x = 0; x < upright.width; ++x) {
      const int column = lies ? y : x, row = lies ? x : y;
      const int from_x = from_right ? image.width - 1 - column : column;
      const int from_y = from_bottom ? image.height - 1 - row : row;
      upright.pixels.push_back(
          image.pixels[static_cast<std::size_t>(from_y) * static_cast<std::size_t>(image.width) +
                       static_cast<std::size_t>(from_x)]);
    }
  }
  return upright;
}

}  // namespace nexy
