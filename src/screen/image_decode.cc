#include "screen/image_decode.h"

#include <cstddef>

namespace nexy {

using std::string_view_literals::operator""sv;

std::optional<ImageFormat> DetectImageFormat(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return ImageFormat::kPng;
  if (bytes.starts_with("\xff\xd8\xff"sv)) return ImageFormat::kJpeg;
  if (bytes.size() >= 12 && bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv) {
    return ImageFormat::kWebp;
  }
  return std::nullopt;
}

std::optional<ImageSize> ReadImageSize(ImageFormat format, std::string_view bytes) {
  switch (format) {
    case ImageFormat::kWebp: return ReadWebpSize(bytes);
    case ImageFormat::kJpeg: return ReadJpegSize(bytes);
    case ImageFormat::kPng: return ReadPngSize(bytes);
  }
  return std::nullopt;
}

bool DecodeImage(ImageFormat format, std::string_view bytes, ImageSize size, GreyImage& grey) {
  switch (format) {
    case ImageFormat::kWebp: return DecodeWebp(bytes, size, grey);
    case ImageFormat::kJpeg: return DecodeJpeg(bytes, size, grey);
    case ImageFormat::kPng: return DecodePng(bytes, size, grey);
  }
  return false;
}

bool CheckImage(ImageFormat format, std::string_view bytes, ImageSize size, RowSink& sink) {
  switch (format) {
    case ImageFormat::kWebp: return CheckWebp(bytes, size, sink);
    case ImageFormat::kJpeg: return CheckJpeg(bytes, size, sink);
    case ImageFormat::kPng: return CheckPng(bytes, size, sink);
  }
  return false;
}

void Allocate(ImageSize size, GreyImage& grey) {
  grey.width = size.width;
  grey.height = size.height;
  grey.pixels.resize(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height));
}

}  // namespace nexy
