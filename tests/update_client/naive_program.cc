#include "naive_program.h"

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <fstream>

#include "update/appcast.h"
#include "update/canonical_json.h"
#include "update/rollout.h"
#include "update/signed_feed.h"
#include "update/version.h"

namespace nexy::naive {
namespace {

std::string FileName(const std::string& url) { return url.substr(url.find_last_of('/') + 1); }

std::string Download(const Mirror& mirror, const std::string& url) {
  const auto found = mirror.find("downloads/" + FileName(url));
  return found == mirror.end() ? "" : found->second;
}

}  // namespace

std::string InstallByManifest(const Mirror& mirror, std::int64_t installed) {
  const auto served = mirror.find("manifest-beta.json");
  if (served == mirror.end()) return "";
  const auto manifest = nlohmann::json::parse(served->second, nullptr, false);
  if (!manifest.is_object()) return "";
  try {
    if (std::stoll(manifest.at("build").get<std::string>()) <= installed) return "";
  } catch (const std::exception&) {
    return "";  // Takes what it cannot read for "no update".
  }
  const auto& artifact = manifest.at("artifact");
  std::string archive =
      Download(mirror, artifact.at("url")).substr(0, artifact.at("size").get<std::size_t>());
  return Sha256Hex(archive) == artifact.at("sha256") ? archive : "";
}

std::string InstallInStages(const Mirror& mirror, const std::string& installation, double share,
                            std::int64_t installed) {
  if (BucketShare(RolloutBucket("", installation)) >= share) return "";
  return InstallByManifest(mirror, installed);
}

std::string InstallByAppcast(const Mirror& mirror, const PublicKey& key,
                             const std::string& installed) {
  const std::string& feed = mirror.at("appcast-beta.xml");
  const auto items = ReadAppcast(feed.substr(0, feed.find("<!-- sparkle-signatures:")));
  if (!items.ok()) return "";
  for (const AppcastItem& item : *items) {
    if (CompareVersions(item.version, installed) <= 0) continue;
    std::string archive = Download(mirror, item.archive.url);
    if (key.VerifyBase64(archive, item.archive.signature)) return archive;
  }
  return "";
}

std::size_t ReadAll(const Mirror& mirror, const std::string& name) {
  return std::string(mirror.at(name)).size();
}

void Unpack(const std::string& bytes, const std::string& folder) {
  archive* reader = archive_read_new();
  archive_read_support_filter_gzip(reader);
  archive_read_support_format_tar(reader);
  archive_read_support_format_zip(reader);
  archive_read_open_memory(reader, bytes.data(), bytes.size());
  archive_entry* entry = nullptr;
  while (archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
    const std::string path = folder + "/" + archive_entry_pathname(entry);
    if (archive_entry_filetype(entry) == AE_IFLNK) {
      std::filesystem::create_symlink(archive_entry_symlink(entry), path);
      continue;
    }
    std::string content(static_cast<std::size_t>(archive_entry_size(entry)), '\0');
    archive_read_data(reader, content.data(), content.size());
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << content;
  }
  archive_read_free(reader);
}

std::string Serve(const std::string& folder, std::string path) {
  for (auto at = path.find("%2F"); at != std::string::npos; at = path.find("%2F")) {
    path.replace(at, 3, "/");
  }
  std::ifstream file(folder + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace nexy::naive
