#include "screen/test_pictures.h"

#include <png.h>
#include <webp/encode.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <jpeglib.h>

#include "absl/strings/escaping.h"

namespace nexy {
namespace {

std::uint8_t Shade(const TestPicture& picture, int x, int y) {
  if (picture.strokes && x % 8 > 2) return picture.light;
  return y * 3 >= picture.height && y * 3 < 2 * picture.height ? picture.dark : picture.light;
}

std::vector<std::uint8_t> Rgb(const TestPicture& picture) {
  std::vector<std::uint8_t> pixels;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) pixels.insert(pixels.end(), 3, Shade(picture, x, y));
  }
  return pixels;
}

void Append(png_structp png, png_bytep data, png_size_t size) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(data), size);
}

int Channels(int png_color) {
  switch (png_color) {
    case 2: return 3;
    case 4: return 2;
    case 6: return 4;
    default: return 1;
  }
}

// One row; opaque where there is alpha.
std::vector<std::uint8_t> PngRow(const TestPicture& picture, int y) {
  const int channels = Channels(picture.png_color), bytes = picture.png_bits == 16 ? 2 : 1;
  std::vector<std::uint8_t> row;
  for (int i = 0; i < picture.width * channels; ++i) {
    const bool alpha = (picture.png_color & 4) != 0 && i % channels == channels - 1;
    const std::uint8_t shade = Shade(picture, i / channels, y);
    row.insert(row.end(), static_cast<std::size_t>(bytes), alpha ? (picture.transparent ? 0 : 255) : picture.png_color == 3 ? shade > 128 : shade);
  }
  return row;
}

}  // namespace

std::string DrawPng(const TestPicture& picture) {
  std::string result;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_write_fn(png, &result, Append, nullptr);
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width), static_cast<png_uint_32>(picture.height),
               picture.png_bits, picture.png_color, picture.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  const png_color palette[] = {{40, 40, 40}, {230, 230, 230}};
  if (picture.png_color == 3) png_set_PLTE(png, info, palette, 2);
  png_write_info(png, info);
  const int passes = png_set_interlace_handling(png);
  for (int pass = 0; pass < passes; ++pass) {
    for (int y = 0; y < picture.height; ++y) png_write_row(png, PngRow(picture, y).data());
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return result;
}

std::string DrawJpeg(const TestPicture& picture) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &buffer, &size);
  jpeg.image_width = static_cast<JDIMENSION>(picture.width);
  jpeg.image_height = static_cast<JDIMENSION>(picture.height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);
  if (picture.interlaced) jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(picture.width) * 3);
  while (jpeg.next_scanline < jpeg.image_height) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = Shade(picture, static_cast<int>(i / 3), static_cast<int>(jpeg.next_scanline));
    }
    JSAMPROW rows[] = {row.data()};
    jpeg_write_scanlines(&jpeg, rows, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string result(reinterpret_cast<char*>(buffer), size);
  std::free(buffer);
  return result;
}

std::string DrawWebp(const TestPicture& picture) {
  const std::vector<std::uint8_t> pixels = Rgb(picture);
  const std::vector<std::uint8_t> clear(static_cast<std::size_t>(picture.width * picture.height) * 4);
  std::uint8_t* buffer = nullptr;
  const std::size_t size =
      picture.transparent ? WebPEncodeLosslessRGBA(clear.data(), picture.width, picture.height, picture.width * 4, &buffer)
      : picture.lossless ? WebPEncodeLosslessRGB(pixels.data(), picture.width, picture.height, picture.width * 3, &buffer)
                       : WebPEncodeRGB(pixels.data(), picture.width, picture.height, picture.width * 3, 75, &buffer);
  std::string result(reinterpret_cast<char*>(buffer), size);
  WebPFree(buffer);
  return result;
}

std::string ToBase64(std::string_view bytes) {
  return absl::Base64Escape({bytes.data(), bytes.size()});
}

}  // namespace nexy
