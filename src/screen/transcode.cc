#include "screen/transcode.h"

#include <webp/decode.h>

#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <jpeglib.h>

namespace nexy {
namespace {

struct RgbImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  // Red, green, blue, row by row.
};

bool DecodeWebpRgb(const Screenshot& screenshot, RgbImage& rgb) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(screenshot.bytes().data());
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig(&config) == 0) return false;
  config.output.colorspace = MODE_rgbA;  // Premultiplied: over white it is a sum.
  if (WebPDecode(bytes, screenshot.bytes().size(), &config) != VP8_STATUS_OK) return false;
  rgb.width = config.output.width;
  rgb.height = config.output.height;
  const auto width = static_cast<std::size_t>(rgb.width);
  rgb.pixels.resize(width * static_cast<std::size_t>(rgb.height) * 3);
  std::uint8_t* target = rgb.pixels.data();
  for (std::ptrdiff_t y = 0; y < rgb.height; ++y) {
    const std::uint8_t* row = config.output.u.RGBA.rgba + y * config.output.u.RGBA.stride;
    for (std::size_t x = 0; x < width; ++x, row += 4) {
      const int white = 255 - row[3];
      for (int i = 0; i < 3; ++i) *target++ = static_cast<std::uint8_t>(row[i] + white);
    }
  }
  WebPFreeDecBuffer(&config.output);
  return true;
}

// libjpeg's state, freed also when libjpeg has jumped out of a function.
struct JpegWriter {
  ~JpegWriter() {
    jpeg_destroy_compress(&jpeg);
    std::free(bytes);
  }

  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  std::jmp_buf jump{};
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
};

[[noreturn]] void Fail(j_common_ptr jpeg) {
  std::longjmp(static_cast<JpegWriter*>(jpeg->client_data)->jump, 1);
}

// Without locals that need a destructor: libjpeg may jump.
bool Compress(JpegWriter& writer, const RgbImage& rgb) {
  constexpr int kQuality = 90;
  if (setjmp(writer.jump) != 0) return false;
  jpeg_compress_struct& jpeg = writer.jpeg;
  jpeg_create_compress(&jpeg);
  jpeg.client_data = &writer;
  jpeg_mem_dest(&jpeg, &writer.bytes, &writer.size);
  jpeg.image_width = static_cast<JDIMENSION>(rgb.width);
  jpeg.image_height = static_cast<JDIMENSION>(rgb.height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, kQuality, TRUE);
  // Colours at full resolution: small coloured letters blur otherwise.
  for (int i = 0; i < jpeg.num_components; ++i) {
    jpeg.comp_info[i].h_samp_factor = 1;
    jpeg.comp_info[i].v_samp_factor = 1;
  }
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    auto* row = const_cast<JSAMPROW>(rgb.pixels.data() + std::size_t{3} * jpeg.next_scanline *
                                                             jpeg.image_width);
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  return true;
}

}  // namespace

absl::StatusOr<std::string> WebpToJpeg(const Screenshot& screenshot) {
  RgbImage rgb;
  if (!DecodeWebpRgb(screenshot, rgb)) return absl::InternalError("the picture does not decode");
  JpegWriter writer;
  writer.jpeg.err = jpeg_std_error(&writer.errors);
  writer.errors.error_exit = Fail;
  writer.errors.output_message = [](j_common_ptr) {};
  writer.jpeg.client_data = &writer;
  if (!Compress(writer, rgb)) return absl::InternalError("the picture cannot be made a JPEG");
  return std::string(reinterpret_cast<const char*>(writer.bytes), writer.size);
}

}  // namespace nexy
