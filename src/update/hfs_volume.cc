#include "update/hfs_volume.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "base/status.h"
#include "base/strings.h"
#include "update/big_endian.h"
#include "update/tree_writer.h"

namespace nexy {
namespace {

// Apple's Technical Note 1150. Everything is big-endian; a file's bytes ("fork") lie in up to eight
// runs of blocks ("extents"), further ones stand in a tree of their own. The catalog is a tree of
// nodes; its leaves hang together by links, so the tree itself need not be climbed.
constexpr std::size_t kHeaderAt = 1024;
constexpr std::uint32_t kRootFolder = 2;
constexpr std::uint32_t kCatalogFile = 4;
constexpr std::size_t kExtents = 8;
constexpr std::size_t kFilesMax = 200'000;
constexpr std::size_t kDepthMax = 64;
constexpr std::uint8_t kPackedFlag = 0x20;  // UF_COMPRESSED

using Extents = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

absl::Status Damaged() { return UnpackFailure("its volume is damaged"); }

// A fork as headers and catalog records describe it, 80 bytes.
struct Fork {
  std::uint64_t length = 0;
  std::uint32_t blocks = 0;
  Extents extents;
};

std::optional<Extents> ExtentsAt(std::string_view bytes, std::size_t at) {
  Extents extents;
  for (std::size_t i = 0; i < kExtents; ++i) {
    const auto first = BigEndian<std::uint32_t>(bytes, at + i * 8);
    const auto count = BigEndian<std::uint32_t>(bytes, at + i * 8 + 4);
    if (!first || !count) return std::nullopt;
    if (*count > 0) extents.emplace_back(*first, *count);
  }
  return extents;
}

std::optional<Fork> ForkAt(std::string_view bytes, std::size_t at) {
  const auto length = BigEndian<std::uint64_t>(bytes, at);
  const auto blocks = BigEndian<std::uint32_t>(bytes, at + 12);
  auto extents = ExtentsAt(bytes, at + 16);
  if (!length || !blocks || !extents) return std::nullopt;
  return Fork{*length, *blocks, *std::move(extents)};
}

absl::StatusOr<std::string> BytesOf(std::string_view volume, std::uint32_t block_bytes,
                                    std::uint64_t length, const Extents& extents) {
  if (length > volume.size()) return Damaged();
  std::string bytes;
  for (const auto& [first, count] : extents) {
    if (bytes.size() >= length) break;
    const auto piece = Piece(volume, std::uint64_t{first} * block_bytes,
                             std::min(std::uint64_t{count} * block_bytes, length - bytes.size()));
    if (!piece) return Damaged();
    bytes += *piece;
  }
  if (bytes.size() != length) return Damaged();
  return bytes;
}

// Calls `take` with each record of the tree's leaves, in their order.
absl::Status WalkLeaves(std::string_view tree,
                        const std::function<absl::Status(std::string_view)>& take) {
  const auto node_bytes = BigEndian<std::uint16_t>(tree, 14 + 18);
  auto node = BigEndian<std::uint32_t>(tree, 14 + 10);
  if (!node_bytes || *node_bytes < 512 || !node) return Damaged();
  const std::size_t nodes = tree.size() / *node_bytes;
  for (std::size_t seen = 0; *node != 0; ++seen) {
    const auto bytes = Piece(tree, std::uint64_t{*node} * *node_bytes, *node_bytes);
    if (!bytes || seen >= nodes || (*bytes)[8] != '\xFF') return Damaged();  // -1: a leaf.
    const std::size_t records = *BigEndian<std::uint16_t>(*bytes, 10);
    if (2 * (records + 1) + 14 > *node_bytes) return Damaged();
    for (std::size_t i = 0; i < records; ++i) {
      const std::size_t begin = *BigEndian<std::uint16_t>(*bytes, *node_bytes - 2 * (i + 1));
      const std::size_t end = *BigEndian<std::uint16_t>(*bytes, *node_bytes - 2 * (i + 2));
      if (begin < 14 || end < begin || end > *node_bytes) return Damaged();
      NEXY_RETURN_IF_ERROR(take(bytes->substr(begin, end - begin)));
    }
    node = BigEndian<std::uint32_t>(*bytes, 0);
  }
  return absl::OkStatus();
}

void AppendUtf8(char32_t code, std::string& text) {
  const auto byte = [&text](char32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      byte(0xE0 | code >> 12);
    } else {
      byte(0xF0 | code >> 18);
      byte(0x80 | (code >> 12 & 0x3F));
    }
    byte(0x80 | (code >> 6 & 0x3F));
  }
  byte(0x80 | (code & 0x3F));
}

// A name of the catalog, 16 bits a character; nullopt where it is cut short. A slash in it is a
// colon to Unix.
std::optional<std::string> NameAt(std::string_view record, std::size_t at, std::size_t characters) {
  std::string name;
  for (std::size_t i = 0; i < characters; ++i) {
    const auto unit = BigEndian<std::uint16_t>(record, at + 2 * i);
    if (!unit) return std::nullopt;
    char32_t code = *unit;
    if (code >= 0xD800 && code < 0xDC00 && i + 1 < characters) {
      const auto low = BigEndian<std::uint16_t>(record, at + 2 * ++i);
      if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
      code = 0x10000 + ((code - 0xD800) << 10) + (*low - 0xDC00);
    }
    AppendUtf8(code == '/' ? U':' : code, name);
  }
  return name;
}

struct Entry {
  std::uint32_t parent = 0;
  std::uint32_t id = 0;
  std::string name;
  HfsFile file;
};

// Reads the catalog into entries, and gives them their paths.
class Catalog {
 public:
  // By file and, as the tree has them, in the order of their first block.
  explicit Catalog(std::map<std::uint32_t, Extents> overflow) : overflow_(std::move(overflow)) {}

