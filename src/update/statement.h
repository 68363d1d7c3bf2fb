#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "update/release.h"
#include "update/tuf_metadata.h"

namespace nexy {

// What is signed about a release travels in the `custom` of TUF targets: each archive carries the
// whole statement about its release, each appcast the statement about the feed as a whole.

// A file that is published beside the archives and bound by the same signature.
struct SignedFile {
  std::string path;
  std::int64_t length = 0;
  std::string sha256;
};

// The release key's document for `catalogue`. `feeds` are its appcasts and manifests by path.
Targets TargetsOfCatalogue(const Catalogue& catalogue, const std::vector<SignedFile>& feeds);

// The catalogue that a verified document states. INVALID_ARGUMENT if it contradicts itself: the
// archives of one build disagree, a path is used twice, a channel is unknown.
absl::StatusOr<Catalogue> CatalogueOf(const Targets& targets);

}  // namespace nexy
