#include "update/disk_image.h"

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <memory>
#include <optional>

#include "base/status.h"
#include "base/strings.h"
#include "update/big_endian.h"
#include "update/property_list.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

// The image: packed runs, an XML property list with a table of them for each partition ("mish"),
// and a trailer ("koly") of 512 bytes, all big-endian. The offsets below are those of Apple's
// structures.
constexpr std::size_t kTrailerBytes = 512;
constexpr std::size_t kSectorBytes = 512;
constexpr std::size_t kRunBytes = 40;
constexpr std::uint64_t kRunMaxBytes = 64 << 20;  // Apple's runs unpack to 1 MiB.

enum RunKind : std::uint32_t {
  kZero = 0,
  kRaw = 1,
  kIgnored = 2,
  kComment = 0x7FFFFFFE,
  kZlib = 0x80000005,
  kBzip2 = 0x80000006,
  kLzfse = 0x80000007,
  kXz = 0x80000008,
  kEnd = 0xFFFFFFFF,
};

absl::Status Malformed(std::string_view why) {
  return RefusalStatus(UpdateRefusal::kMalformed, Concat("The disk image is damaged: ", why, "."));
}

absl::Status TooLarge() {
  return RefusalStatus(UpdateRefusal::kTooLarge,
                       "The disk image is larger unpacked than a program can be.");
}

