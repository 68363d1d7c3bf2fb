#include "update/tree_archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <optional>
#include <vector>

#include "base/status.h"
#include "base/strings.h"
#include "update/disk_image.h"
#include "update/hfs_volume.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

// An installer package holds few members besides its payload, all of them small.
constexpr std::size_t kPackageMembersMax = 1000;
constexpr std::size_t kPayloadMaxBytes = std::size_t{1} << 30;

struct FreeReader {
  void operator()(archive* reader) const { archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, FreeReader>;

absl::StatusOr<Reader> OpenReader(std::string_view bytes, void (*support)(archive*)) {
  Reader reader(archive_read_new());
  support(reader.get());
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
    return UnpackFailure("it is no archive");
  }
  return reader;
}

void SupportArchives(archive* reader) {
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_xz(reader);
  archive_read_support_filter_zstd(reader);
  archive_read_support_format_tar(reader);
  archive_read_support_format_zip(reader);
}

void SupportPackages(archive* reader) { archive_read_support_format_xar(reader); }

void SupportPayloads(archive* reader) {
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_bzip2(reader);
  archive_read_support_filter_xz(reader);
  archive_read_support_format_cpio(reader);
}

// The next member, or null at the end.
absl::StatusOr<archive_entry*> Next(archive* reader) {
  archive_entry* entry = nullptr;
  const int result = archive_read_next_header(reader, &entry);
  if (result == ARCHIVE_EOF) return nullptr;
  if (result != ARCHIVE_OK) return UnpackFailure("it is damaged");
  return entry;
}

absl::Status WriteFile(archive* reader, archive_entry* entry, const char* name,
                       TreeWriter& writer) {
  NEXY_ASSIGN_OR_RETURN(FileHandle file,
                        writer.AddFile(name, (archive_entry_perm(entry) & 0111) != 0));
  const void* block = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  while (true) {
    const int result = archive_read_data_block(reader, &block, &size, &offset);
    if (result == ARCHIVE_EOF) break;
    if (result != ARCHIVE_OK) return UnpackFailure("it is damaged");
    NEXY_RETURN_IF_ERROR(writer.Write(file, static_cast<std::uint64_t>(offset),
                                      {static_cast<const char*>(block), size}));
  }
  return TreeWriter::Close(std::move(file));
}

absl::Status WriteMember(archive* reader, archive_entry* entry, TreeWriter& writer) {
  const char* name = archive_entry_pathname(entry);
  if (name == nullptr || archive_entry_hardlink(entry) != nullptr) {
    return UnpackFailure("it holds something else than files");
  }
  switch (archive_entry_filetype(entry)) {
    case AE_IFDIR:
      return writer.AddFolder(name);
    case AE_IFREG:
      return WriteFile(reader, entry, name, writer);
    case AE_IFLNK: {
      const char* target = archive_entry_symlink(entry);
      return writer.AddLink(name, target != nullptr ? target : "");
    }
    default:
      return UnpackFailure("it holds something else than files");
  }
}

absl::Status Unpack(archive* reader, const std::string& folder, const TreeLimits& limits) {
  TreeWriter writer(folder, limits);
  while (true) {
    NEXY_ASSIGN_OR_RETURN(archive_entry* const entry, Next(reader));
    if (entry == nullptr) return writer.Finish();
    NEXY_RETURN_IF_ERROR(WriteMember(reader, entry, writer));
  }
}

absl::StatusOr<std::string> ReadMember(archive* reader, std::size_t max_bytes) {
  std::string bytes;
  std::vector<char> piece(1 << 20);
  while (true) {
    const la_ssize_t count = archive_read_data(reader, piece.data(), piece.size());
    if (count < 0) return UnpackFailure("its payload is damaged");
    if (count == 0) return bytes;
    bytes.append(piece.data(), static_cast<std::size_t>(count));
    if (bytes.size() > max_bytes) return UnpackFailure("its payload is too long");
  }
}

std::string_view LastPart(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

// The payload of the package's one component; the rest of it has no effect here.
absl::StatusOr<std::string> PayloadOf(archive* package) {
  std::optional<std::string> payload;
  for (std::size_t members = 0; members < kPackageMembersMax; ++members) {
    NEXY_ASSIGN_OR_RETURN(archive_entry* const entry, Next(package));
    if (entry == nullptr) {
      if (!payload) return UnpackFailure("it is a package without a payload");
      return *std::move(payload);
    }
    const char* name = archive_entry_pathname(entry);
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG) continue;
    if (LastPart(name) == "Scripts") return UnpackFailure("it is a package with scripts");
    if (LastPart(name) != "Payload") continue;
    if (payload) return UnpackFailure("it is a package of several parts");
    NEXY_ASSIGN_OR_RETURN(payload, ReadMember(package, kPayloadMaxBytes));
  }
  return UnpackFailure("it is a package with too many members");
}

absl::Status WriteVolumeFile(const HfsVolume& volume, const HfsFile& from, TreeWriter& writer) {
  if (from.kind == HfsFile::Kind::kFolder) return writer.AddFolder(from.path);
  NEXY_ASSIGN_OR_RETURN(const std::string bytes, volume.Read(from));
  if (from.kind == HfsFile::Kind::kLink) {
    // The usual way to the folder where programs are dragged to; nothing is installed by it.
    if (from.path == "Applications" && bytes == "/Applications") return absl::OkStatus();
    return writer.AddLink(from.path, bytes);
  }
  NEXY_ASSIGN_OR_RETURN(FileHandle file, writer.AddFile(from.path, (from.mode & 0111) != 0));
  NEXY_RETURN_IF_ERROR(writer.Write(file, 0, bytes));
  return TreeWriter::Close(std::move(file));
}

}  // namespace

absl::Status UnpackTree(std::string_view archive, const std::string& folder,
                        const TreeLimits& limits) {
  NEXY_ASSIGN_OR_RETURN(const Reader reader, OpenReader(archive, SupportArchives));
  return Unpack(reader.get(), folder, limits);
}

absl::Status UnpackDiskImage(std::string_view image, const std::string& folder,
                             const TreeLimits& limits) {
  NEXY_ASSIGN_OR_RETURN(const std::vector<ImagePartition> partitions,
                        ReadDiskImage(image, limits.bytes));
  const ImagePartition* found = nullptr;
  for (const ImagePartition& partition : partitions) {
    if (partition.name.find("Apple_HFS") == std::string::npos) continue;
    if (found != nullptr) return UnpackFailure("it is a disk image with several volumes");
    found = &partition;
  }
  if (found == nullptr) return UnpackFailure("it is a disk image without an HFS+ volume");
  NEXY_ASSIGN_OR_RETURN(const HfsVolume volume, HfsVolume::Open(found->bytes));
  TreeWriter writer(folder, limits);
  for (const HfsFile& file : volume.files()) {
    NEXY_RETURN_IF_ERROR(WriteVolumeFile(volume, file, writer));
  }
  return writer.Finish();
}

absl::Status UnpackPackage(std::string_view package, const std::string& folder,
                           const TreeLimits& limits) {
  NEXY_ASSIGN_OR_RETURN(const Reader outer, OpenReader(package, SupportPackages));
  NEXY_ASSIGN_OR_RETURN(const std::string payload, PayloadOf(outer.get()));
  NEXY_ASSIGN_OR_RETURN(const Reader inner, OpenReader(payload, SupportPayloads));
  return Unpack(inner.get(), folder, limits);
}

}  // namespace nexy
