#include "update/published_state.h"

#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/statement.h"

namespace nexy {

absl::Status RunUpdate(const ReleaseStore& store, const Publication& publication,
                       MetadataUpdate& update) {
  while (const std::optional<MetadataUpdate::Wanted> wanted = update.wanted()) {
    const PublishedFile* file = publication.Find("metadata/" + wanted->name);
    if (file == nullptr) {
      NEXY_RETURN_IF_ERROR(update.GiveMissing());
      continue;
    }
    NEXY_ASSIGN_OR_RETURN(std::string bytes, store.ReadBlob(file->sha256, kTargetsMaxBytes));
    NEXY_RETURN_IF_ERROR(update.Give(std::move(bytes)));
  }
  return absl::OkStatus();
}

absl::StatusOr<PublishedState> LoadPublished(const ReleaseStore& store,
                                             const std::string& trusted_root) {
  PublishedState state;
  NEXY_ASSIGN_OR_RETURN(state.publication, store.Load());
  std::string root = trusted_root;
  if (root.empty()) {
    const PublishedFile* first = state.publication.Find("metadata/1.root.json");
    if (first == nullptr) return absl::DataLossError("the store has no root document");
    NEXY_ASSIGN_OR_RETURN(root, store.ReadBlob(first->sha256, kRootMaxBytes));
  }
  TrustedFiles files;
  files.root = std::move(root);
  // At the beginning of time nothing has expired.
  NEXY_ASSIGN_OR_RETURN(MetadataUpdate update, MetadataUpdate::Start(std::move(files), 0));
  NEXY_RETURN_IF_ERROR(RunUpdate(store, state.publication, update));
  state.documents = update.files();
  state.root = update.root();
  state.timestamp = update.timestamp();
  state.snapshot = update.snapshot();
  absl::StatusOr<Catalogue> catalogue = CatalogueOf(update.targets());
  if (!catalogue.ok()) return Annotate(catalogue.status(), "the signed list of releases");
  state.catalogue = *std::move(catalogue);
  return state;
}

}  // namespace nexy
