#include <webp/decode.h>

#include <algorithm>
#include <cmath>
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

// A transparent picture is shown over white; its transparency counts as well.
void Show(const WebPYUVABuffer& planes, ImageSize size, RowSink& sink) {
  GreyImage row;
  Allocate({size.width, 1}, row);
  const auto width = static_cast<std::size_t>(size.width);
  sink.Begin(size, PixelFormat::kVideoGrey);
  for (int y = 0; y < size.height; ++y) {
    const std::ptrdiff_t at = y;
    if (planes.a == nullptr) {
      sink.Row(y, {planes.y + at * planes.y_stride, width});
    } else {
      WebPYUVABuffer here = planes;
      here.y += at * planes.y_stride;
      here.a += at * planes.a_stride;
      CopyBrightness(here, row);
      sink.Row(y, row.pixels);
      sink.Extra(y, {here.a, width});
    }
    if (y % 2 != 0) continue;
    sink.Extra(y, {planes.u + at / 2 * planes.u_stride, (width + 1) / 2});
    sink.Extra(y, {planes.v + at / 2 * planes.v_stride, (width + 1) / 2});
  }
}

// Into planes of `size`, which the caller frees. The brightness plane is the grey picture; the colours
// go into the planes beside it.
bool Decode(std::string_view bytes, ImageSize size, WebPDecoderConfig& config) {
  if (!IsWhole(bytes) || WebPInitDecoderConfig(&config) == 0) return false;
  if (WebPGetFeatures(Data(bytes), bytes.size(), &config.input) != VP8_STATUS_OK) return false;
  if (size.width != config.input.width || size.height != config.input.height) {
    config.options.use_scaling = 1;
    config.options.scaled_width = size.width;
    config.options.scaled_height = size.height;
  }
  config.output.colorspace = config.input.has_alpha != 0 ? MODE_YUVA : MODE_YUV;
  if (WebPDecode(Data(bytes), bytes.size(), &config) == VP8_STATUS_OK) return true;
  WebPFreeDecBuffer(&config.output);
  return false;
}

}  // namespace

std::optional<ImageSize> ReadWebpSize(std::string_view bytes) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(Data(bytes), bytes.size(), &features) != VP8_STATUS_OK) return std::nullopt;
  if (features.width <= 0 || features.height <= 0) return std::nullopt;
  return ImageSize{features.width, features.height};
}

bool DecodeWebp(std::string_view bytes, ImageSize size, GreyImage& grey) {
  WebPDecoderConfig config;
  if (!Decode(bytes, size, config)) return false;
  Allocate(size, grey);
  CopyBrightness(config.output.u.YUVA, grey);
  WebPFreeDecBuffer(&config.output);
  return true;
}

bool CheckWebp(std::string_view bytes, ImageSize size, RowSink& sink) {
  WebPDecoderConfig config;
  const double pixels = static_cast<double>(size.width) * size.height;
  const double scale = std::min(1.0, std::sqrt(static_cast<double>(kMaxShownPixels) / pixels));
  const ImageSize shown{std::max(1, static_cast<int>(size.width * scale)),
                        std::max(1, static_cast<int>(size.height * scale))};
  if (!Decode(bytes, shown, config)) return false;
  Show(config.output.u.YUVA, shown, sink);
  WebPFreeDecBuffer(&config.output);
  return true;
}

}  // namespace nexy
