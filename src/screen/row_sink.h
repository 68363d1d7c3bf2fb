#pragma once

#include <cstdint>
#include <span>

namespace nexy {

struct ImageSize {
  int width = 0;
  int height = 0;
};

// How the bytes of a row are to be read; kVideoGrey is a brightness plane from 16 to 235.
enum class PixelFormat { kGrey, kVideoGrey, kGreyAlpha, kRgb, kRgba };

// Is shown a picture row by row, from the top, while it is decoded.
class RowSink {
 public:
  virtual ~RowSink() = default;
  // Once, before the first row.
  virtual void Begin(ImageSize size, PixelFormat format) = 0;
  virtual void Row(int y, std::span<const std::uint8_t> pixels) = 0;
  // What else belongs to the row: colours or transparency kept in planes of their own.
  virtual void Extra(int y, std::span<const std::uint8_t> bytes) = 0;
};

}  // namespace nexy