  absl::Status Take(std::string_view record) {
    const auto key = BigEndian<std::uint16_t>(record, 0);
    const auto parent = BigEndian<std::uint32_t>(record, 2);
    const auto characters = BigEndian<std::uint16_t>(record, 6);
    if (!key || !parent || !characters || *key < 6 || record.size() < std::size_t{*key} + 2) {
      return Damaged();
    }
    auto name = NameAt(record, 8, *characters);
    std::size_t at = std::size_t{*key} + 2;
    at += at % 2;
    const auto kind = BigEndian<std::uint16_t>(record, at);
    if (!name || !kind) return Damaged();
    if (*kind == 3 || *kind == 4) return absl::OkStatus();  // The way from a number to its name.
    if (entries_.size() == kFilesMax) return UnpackFailure("its volume holds too many files");
    Entry entry{.parent = *parent, .id = 0, .name = *std::move(name), .file = {}};
    const auto id = BigEndian<std::uint32_t>(record, at + 8);
    const auto mode = BigEndian<std::uint16_t>(record, at + 32 + 10);
    if (!id || !mode) return Damaged();
    entry.id = *id;
    entry.file.mode = *mode & 07777;
    if (*kind == 1) {
      entry.file.kind = HfsFile::Kind::kFolder;
    } else if (*kind == 2) {
      NEXY_RETURN_IF_ERROR(TakeFile(record.substr(at), *mode, entry));
    } else {
      return Damaged();
    }
    entries_.push_back(std::move(entry));
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<HfsFile>> Files() {
    std::map<std::uint32_t, const Entry*> folders;
    for (const Entry& entry : entries_) {
      if (entry.file.kind == HfsFile::Kind::kFolder) folders[entry.id] = &entry;
    }
    std::vector<HfsFile> files;
    for (const Entry& entry : entries_) {
      if (entry.id == kRootFolder) continue;
      NEXY_ASSIGN_OR_RETURN(std::string path, PathOf(entry, folders));
      if (path.empty()) continue;
      files.push_back(entry.file);
      files.back().path = std::move(path);
    }
    std::ranges::sort(files, {}, &HfsFile::path);
    return files;
  }

 private:
  absl::Status TakeFile(std::string_view record, std::uint16_t mode, Entry& entry) {
    const auto fork = ForkAt(record, 88);
    if (!fork) return Damaged();
    if (record.substr(48, 4) == "hlnk") return UnpackFailure("its volume holds hard links");
    if ((static_cast<std::uint8_t>(record[32 + 9]) & kPackedFlag) != 0) {
      return UnpackFailure("its volume holds packed files");
    }
    const std::uint32_t kind = mode & 0170000;
    if (kind != 0 && kind != 0100000 && kind != 0120000) {
      return UnpackFailure("it holds something else than files");
    }
    entry.file.kind = kind == 0120000 ? HfsFile::Kind::kLink : HfsFile::Kind::kFile;
    entry.file.length = fork->length;
    entry.file.extents = fork->extents;
    const auto more = overflow_.find(entry.id);
    if (more != overflow_.end()) {
      entry.file.extents.insert(entry.file.extents.end(), more->second.begin(), more->second.end());
    }
    return absl::OkStatus();
  }

  // Empty for what belongs to the file system itself: names that begin with NUL.
  static absl::StatusOr<std::string> PathOf(const Entry& entry,
                                            const std::map<std::uint32_t, const Entry*>& folders) {
    std::string path = entry.name;
    const Entry* at = &entry;
    for (std::size_t depth = 0; at->parent != kRootFolder; ++depth) {
      const auto folder = folders.find(at->parent);
      if (folder == folders.end() || depth > kDepthMax) return Damaged();
      at = folder->second;
      path.insert(0, at->name + "/");
    }
    if (path.starts_with('\0') || path.starts_with(".HFS+ Private Directory Data")) return "";
    return path;
  }

  const std::map<std::uint32_t, Extents> overflow_;
  std::vector<Entry> entries_;
};

// The extents beyond the first eight of each file's data.
absl::StatusOr<std::map<std::uint32_t, Extents>> ReadOverflow(std::string_view tree) {
  std::map<std::uint32_t, Extents> overflow;
  if (tree.empty()) return overflow;
  NEXY_RETURN_IF_ERROR(WalkLeaves(tree, [&overflow](std::string_view record) {
    const auto id = BigEndian<std::uint32_t>(record, 4);
    const auto extents = ExtentsAt(record, 12);
    if (!id || !extents) return Damaged();
    if (record[2] != 0) return absl::OkStatus();  // A resource fork.
    Extents& all = overflow[*id];
    all.insert(all.end(), extents->begin(), extents->end());
    return absl::OkStatus();
  }));
  return overflow;
}

}  // namespace

absl::StatusOr<HfsVolume> HfsVolume::Open(std::string_view bytes) {
  const auto header = Piece(bytes, kHeaderAt, 512);
  if (!header || !(header->starts_with("H+") || header->starts_with("HX"))) {
    return UnpackFailure("its volume is not HFS+");
  }
  const auto block_bytes = *BigEndian<std::uint32_t>(*header, 40);
  if (block_bytes < 512 || block_bytes > (1u << 20) || (block_bytes & (block_bytes - 1)) != 0) {
    return Damaged();
  }
  const auto extents_fork = *ForkAt(*header, 192);
  const auto catalog_fork = *ForkAt(*header, 272);
  NEXY_ASSIGN_OR_RETURN(const std::string extents_tree,
                        BytesOf(bytes, block_bytes, extents_fork.length, extents_fork.extents));
  NEXY_ASSIGN_OR_RETURN(auto overflow, ReadOverflow(extents_tree));
  Extents catalog_extents = catalog_fork.extents;
  if (const auto more = overflow.find(kCatalogFile); more != overflow.end()) {
    catalog_extents.insert(catalog_extents.end(), more->second.begin(), more->second.end());
  }
  NEXY_ASSIGN_OR_RETURN(const std::string catalog_tree,
                        BytesOf(bytes, block_bytes, catalog_fork.length, catalog_extents));
  Catalog catalog(std::move(overflow));
  NEXY_RETURN_IF_ERROR(WalkLeaves(
      catalog_tree, [&catalog](std::string_view record) { return catalog.Take(record); }));
  HfsVolume volume(bytes, block_bytes);
  NEXY_ASSIGN_OR_RETURN(volume.files_, catalog.Files());
  return volume;
}

absl::StatusOr<std::string> HfsVolume::Read(const HfsFile& file) const {
  return BytesOf(bytes_, block_bytes_, file.length, file.extents);
}

}  // namespace nexy
