#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "update/utc_time.h"

namespace nexy {

// How a release reaches the clients of a channel, little by little.
struct Rollout {
  std::string salt;                   // Hex; fixed for a release and channel, so nobody flaps.
  std::int64_t interval_s = 0;        // One of seven groups more each time; 0: everybody at once.
  std::int64_t control_permille = 0;  // Held back on purpose, served the previous release.
  std::int64_t held_s = 0;            // Spent in pauses that are over; the phase did not go on.
  UnixSeconds paused_at = 0;          // 0: it is not paused.
  friend bool operator==(const Rollout&, const Rollout&) = default;
};

// A release's place in a channel.
struct Placement {
  std::string channel;
  UnixSeconds since = 0;
  Rollout rollout;
  friend bool operator==(const Placement&, const Placement&) = default;
};

// Notes in one language: a file that is published too.
struct ReleaseNotes {
  std::string language;  // Empty: for every language that has none of its own.
  std::string path;      // "notes/2000032.en.html"
  std::int64_t length = 0;
  std::string sha256;
  std::string signature;  // Sparkle's: base64 of Ed25519 over the file.
  friend bool operator==(const ReleaseNotes&, const ReleaseNotes&) = default;
};

struct Delta {
  std::int64_t from_build = 0;
  std::string from_bundle_version;
  std::string path;
  std::int64_t length = 0;
  std::string sha256;
  std::string signature;
  friend bool operator==(const Delta&, const Delta&) = default;
};

// Who signed the program itself; what macOS keys a granted permission to.
struct CodeIdentity {
  std::string cdhash;       // Hex.
  std::string requirement;  // The designated requirement, as text.
  std::string team;
  friend bool operator==(const CodeIdentity&, const CodeIdentity&) = default;
};

// One file of a release.
struct Archive {
  std::string path;  // "Nexy-2000032.dmg": never the name of another file.
  std::int64_t length = 0;
  std::string sha256;
  std::string type;    // dmg, pkg, zip, tar.gz, tar.xz, tar.zst
  std::string os;      // macos, linux
  std::string arch;    // universal2, arm64, x86_64
  std::string min_os;  // Empty: any.
  std::string max_os;
  std::string signature;
  CodeIdentity code;
  std::vector<Delta> deltas;
  friend bool operator==(const Archive&, const Archive&) = default;
};

struct Release {
  std::int64_t build = 0;
  std::string version;         // "2.0.0.32"
  std::string bundle_version;  // CFBundleVersion in the archives, what Sparkle compares.
  std::string title;
  UnixSeconds published = 0;
  UnixSeconds expires = 0;          // Not offered any more after this; 0: never.
  std::int64_t critical_below = 0;  // Urgent for builds below this; 0: for none.
  std::int64_t minimum_build = 0;   // Offered from this build on: a stepping stone before it.
  UnixSeconds withdrawn_at = 0;     // 0: it is not withdrawn.
  std::string withdrawn_reason;
  std::string source_commit;
  std::vector<Placement> placements;
  std::vector<ReleaseNotes> notes;
  std::vector<Archive> archives;
  friend bool operator==(const Release&, const Release&) = default;

  bool withdrawn() const { return withdrawn_at != 0; }
  const Placement* PlacementIn(std::string_view channel) const;
  Placement* PlacementIn(std::string_view channel);
};

// A signed order to go back: only with it a client installs an older build.
struct RollbackOrder {
  std::string channel;
  std::int64_t from_min = 0;  // The builds that go back, ends included.
  std::int64_t from_max = 0;
  std::int64_t to_build = 0;
  std::string reason;
  UnixSeconds issued = 0;
  UnixSeconds expires = 0;
  friend bool operator==(const RollbackOrder&, const RollbackOrder&) = default;
};

// All that is published of one program, as the release key signs it.
struct Catalogue {
  std::string app_id;
  std::vector<std::string> channels;  // From the safest to the newest.
  std::vector<std::string> closed;    // Those of them whose builds strangers know nothing of.
  std::int64_t serial = 0;            // Grows by one with each signed change.
  std::string previous;  // SHA-256 of the signed list before this one; empty: the first.
  UnixSeconds issued = 0;
  UnixSeconds expires = 0;
  std::string public_url;  // Without a slash at the end.
  std::string title;
  std::vector<Release> releases;  // By build, the newest first.
  std::vector<RollbackOrder> orders;

  const Release* Find(std::int64_t build) const;
  Release* Find(std::int64_t build);
  bool HasChannel(std::string_view channel) const;
  bool IsOpen(std::string_view channel) const;
  // `channel` and the safer ones: what its clients see.
  std::vector<std::string> Seen(std::string_view channel) const;
  // `channel` and the newer ones: whose clients see what is placed in it.
  std::vector<std::string> SeenBy(std::string_view channel) const;
  // Whose list names what is placed in `channel`: that of a closed channel; empty: everybody's, as
  // an open channel sees it too.
  std::string ListOf(std::string_view channel) const;
  std::string ListOf(const Release& release) const;
  // What clients of `channel` can see of a release, or null: the place in the safest seen channel.
  const Placement* SeenPlacement(const Release& release, std::string_view channel) const;
};

}  // namespace nexy
