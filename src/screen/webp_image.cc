#include <webp/decode.h>

#include <algorithm>
#include <cstdint>

#include "screen/image_decode.h"

namespace nexy {
namespace {

const std::uint8_t* Data(std::string_view bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

// libwebp decodes what is there of a file that lacks its last bytes; the file says how long it is.
bool IsWhole(std::string_view bytes) {
  std::uint32_t riff_bytes = 0;
  for (int i = 3; i >= 0; --i) riff_bytes = riff_bytes << 8 | Data(bytes)[4 + i];
  return riff_bytes <= bytes.size() - 8;
}

// `planes` over white into `grey`, which has their size.
void CopyBrightness(const WebPYUVABuffer& planes, GreyImage& grey) {
  constexpr int kWhite = 235;  // Of a brightness plane, which begins at 16.
  for (std::ptrdiff_t y = 0; y < grey.height; ++y) {
    const std::uint8_t* light = planes.y + y * planes.y_stride;
    std::uint8_t* row = grey.pixels.data() + y * grey.width;
    if (planes.a == nullptr) {
      std::copy_n(light, grey.width, row);
      continue;
    }
    const std::uint8_t* alpha = planes.a + y * planes.a_stride;
    for (int x = 0; x < grey.width; ++x) {
      row[x] = static_cast<std::uint8_t>((light[x] * alpha[x] + kWhite * (255 - alpha[x])) / 255);
    }
  }
}

}  // namespace

std::optional<ImageSize> ReadWebpSize(std::string_view bytes) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(Data(bytes), bytes.size(), &features) != VP8_STATUS_OK) return std::nullopt;
  if (features.width <= 0 || features.height <= 0) return std::nullopt;
  return ImageSize{features.width, features.height};
}

bool DecodeWebp(std::string_view bytes, ImageSize size, GreyImage* grey) {
  WebPDecoderConfig config;
  if (!IsWhole(bytes) || WebPInitDecoderConfig(&config) == 0) return false;
  if (grey == nullptr) {
    // Scaled down while it decodes, so that a big picture needs no big buffer.
    config.options.use_scaling = 1;
    config.options.scaled_width = std::max(1, size.width / 64);
    config.options.scaled_height = std::max(1, size.height / 64);
  }
  if (WebPGetFeatures(Data(bytes), bytes.size(), &config.input) != VP8_STATUS_OK) return false;
  // The brightness plane is the grey picture; the colours go into the planes beside it.
  config.output.colorspace = config.input.has_alpha != 0 ? MODE_YUVA : MODE_YUV;
  const bool decoded = WebPDecode(Data(bytes), bytes.size(), &config) == VP8_STATUS_OK;
  if (decoded && grey != nullptr) {
    Allocate(size, *grey);
    CopyBrightness(config.output.u.YUVA, *grey);
  }
  WebPFreeDecBuffer(&config.output);
  return decoded;
}

}  // namespace nexy
