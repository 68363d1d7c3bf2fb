#pragma once

#include <optional>
#include <string_view>

#include "screen/screenshot.h"

namespace nexy {

struct ImageSize {
  int width = 0;
  int height = 0;
};

// The type of a picture by its leading bytes; nullopt when it is none of the three.
std::optional<ImageFormat> DetectImageFormat(std::string_view bytes);

// The size that the header claims, before anything is decoded; nullopt when there is no valid
// header. Needs no memory that depends on the picture.
std::optional<ImageSize> ReadImageSize(ImageFormat format, std::string_view bytes);

// Decodes the whole picture and says whether it is complete and without errors. With `grey` it
// keeps the pixels there (resized by this function, transparency over white); without, it holds a
// few rows at a time as far as the format allows: a lossless WebP is held whole by libwebp, and a
// progressive JPEG's coefficients by libjpeg, up to a limit.
bool DecodeImage(ImageFormat format, std::string_view bytes, ImageSize size, GreyImage* grey);

// One library each; the contracts of ReadImageSize and DecodeImage.
std::optional<ImageSize> ReadWebpSize(std::string_view bytes);
std::optional<ImageSize> ReadJpegSize(std::string_view bytes);
std::optional<ImageSize> ReadPngSize(std::string_view bytes);
bool DecodeWebp(std::string_view bytes, ImageSize size, GreyImage* grey);
bool DecodeJpeg(std::string_view bytes, ImageSize size, GreyImage* grey);
bool DecodePng(std::string_view bytes, ImageSize size, GreyImage* grey);

// Makes room for the pixels of `size` in `grey`.
void Allocate(ImageSize size, GreyImage& grey);

}  // namespace nexy
