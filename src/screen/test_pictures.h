#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "screen/screenshot.h"

namespace nexy {

// Pictures that tests draw themselves: a light background with a dark bar across the middle.
struct TestPicture {
  int width = 64;
  int height = 32;
  int png_color = 2;       // PNG's colour type: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA.
  int png_bits = 8;
  bool interlaced = false;  // PNG: Adam7; JPEG: progressive.
  bool lossless = false;    // WebP.
  bool transparent = false;  // All of it: PNG with alpha, lossless WebP.
  std::uint8_t light = 230;
  std::uint8_t dark = 40;
  bool strokes = false;  // The bar is one of strokes, as of letters.
};

std::string DrawPng(const TestPicture& picture);
std::string DrawJpeg(const TestPicture& picture);
std::string DrawWebp(const TestPicture& picture);

std::string ToBase64(std::string_view bytes);

}  // namespace nexy
