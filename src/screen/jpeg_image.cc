#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <utility>
#include <vector>

#include <jpeglib.h>
#include <jerror.h>

#include "screen/exif_orientation.h"
#include "screen/image_decode.h"

namespace nexy {
namespace {

// A progressive picture is gone over once a scan; more work than this is an attack.
constexpr std::int64_t kMaxScans = 500;
constexpr std::int64_t kMaxScannedPixels = 1'500'000'000;
constexpr unsigned kMaxExifBytes = 4096;  // Of a segment; the orientation stands at its beginning.
constexpr long kMaxCoefficientBytes = 400L * 1024 * 1024;

// libjpeg's state, freed also when libjpeg has jumped out of a function.
struct JpegReader {
  ~JpegReader() { jpeg_destroy_decompress(&jpeg); }

  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf jump{};
  std::vector<JSAMPLE> row;
  std::vector<JSAMPLE> grey;  // A row of a CMYK picture.
};

[[noreturn]] void Fail(j_common_ptr jpeg) {
  std::longjmp(static_cast<JpegReader*>(jpeg->client_data)->jump, 1);
}

// Warnings (level -1) mean data that was lost or invented, but for the few that are about style.
void OnMessage(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM:
      return;
    default:
      Fail(jpeg);
  }
}

void OnProgress(j_common_ptr common) {
  const auto* jpeg = reinterpret_cast<j_decompress_ptr>(common);
  const std::int64_t scans = jpeg->input_scan_number;
  const std::int64_t pixels = std::int64_t{jpeg->image_width} * jpeg->image_height;
  if (scans > kMaxScans || (scans > 1 && scans * pixels > kMaxScannedPixels)) Fail(common);
}

void Open(JpegReader& reader) {
  reader.jpeg.err = jpeg_std_error(&reader.errors);
  reader.errors.error_exit = Fail;
  reader.errors.emit_message = OnMessage;
  reader.errors.output_message = [](j_common_ptr) {};
  reader.jpeg.client_data = &reader;
}

// Nothing but libjpeg may be between a jump and its target, so the functions with setjmp have no
// locals that need a destructor.
bool ReadHeader(JpegReader& reader, std::string_view bytes) {
  if (setjmp(reader.jump) != 0) return false;
  jpeg_create_decompress(&reader.jpeg);
  reader.jpeg.client_data = &reader;
  reader.jpeg.mem->max_memory_to_use = kMaxCoefficientBytes;
  jpeg_mem_src(&reader.jpeg, reinterpret_cast<const unsigned char*>(bytes.data()),
               static_cast<unsigned long>(bytes.size()));
  jpeg_save_markers(&reader.jpeg, JPEG_APP0 + 1, kMaxExifBytes);
  return jpeg_read_header(&reader.jpeg, TRUE) == JPEG_HEADER_OK;
}

// Adobe's CMYK is stored inverted: 255 is no ink.
void CmykToGrey(std::span<const JSAMPLE> row, bool inverted, std::uint8_t* grey) {
  for (std::size_t x = 0; x < row.size() / 4; ++x) {
    std::array<int, 4> light{};
    for (std::size_t i = 0; i < 4; ++i) {
      light[i] = inverted ? row[4 * x + i] : 255 - row[4 * x + i];
    }
    const int color = (30 * light[0] + 59 * light[1] + 11 * light[2]) / 100;
    grey[x] = static_cast<std::uint8_t>(color * light[3] / 255);
  }
}

// Into the whole picture `grey`, or row by row to `sink`; one of them is null.
bool ReadRows(JpegReader& reader, GreyImage* grey, RowSink* sink) {
  if (setjmp(reader.jump) != 0) return false;
  jpeg_decompress_struct& jpeg = reader.jpeg;
  reader.progress.progress_monitor = OnProgress;
  jpeg.progress = &reader.progress;
  const bool cmyk = jpeg.num_components == 4;
  if (grey != nullptr && !cmyk) jpeg.out_color_space = JCS_GRAYSCALE;
  jpeg_start_decompress(&jpeg);
  const std::size_t width = jpeg.output_width;
  const std::size_t row_bytes = width * static_cast<std::size_t>(jpeg.output_components);
  reader.row.resize(1 + row_bytes);
  // Past an aligned address libjpeg-turbo writes around the caches, and the sink would wait for
  // memory.
  JSAMPLE* const unaligned = reader.row.data() + 1;
  if (cmyk) reader.grey.resize(width);
  const PixelFormat format = jpeg.output_components == 3 ? PixelFormat::kRgb : PixelFormat::kGrey;
  if (sink != nullptr)
    sink->Begin({static_cast<int>(width), static_cast<int>(jpeg.output_height)}, format);
  while (jpeg.output_scanline < jpeg.output_height) {
    const std::size_t y = jpeg.output_scanline;
    JSAMPROW target = grey != nullptr ? grey->pixels.data() + width * y : reader.grey.data();
    JSAMPROW row = grey == nullptr || cmyk ? unaligned : target;
    jpeg_read_scanlines(&jpeg, &row, 1);
    const std::span<const JSAMPLE> pixels(row, row_bytes);
    if (cmyk) CmykToGrey(pixels, jpeg.saw_Adobe_marker != 0, target);
    if (sink != nullptr)
      sink->Row(static_cast<int>(y), cmyk ? std::span<const JSAMPLE>(reader.grey) : pixels);
  }
  jpeg_finish_decompress(&jpeg);
  return true;
}

int OrientationOf(const jpeg_decompress_struct& jpeg) {
  for (const jpeg_marker_struct* marker = jpeg.marker_list; marker != nullptr;
       marker = marker->next) {
    const int orientation = ReadExifOrientation({marker->data, marker->data_length});
    if (orientation != 1) return orientation;
  }
  return 1;
}

}  // namespace

std::optional<ImageSize> ReadJpegSize(std::string_view bytes) {
  JpegReader reader;
  Open(reader);
  if (!ReadHeader(reader, bytes)) return std::nullopt;
  // libjpeg refuses sides of 0 and above 65500.
  return ImageSize{static_cast<int>(reader.jpeg.image_width),
                   static_cast<int>(reader.jpeg.image_height)};
}

bool DecodeJpeg(std::string_view bytes, ImageSize size, GreyImage& grey) {
  JpegReader reader;
  Open(reader);
  if (!ReadHeader(reader, bytes)) return false;
  Allocate(size, grey);
  const int orientation = OrientationOf(reader.jpeg);
  if (!ReadRows(reader, &grey, nullptr)) return false;
  grey = Upright(std::move(grey), orientation);
  return true;
}

bool CheckJpeg(std::string_view bytes, ImageSize, RowSink& sink) {
  JpegReader reader;
  Open(reader);
  return ReadHeader(reader, bytes) && ReadRows(reader, nullptr, &sink);
}

}  // namespace nexy
