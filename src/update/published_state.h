#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "update/metadata_update.h"
#include "update/publication.h"
#include "update/release.h"
#include "update/release_store.h"

namespace nexy {

// What a store publishes now, with every signature checked from a trusted root on.
struct PublishedState {
  Publication publication;
  TrustedFiles documents;
  Root root;
  Timestamp timestamp;
  Snapshot snapshot;
  Catalogue catalogue;
};

// `trusted_root` is a root document that is known to be right; empty: the store's own first one,
// which is enough for whoever only re-dates. Expiry is not looked at: an operator must be able to
// publish when it is late. NOT_FOUND before the first publication.
absl::StatusOr<PublishedState> LoadPublished(const ReleaseStore& store,
                                             const std::string& trusted_root);

// Runs a check for news against the metadata of a publication.
absl::Status RunUpdate(const ReleaseStore& store, const Publication& publication,
                       MetadataUpdate& update);

}  // namespace nexy
