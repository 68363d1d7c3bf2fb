#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "update/release.h"
#include "update/tuf_metadata.h"

namespace nexy {

// What is signed about a release travels in the `custom` of TUF targets: each archive carries the
// whole statement about its release, each appcast the statement about the feed as a whole.

// A channel's feed, published beside the archives and bound by the same signature.
struct SignedFeedFile {
  std::string channel;
  std::string path;
  std::int64_t length = 0;
  std::string sha256;
};

// The release key's documents for `catalogue`: the list for everybody under kTargetsRole, and one
// under ChannelRole() for each closed channel. `feeds` are its appcasts and manifests.
std::map<std::string, Targets> ListsOfCatalogue(const Catalogue& catalogue,
                                                const std::vector<SignedFeedFile>& feeds);

// The catalogue that verified documents, put together, state; without what stands in lists that are
// not among them. INVALID_ARGUMENT if it contradicts itself: the archives of one build disagree, a
// channel is unknown.
absl::StatusOr<Catalogue> CatalogueOf(const Targets& targets);

}  // namespace nexy
