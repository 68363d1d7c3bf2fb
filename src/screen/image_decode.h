#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "screen/row_sink.h"
#include "screen/screenshot.h"

namespace nexy {

// The type of a picture by its leading bytes; nullopt when it is none of the three.
std::optional<ImageFormat> DetectImageFormat(std::string_view bytes);

// The size that the header claims, before anything is decoded; nullopt when there is no valid
// header. Needs no memory that depends on the picture.
std::optional<ImageSize> ReadImageSize(ImageFormat format, std::string_view bytes);

// Decodes the whole picture and says whether it is complete and without errors; the pixels stand in
// `grey` then, which this function resizes, transparency over white; a JPEG from a camera is turned
// as its EXIF data say, so that its sides may be exchanged.
bool DecodeImage(ImageFormat format, std::string_view bytes, ImageSize size, GreyImage& grey);

// The same without keeping the pixels: `sink` is shown them. Holds a few rows at a time as far as
// the format allows: a WebP of up to kMaxShownPixels is held whole (above, a smaller copy is
// shown), a lossless one by libwebp too, and a progressive JPEG's coefficients by libjpeg, up to a
// limit. An interlaced PNG above kMaxShownPixels is checked, but not shown.
bool CheckImage(ImageFormat format, std::string_view bytes, ImageSize size, RowSink& sink);
inline constexpr std::int64_t kMaxShownPixels = 16'000'000;

// One library each; the contracts of ReadImageSize, DecodeImage and CheckImage.
std::optional<ImageSize> ReadWebpSize(std::string_view bytes);
std::optional<ImageSize> ReadJpegSize(std::string_view bytes);
std::optional<ImageSize> ReadPngSize(std::string_view bytes);
bool DecodeWebp(std::string_view bytes, ImageSize size, GreyImage& grey);
bool CheckWebp(std::string_view bytes, ImageSize size, RowSink& sink);
bool DecodeJpeg(std::string_view bytes, ImageSize size, GreyImage& grey);
bool CheckJpeg(std::string_view bytes, ImageSize size, RowSink& sink);
bool DecodePng(std::string_view bytes, ImageSize size, GreyImage& grey);
bool CheckPng(std::string_view bytes, ImageSize size, RowSink& sink);

// Makes room for the pixels of `size` in `grey`.
void Allocate(ImageSize size, GreyImage& grey);

}  // namespace nexy
