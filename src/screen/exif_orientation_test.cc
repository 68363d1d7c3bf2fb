#include "screen/exif_orientation.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nexy {
namespace {

std::vector<std::uint8_t> App1(bool big, int orientation) {
  const std::string head = big ? std::string("Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0", 25)
                               : std::string("Exif\0\0II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0", 24);
  std::vector<std::uint8_t> bytes(head.begin(), head.end());
  bytes.push_back(static_cast<std::uint8_t>(orientation));
  bytes.resize(bytes.size() + 8);
  return bytes;
}

TEST(ExifOrientation, IsReadInBothByteOrders) {
  for (const bool big : {false, true}) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      EXPECT_EQ(ReadExifOrientation(App1(big, orientation)), orientation);
    }
    EXPECT_EQ(ReadExifOrientation(App1(big, 9)), 1);
    EXPECT_EQ(ReadExifOrientation(App1(big, 0)), 1);
  }
}

TEST(ExifOrientation, SurvivesEveryCutAndEveryOffset) {
  const std::vector<std::uint8_t> whole = App1(false, 6);
  for (std::size_t size = 0; size < 25; ++size) {
    EXPECT_EQ(ReadExifOrientation(std::span(whole).first(size)), 1) << size;
  }
  for (std::size_t at = 6; at < whole.size(); ++at) {
    std::vector<std::uint8_t> damaged = whole;
    damaged[at] = 0xff;
    const int orientation = ReadExifOrientation(damaged);
    EXPECT_TRUE(orientation >= 1 && orientation <= 8);
  }
}

// What a camera stores of the picture "1 2 3 / 4 5 6" when it is held so.
TEST(ExifOrientation, TurnsThePictureAsItWasSeen) {
  const std::vector<std::uint8_t> seen = {1, 2, 3, 4, 5, 6};
  const std::vector<std::pair<int, GreyImage>> stored = {
      {1, {3, 2, {1, 2, 3, 4, 5, 6}}}, {2, {3, 2, {3, 2, 1, 6, 5, 4}}},
      {3, {3, 2, {6, 5, 4, 3, 2, 1}}}, {4, {3, 2, {4, 5, 6, 1, 2, 3}}},
      {5, {2, 3, {1, 4, 2, 5, 3, 6}}}, {6, {2, 3, {3, 6, 2, 5, 1, 4}}},
      {7, {2, 3, {6, 3, 5, 2, 4, 1}}}, {8, {2, 3, {4, 1, 5, 2, 6, 3}}}};
  for (const auto& [orientation, image] : stored) {
    const GreyImage upright = Upright(image, orientation);
    EXPECT_EQ(upright.width, 3) << orientation;
    EXPECT_EQ(upright.height, 2) << orientation;
    EXPECT_EQ(upright.pixels, seen) << orientation;
  }
}

}  // namespace
}  // namespace nexy
