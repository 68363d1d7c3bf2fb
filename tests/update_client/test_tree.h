#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <vector>

namespace nexy {

// A member of a test's archive.
struct TreeMember {
  std::string path;
  std::string content = {};
  int mode = 0644;
  std::string link_to = {};  // A symbolic link.
  std::string hard_link_to = {};
  unsigned type = AE_IFREG;
};

inline std::string WriteTree(archive* writer, const std::vector<TreeMember>& members) {
  std::string bytes(1 << 22, '\0');
  std::size_t used = 0;
  archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
  for (const TreeMember& member : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.path.c_str());
    archive_entry_set_perm(entry, static_cast<__LA_MODE_T>(member.mode));
    archive_entry_set_filetype(entry, member.link_to.empty() ? member.type : AE_IFLNK);
    if (!member.link_to.empty()) archive_entry_set_symlink(entry, member.link_to.c_str());
    if (!member.hard_link_to.empty()) {
      archive_entry_set_hardlink(entry, member.hard_link_to.c_str());
    }
    archive_entry_set_size(entry, static_cast<la_int64_t>(member.content.size()));
    archive_write_header(writer, entry);
    archive_write_data(writer, member.content.data(), member.content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  bytes.resize(used);
  return bytes;
}

inline std::string TarGz(const std::vector<TreeMember>& members) {
  archive* writer = archive_write_new();
  archive_write_add_filter_gzip(writer);
  archive_write_set_filter_option(writer, "gzip", "timestamp", nullptr);  // The same each time.
  archive_write_set_format_pax_restricted(writer);
  return WriteTree(writer, members);
}

// Not compressed: what is as long unpacked is as long packed.
inline std::string Zip(const std::vector<TreeMember>& members) {
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_set_format_option(writer, "zip", "compression", "store");
  archive_write_set_bytes_per_block(writer, 1);
  archive_write_set_bytes_in_last_block(writer, 1);
  return WriteTree(writer, members);
}

}  // namespace nexy
