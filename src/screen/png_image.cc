#include <png.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "screen/image_decode.h"

namespace nexy {
namespace {

using std::string_view_literals::operator""sv;

// libpng's state, freed also when libpng has jumped out of a function.
struct PngReader {
  ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }

  png_structp png = nullptr;
  png_infop info = nullptr;
  std::string_view rest;
  std::vector<png_byte> row;
  std::vector<png_bytep> rows;
};

void ReadFromMemory(png_structp png, png_bytep target, png_size_t size) {
  auto& reader = *static_cast<PngReader*>(png_get_io_ptr(png));
  if (size > reader.rest.size()) png_error(png, "truncated");
  std::memcpy(target, reader.rest.data(), size);
  reader.rest.remove_prefix(size);
}

[[noreturn]] void OnError(png_structp png, png_const_charp) { png_longjmp(png, 1); }
void OnWarning(png_structp, png_const_charp) {}

bool Open(PngReader& reader, std::string_view bytes) {
  reader.rest = bytes;
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, OnError, OnWarning);
  if (reader.png == nullptr) return false;
  reader.info = png_create_info_struct(reader.png);
  if (reader.info == nullptr) return false;
  png_set_read_fn(reader.png, &reader, ReadFromMemory);
  // Texts, profiles and the like are skipped: compressed ones may hide gigabytes.
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  return true;
}

// 8-bit grey, transparency over white.
void AskForGrey(png_structp png, png_infop info) {
  const int color = png_get_color_type(png, info);
  const bool transparent =
      (color & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(png, info, PNG_INFO_tRNS) != 0;
  png_set_expand(png);
  png_set_scale_16(png);
  if (transparent) {
    png_color_16 white = {0, 255, 255, 255, 255};
    png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
  }
  if ((color & PNG_COLOR_MASK_COLOR) != 0) png_set_rgb_to_gray_fixed(png, 1, -1, -1);
}

void ReadGrey(PngReader& reader, ImageSize size, GreyImage& grey) {
  Allocate(size, grey);
  const auto width = static_cast<std::size_t>(size.width);
  reader.rows.resize(static_cast<std::size_t>(size.height));
  for (std::size_t y = 0; y < reader.rows.size(); ++y) reader.rows[y] = &grey.pixels[y * width];
  png_read_image(reader.png, reader.rows.data());
}

// Nothing but libpng may be between the jump and its target, so the two functions with setjmp have no
// locals that need a destructor.
bool ReadAll(PngReader& reader, ImageSize size, GreyImage& grey) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_read_info(reader.png, reader.info);
  AskForGrey(reader.png, reader.info);
  png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  if (png_get_rowbytes(reader.png, reader.info) != static_cast<std::size_t>(size.width)) return false;
  ReadGrey(reader, size, grey);
  png_read_end(reader.png, nullptr);
  return true;
}

PixelFormat FormatOf(png_structp png, png_infop info) {
  switch (png_get_channels(png, info)) {
    case 1: return PixelFormat::kGrey;
    case 2: return PixelFormat::kGreyAlpha;
    case 3: return PixelFormat::kRgb;
    default: return PixelFormat::kRgba;
  }
}

void ShowInterlaced(PngReader& reader, ImageSize size, RowSink& sink) {
  const auto height = static_cast<std::size_t>(size.height);
  const std::size_t row_bytes = png_get_rowbytes(reader.png, reader.info);
  reader.row.resize(row_bytes * height);
  reader.rows.resize(height);
  for (std::size_t y = 0; y < height; ++y) reader.rows[y] = &reader.row[y * row_bytes];
  png_read_image(reader.png, reader.rows.data());
  for (std::size_t y = 0; y < height; ++y) sink.Row(static_cast<int>(y), {reader.rows[y], row_bytes});
}

// As AskForGrey, but for the colours and the transparency, which the sink is shown.
bool ShowAll(PngReader& reader, ImageSize size, RowSink& sink) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_read_info(reader.png, reader.info);
  png_set_expand(reader.png);
  png_set_scale_16(reader.png);
  const int passes = png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  const bool shown = passes == 1 || std::int64_t{size.width} * size.height <= kMaxShownPixels;
  if (shown) sink.Begin(size, FormatOf(reader.png, reader.info));
  if (shown && passes > 1) {
    ShowInterlaced(reader, size, sink);
  } else {
    reader.row.resize(png_get_rowbytes(reader.png, reader.info));
    for (int row = 0; row < passes * size.height; ++row) {
      png_read_row(reader.png, reader.row.data(), nullptr);
      if (shown) sink.Row(row, reader.row);
    }
  }
  png_read_end(reader.png, nullptr);
  return true;
}

std::uint32_t BigEndian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes.substr(0, 4)) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

}  // namespace

// The header is the first chunk: signature (8), length (4), "IHDR", width (4), height (4).
std::optional<ImageSize> ReadPngSize(std::string_view bytes) {
  if (bytes.size() < 33 || bytes.substr(12, 4) != "IHDR"sv) return std::nullopt;
  const std::uint32_t width = BigEndian(bytes.substr(16));
  const std::uint32_t height = BigEndian(bytes.substr(20));
  constexpr std::uint32_t kMax = 0x7fffffff;
  if (width == 0 || height == 0 || width > kMax || height > kMax) return std::nullopt;
  return ImageSize{static_cast<int>(width), static_cast<int>(height)};
}

bool DecodePng(std::string_view bytes, ImageSize size, GreyImage& grey) {
  PngReader reader;
  return Open(reader, bytes) && ReadAll(reader, size, grey);
}

bool CheckPng(std::string_view bytes, ImageSize size, RowSink& sink) {
  PngReader reader;
  return Open(reader, bytes) && ShowAll(reader, size, sink);
}

}  // namespace nexy
