// Any bytes as each of the four documents: what is read can be written and read again, and nothing
// that a client is given makes it trust what it was not shown to be signed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "update/metadata_update.h"
#include "update/outcome.h"
#include "update/statement.h"
#include "update/tuf_metadata.h"

namespace {

template <typename Parse, typename... More>
void ReadTwice(const nexy::SignedDocument& document, Parse parse, const More&... more) {
  const auto value = parse(document);
  if (!value.ok()) return;
  const auto again = nexy::ParseSigned(nexy::SignDocument(nexy::JsonOf(*value, more...), {}));
  if (!again.ok() || !parse(*again).ok()) std::abort();
}

// What the lists of closed channels are signed by does not matter here.
nexy::Root SomeRoot() {
  nexy::Root root;
  root.roles[nexy::kTargetsRole] = {};
  return root;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)nexy::ReadOutcomeReport(bytes);
  const auto document = nexy::ParseSigned(bytes);
  if (!document.ok()) return 0;
  ReadTwice(*document, nexy::RootOf);
  ReadTwice(*document, nexy::TimestampOf);
  ReadTwice(*document, nexy::SnapshotOf);
  ReadTwice(*document, nexy::TargetsOf, SomeRoot());
  if (const auto targets = nexy::TargetsOf(*document); targets.ok()) {
    (void)nexy::CatalogueOf(*targets);
  }
  nexy::TrustedFiles files;
  files.root = std::string(bytes);
  auto update = nexy::MetadataUpdate::Start(files, 1'795'000'000);
  while (update.ok() && update->wanted()) {
    if (!update->Give(std::string(bytes)).ok()) break;
  }
  return 0;
}
