#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "update/publication.h"
#include "update/release.h"
#include "update/release_store.h"
#include "update/tuf_metadata.h"

namespace nexy {

// A publication in the making: names, facts, and the bytes that are not in the store yet.
class PublicationDraft {
 public:
  // Follows `previous`; files that are unchanged keep the time of their first publication.
  PublicationDraft(const Publication& previous, UnixSeconds now);

  void Add(const std::string& name, std::string bytes, const std::string& type,
           std::vector<std::string> channels = {});
  // A file of the catalogue: under targets/ for TUF clients, under `alias` for the others.
  void AddTarget(const std::string& path, const std::string& alias, std::int64_t length,
                 const std::string& sha256, const std::string& type,
                 const std::vector<std::string>& channels);
  // What `previous` has under that name, unless there is something new.
  void Keep(const std::string& name);
  void KeepMetadata();

  const Publication& publication() const { return publication_; }
  Publication& publication() { return publication_; }
  const std::map<std::string, std::string>& bytes() const { return bytes_; }  // By SHA-256.

 private:
  void Put(const std::string& name, PublishedFile file);

  const Publication& previous_;
  Publication publication_;
  std::map<std::string, std::string> bytes_;
};

// Adds the releases' own files of `catalogue`, and the lists under api/ of what is open.
void AddCatalogueFiles(const Catalogue& catalogue, UnixSeconds now, PublicationDraft& draft);

// The name under which a TUF client asks for a target when snapshots are consistent.
std::string ConsistentName(const std::string& path, const std::string& sha256);

}  // namespace nexy