std::uint32_t CrcOf(std::uint32_t crc, std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

// A checksum field: its kind, its width, its value. Only CRC-32 is used by images of today.
absl::Status CheckCrc(std::string_view bytes, std::size_t at, std::uint32_t is, const char* what) {
  const auto kind = BigEndian<std::uint32_t>(bytes, at);
  const auto width = BigEndian<std::uint32_t>(bytes, at + 4);
  const auto value = BigEndian<std::uint32_t>(bytes, at + 8);
  if (kind != 2u || width != 32u || !value) {
    return Malformed(Concat("it carries no checksum of ", what));
  }
  if (*value != is) return Malformed(Concat("the checksum of ", what, " is wrong"));
  return absl::OkStatus();
}

std::optional<std::string> Inflate(std::string_view packed, std::size_t length) {
  std::string bytes(length, '\0');
  uLongf got = length;
  const int result = uncompress(reinterpret_cast<Bytef*>(bytes.data()), &got,
                                reinterpret_cast<const Bytef*>(packed.data()), packed.size());
  if (result != Z_OK || got != length) return std::nullopt;
  return bytes;
}

// bzip2 or xz, whichever it is.
std::optional<std::string> Filtered(std::string_view packed, std::size_t length) {
  struct Free {
    void operator()(archive* reader) const { archive_read_free(reader); }
  };
  const std::unique_ptr<archive, Free> reader(archive_read_new());
  archive_read_support_filter_bzip2(reader.get());
  archive_read_support_filter_xz(reader.get());
  archive_read_support_format_raw(reader.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_memory(reader.get(), packed.data(), packed.size()) != ARCHIVE_OK ||
      archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) {
    return std::nullopt;
  }
  std::string bytes(length + 1, '\0');  // One more, so that too much is seen.
  std::size_t got = 0;
  while (got < bytes.size()) {
    const la_ssize_t count =
        archive_read_data(reader.get(), bytes.data() + got, bytes.size() - got);
    if (count < 0) return std::nullopt;
    if (count == 0) break;
    got += static_cast<std::size_t>(count);
  }
  if (got != length) return std::nullopt;
  bytes.resize(length);
  return bytes;
}

class ImageReader {
 public:
  ImageReader(std::string_view image, std::uint64_t max_bytes)
      : image_(image), bytes_left_(max_bytes) {}

  absl::StatusOr<std::vector<ImagePartition>> Run() {
    if (image_.size() < kTrailerBytes) return Malformed("it ends before its trailer");
    const std::string_view trailer = image_.substr(image_.size() - kTrailerBytes);
    if (!trailer.starts_with("koly") || BigEndian<std::uint32_t>(trailer, 4) != 4u) {
      return Malformed("it has no trailer of the kind that is read");
    }
    if (BigEndian<std::uint32_t>(trailer, 60).value_or(0) > 1) {
      return Malformed("it is one of several parts");
    }
    const auto data = Piece(image_, *BigEndian<std::uint64_t>(trailer, 24),
                            *BigEndian<std::uint64_t>(trailer, 32));
    const auto list = Piece(image_, *BigEndian<std::uint64_t>(trailer, 216),
                            *BigEndian<std::uint64_t>(trailer, 224));
    if (!data || !list) return Malformed("its trailer names bytes that are not there");
    data_ = *data;
    NEXY_RETURN_IF_ERROR(CheckCrc(trailer, 80, CrcOf(0, data_), "its data"));
    const auto properties = ReadPropertyList(*list);
    if (!properties.ok()) return Malformed(MessageOf(properties.status()));
    const PropertyValue* fork = properties->Find("resource-fork");
    const PropertyValue* tables = fork != nullptr ? fork->Find("blkx") : nullptr;
    if (tables == nullptr || tables->items.empty()) return Malformed("it has no partitions");
    std::vector<ImagePartition> partitions;
    std::string checksums;
    for (const PropertyValue& table : tables->items) {
      const std::string mish = table.TextOf("Data");
      NEXY_ASSIGN_OR_RETURN(std::string bytes, Unpack(mish));
      checksums += mish.substr(72, 4);
      partitions.push_back({table.TextOf("Name"), std::move(bytes)});
    }
    NEXY_RETURN_IF_ERROR(CheckCrc(trailer, 352, CrcOf(0, checksums), "its partitions together"));
    return partitions;
  }

 private:
  absl::StatusOr<std::string> Unpack(std::string_view mish) {
    const auto sectors = BigEndian<std::uint64_t>(mish, 16);
    const auto base = BigEndian<std::uint64_t>(mish, 24);
    const auto runs = BigEndian<std::uint32_t>(mish, 200);
    if (!mish.starts_with("mish") || !sectors || !base || !runs ||
        mish.size() < 204 + std::size_t{*runs} * kRunBytes) {
      return Malformed("a partition's table is cut short");
    }
    std::string bytes;
    std::uint32_t crc = 0;
    bool ended = false;
    for (std::uint32_t i = 0; i < *runs; ++i) {
      const std::string_view run = mish.substr(204 + i * kRunBytes, kRunBytes);
      const auto kind = *BigEndian<std::uint32_t>(run, 0);
      if (kind == kComment) continue;
      if (*BigEndian<std::uint64_t>(run, 8) != bytes.size() / kSectorBytes || ended) {
        return Malformed("a partition's runs do not follow each other");
      }
      if (kind == kEnd) {
        ended = true;
        continue;
      }
      NEXY_ASSIGN_OR_RETURN(const std::string piece, RunBytes(kind, run, *base));
      if (kind != kIgnored) crc = CrcOf(crc, piece);
      bytes += piece;
    }
    if (!ended || bytes.size() / kSectorBytes != *sectors) {
      return Malformed("a partition is shorter than it says");
    }
    NEXY_RETURN_IF_ERROR(CheckCrc(mish, 64, crc, "a partition"));
    return bytes;
  }

  absl::StatusOr<std::string> RunBytes(std::uint32_t kind, std::string_view run,
                                       std::uint64_t base) {
    const std::uint64_t sectors = *BigEndian<std::uint64_t>(run, 16);
    if (sectors > bytes_left_ / kSectorBytes) return TooLarge();
    const std::size_t length = static_cast<std::size_t>(sectors) * kSectorBytes;
    bytes_left_ -= length;
    if (kind == kZero || kind == kIgnored) return std::string(length, '\0');
    const std::uint64_t offset = *BigEndian<std::uint64_t>(run, 24);
    if (offset > image_.size() || base > image_.size()) {
      return Malformed("a run lies outside the image");
    }
    const auto packed = Piece(data_, base + offset, *BigEndian<std::uint64_t>(run, 32));
    if (!packed || (kind != kRaw && length > kRunMaxBytes)) {
      return Malformed("a run lies outside the image");
    }
    std::optional<std::string> bytes;
    switch (kind) {
      case kRaw:
        if (packed->size() == length) bytes = std::string(*packed);
        break;
      case kZlib:
        bytes = Inflate(*packed, length);
        break;
      case kBzip2:
      case kXz:
        bytes = Filtered(*packed, length);
        break;
      case kLzfse:
        return Malformed(
            "it is packed with LZFSE, which is not read here; `hdiutil convert -format UDZO` packs "
            "it with "
            "zlib");
      default:
        return Malformed("it is packed in an unknown way");
    }
    if (!bytes) return Malformed("a run cannot be unpacked");
    return *std::move(bytes);
  }

  const std::string_view image_;
  std::string_view data_;
  std::uint64_t bytes_left_;
};

}  // namespace

absl::StatusOr<std::vector<ImagePartition>> ReadDiskImage(std::string_view image,
                                                          std::uint64_t max_bytes) {
  return ImageReader(image, max_bytes).Run();
}

}  // namespace nexy
