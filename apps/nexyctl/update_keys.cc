#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "nexyctl/update_command.h"
#include "nexyctl/update_session.h"
#include "update/public_url.h"

namespace nexy {
namespace {

constexpr std::int64_t kYear = 365 * 86'400;

struct KeygenFlags {
  UpdateFlags shared;
  bool quick = false;
  KeyQuorum root;
  KeyQuorum release;
};

KeyStrength StrengthOf(bool quick) {
  return quick ? KeyStrength{.operations = 1, .memory_bytes = 8192} : KeyStrength{};
}

absl::Status CheckQuorum(const char* role, const KeyQuorum& quorum) {
  if (quorum.threshold <= quorum.keys) return absl::OkStatus();
  return absl::InvalidArgumentError(
      Concat(quorum.threshold, " of ", quorum.keys, " ", role, " keys can never sign"));
}

absl::StatusOr<std::vector<std::string>> MissingKeys(const KeyRing& keys,
                                                     const KeygenFlags& flags) {
  std::vector<std::string> wanted = QuorumNames(kRootKey, flags.root.keys);
  for (std::string& name : QuorumNames(kReleaseKey, flags.release.keys)) {
    wanted.push_back(std::move(name));
  }
  wanted.insert(wanted.end(), {kArchiveKey, kTimestampKey});
  std::vector<std::string> missing;
  for (std::string& name : wanted) {
    const absl::Status known = keys.PublicKeyOf(name).status();
    if (absl::IsNotFound(known))
      missing.push_back(std::move(name));
    else
      NEXY_RETURN_IF_ERROR(known);
  }
  return missing;
}

absl::Status Keygen(UpdateSession& session, const KeygenFlags& flags) {
  KeyRing& keys = session.keys();
  if (!session.store_path().empty()) NEXY_RETURN_IF_ERROR(keys.CheckApart(session.store_path()));
  NEXY_RETURN_IF_ERROR(CheckQuorum(kRootKey, flags.root));
  NEXY_RETURN_IF_ERROR(CheckQuorum(kReleaseKey, flags.release));
  NEXY_ASSIGN_OR_RETURN(const std::vector<std::string> missing, MissingKeys(keys, flags));
  const bool has_root = !absl::IsNotFound(keys.TrustedRoot().status());
  for (const std::string& name : missing) {
    if (has_root && name != RoleOfName(name)) {
      return absl::FailedPreconditionError(
          Concat("root.json is there already and knows no ", name,
                 "; `nexyctl update quorum` changes how many keys there are"));
    }
  }
  NEXY_RETURN_IF_ERROR(keys.Generate(missing, session.asker(), StrengthOf(flags.quick)));
  if (!has_root) {
    std::vector<SigningKey> opened;
    for (const std::string& name : QuorumNames(kRootKey, flags.root.threshold)) {
      NEXY_ASSIGN_OR_RETURN(SigningKey key, keys.Open(name, session.asker()));
      opened.push_back(std::move(key));
    }
    std::vector<const SigningKey*> signers;
    for (const SigningKey& key : opened) signers.push_back(&key);
    NEXY_RETURN_IF_ERROR(
        keys.MakeFirstRoot(signers, flags.root, flags.release, UnixNow() + kYear).status());
  }
  NEXY_ASSIGN_OR_RETURN(const PublicKey archive, keys.PublicKeyOf(kArchiveKey));
  if (session.flags().json) {
    PrintUpdateJson({{"ok", true},
                     {"made", missing},
                     {"root", keys.RootPath()},
                     {"SUPublicEDKey", archive.Base64()}});
    return absl::OkStatus();
  }
  if (missing.empty()) std::cout << "All keys are there already; none was changed.\n";
  for (const std::string& role : missing) std::cout << "Made " << keys.PathOf(role) << "\n";
  std::cout
      << "Clients are built with " << keys.RootPath()
      << "\nand, for Sparkle, with SUPublicEDKey = " << archive.Base64()
      << "\nKeep a copy of the folder and the passphrase in two safe places. On the server lies\n"
         "timestamp.key alone.\n";
  return absl::OkStatus();
}

absl::Status Init(UpdateSession& session) {
  const UpdateOptions& options = session.options();
  NEXY_RETURN_IF_ERROR(CheckPublicUrl(options.public_url, options.require_https));
  if (options.store.empty()) return session.Store().status();
  NEXY_RETURN_IF_ERROR(session.keys().CheckApart(options.store));
  NEXY_ASSIGN_OR_RETURN(const std::string root, session.keys().TrustedRoot());
  NEXY_ASSIGN_OR_RETURN(Publisher::Terms terms,
                        session.Terms({kReleaseKey, kArchiveKey, kTimestampKey}));
  absl::StatusOr<ReleaseStore> store = ReleaseStore::Create(options.store);
  if (absl::IsAlreadyExists(store.status())) store = session.Store();
  NEXY_RETURN_IF_ERROR(store.status());
  Catalogue catalogue;
  catalogue.app_id = options.app_id;
  session.TakeSettings(catalogue);
  Publisher publisher(*store, std::move(terms));
  NEXY_ASSIGN_OR_RETURN(ChangeOutcome outcome, publisher.Init(root, catalogue));
  if (!outcome.changed) {  // The settings may be others than the last time.
    NEXY_ASSIGN_OR_RETURN(outcome,
                          publisher.Apply("settings", {}, {}, [&session](Catalogue& published) {
                            session.TakeSettings(published);
                            return absl::OkStatus();
                          }));
  }
  PrintOutcome(session.flags(), outcome, Concat("The store ", options.store, " is ready"));
  return absl::OkStatus();
}

struct RotateFlags {
  UpdateFlags shared;
  std::string role;
  bool quick = false;
};

// The replaced key stays beside the new one, named by what it was: it opens nothing any more.
absl::Status Rotate(UpdateSession& session, const RotateFlags& flags) {
  KeyRing keys = session.RingWith(flags.role);
  if (flags.role == kArchiveKey) {
    return absl::FailedPreconditionError(
        "the archive key is built into the clients for Sparkle; docs/updates.md says how it "
        "changes");
  }
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  NEXY_ASSIGN_OR_RETURN(const std::string trusted, session.keys().TrustedRoot());
  NEXY_ASSIGN_OR_RETURN(const PublishedState state, LoadPublished(store, trusted));
  KeyRing fresh(Concat(keys.folder(), "/next"));
  // Published, but not moved into its place: finish that.
  if (const absl::StatusOr<PublicKey> next = fresh.PublicKeyOf(flags.role);
      next.ok() && state.root.keys.contains(next->Id())) {
    return keys.Adopt(fresh, flags.role, Concat("before-root-", state.root.version));
  }
  NEXY_ASSIGN_OR_RETURN(std::vector<const SigningKey*> signers, session.Quorum(kRootKey));
  NEXY_ASSIGN_OR_RETURN(const PublicKey replaced, keys.PublicKeyOf(flags.role));
  if (absl::IsNotFound(fresh.PublicKeyOf(flags.role).status())) {
    NEXY_RETURN_IF_ERROR(fresh.Generate({flags.role}, session.asker(), StrengthOf(flags.quick)));
  }
  NEXY_ASSIGN_OR_RETURN(const SigningKey key, fresh.Open(flags.role, session.asker()));
  const Root next =
      RotatedRoot(state.root, flags.role, replaced, key.public_key(), UnixNow() + kYear);
  const std::string role = RoleOfName(flags.role);
  if (role == kRootKey) signers.push_back(&key);
  const std::string document = SignDocument(JsonOf(next), signers);
  NEXY_ASSIGN_OR_RETURN(Publisher::Terms terms,
                        session.Terms({kReleaseKey, kArchiveKey, kTimestampKey}));
  if (role == kReleaseKey) {
    // The new key signs instead of the one that goes.
    NEXY_ASSIGN_OR_RETURN(terms.keys.co_signers, session.Quorum(kReleaseKey, flags.role));
    terms.keys.release = &key;
    const auto needed = static_cast<std::size_t>(next.roles.at(kTargetsRole).threshold);
    if (terms.keys.co_signers.size() >= needed) terms.keys.co_signers.resize(needed - 1);
  }
  if (flags.role == kTimestampKey) terms.keys.timestamp = &key;
  NEXY_ASSIGN_OR_RETURN(
      const ChangeOutcome outcome,
      Publisher(store, std::move(terms))
          .ReplaceRoot(document, {{"role", flags.role}, {"key", key.public_key().Id()}}));
  if (!session.flags().dry_run) {
    NEXY_RETURN_IF_ERROR(keys.Adopt(fresh, flags.role, Concat("before-root-", next.version)));
  }
  PrintOutcome(
      session.flags(), outcome,
      Concat("The ", flags.role, " key is a new one; clients learn of it at their next check"));
  return absl::OkStatus();
}

struct QuorumFlags {
  UpdateFlags shared;
  std::string role;
  KeyQuorum quorum;
  bool quick = false;
};

// Keys that are not there yet are made; those beyond the number count no more.
absl::Status ChangeQuorum(UpdateSession& session, const QuorumFlags& flags) {
  NEXY_RETURN_IF_ERROR(CheckQuorum(flags.role.c_str(), flags.quorum));
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  NEXY_ASSIGN_OR_RETURN(const std::string trusted, session.keys().TrustedRoot());
  NEXY_ASSIGN_OR_RETURN(const PublishedState state, LoadPublished(store, trusted));
  std::vector<PublicKey> keys;
  std::vector<const SigningKey*> next_signers;
  for (const std::string& name : QuorumNames(flags.role, flags.quorum.keys)) {
    KeyRing ring = session.RingWith(name);
    if (absl::IsNotFound(ring.PublicKeyOf(name).status())) {
      NEXY_RETURN_IF_ERROR(ring.Generate({name}, session.asker(), StrengthOf(flags.quick)));
    }
    NEXY_ASSIGN_OR_RETURN(PublicKey key, ring.PublicKeyOf(name));
    keys.push_back(std::move(key));
    if (static_cast<std::int64_t>(next_signers.size()) == flags.quorum.threshold) continue;
    NEXY_ASSIGN_OR_RETURN(next_signers.emplace_back(), session.OpenKey(ring, name));
  }
  const Root next =
      RootWithQuorum(state.root, flags.role, keys, flags.quorum.threshold, UnixNow() + kYear);
  NEXY_ASSIGN_OR_RETURN(const auto root_signers, session.Quorum(kRootKey));
  std::map<std::string, const SigningKey*> signers;  // By key id: nobody signs twice.
  for (const SigningKey* key : root_signers) signers[key->public_key().Id()] = key;
  NEXY_ASSIGN_OR_RETURN(Publisher::Terms terms,
                        session.Terms({kReleaseKey, kArchiveKey, kTimestampKey}));
  if (flags.role == kRootKey) {
    for (const SigningKey* key : next_signers) signers[key->public_key().Id()] = key;
  } else {
    terms.keys.release = next_signers.front();
    terms.keys.co_signers.assign(next_signers.begin() + 1, next_signers.end());
  }
  std::vector<const SigningKey*> all;
  for (const auto& [id, key] : signers) all.push_back(key);
  NEXY_ASSIGN_OR_RETURN(
      const ChangeOutcome outcome,
      Publisher(store, std::move(terms))
          .ReplaceRoot(SignDocument(JsonOf(next), all), {{"role", flags.role},
                                                         {"keys", flags.quorum.keys},
                                                         {"threshold", flags.quorum.threshold}}));
  PrintOutcome(session.flags(), outcome,
               Concat(flags.quorum.threshold, " of ", flags.quorum.keys, " ", flags.role,
                      " keys sign together from now on"));
  return absl::OkStatus();
}

void AddQuorumCommand(CLI::App& update) {
  CLI::App* quorum = update.add_subcommand(
      "quorum", "Change how many root or release keys there are and how many sign together");
  const auto flags = std::make_shared<QuorumFlags>();
  AddUpdateFlags(*quorum, flags->shared);
  quorum->add_option("ROLE", flags->role, "root or release")
      ->required()
      ->check(CLI::IsMember({kRootKey, kReleaseKey}));
  quorum->add_option("--number", flags->quorum.keys, "So many keys; those that lack are made")
      ->required()
      ->check(CLI::Range(std::int64_t{1}, kQuorumMax));
  quorum->add_option("--threshold", flags->quorum.threshold, "So many of them sign together")
      ->required()
      ->check(CLI::Range(std::int64_t{1}, kQuorumMax));
  quorum->add_flag("--quick", flags->quick, "Encrypt weakly, for tests only");
  quorum->footer(
      "Old and new keys sign the change, and clients follow by themselves. Example:\n"
      "  nexyctl update quorum release --number 3 --threshold 2 --keys /media/anna");
  quorum->callback([flags] {
    RunUpdate(flags->shared,
              [flags](UpdateSession& session) { return ChangeQuorum(session, *flags); });
  });
}

}  // namespace

void AddUpdateKeyCommands(CLI::App& update) {
  CLI::App* keygen = update.add_subcommand(
      "keygen",
      "Make the keys: root, release and archive to keep offline, timestamp for the server");
  const auto made = std::make_shared<KeygenFlags>();
  AddUpdateFlags(*keygen, made->shared);
  keygen->add_flag("--quick", made->quick, "Encrypt weakly, for tests only");
  const struct {
    const char* name;
    std::int64_t& number;
    const char* explanation;
  } kNumbers[] = {
      {"--root-keys", made->root.keys, "So many root keys, for so many people"},
      {"--root-threshold", made->root.threshold, "So many of them sign together"},
      {"--release-keys", made->release.keys, "So many release keys"},
      {"--release-threshold", made->release.threshold, "So many of them sign together"},
  };
  for (const auto& [name, number, explanation] : kNumbers) {
    keygen->add_option(name, number, explanation)
        ->capture_default_str()
        ->check(CLI::Range(std::int64_t{1}, kQuorumMax));
  }
  keygen->footer("Example:\n  nexyctl update keygen --keys /media/stick/nexy-keys");
  keygen->callback([made] {
    RunUpdate(made->shared, [made](UpdateSession& session) { return Keygen(session, *made); });
  });

  CLI::App* init = update.add_subcommand(
      "init", "Make an empty store with signed, empty feeds; later, take over changed settings");
  const auto flags = std::make_shared<UpdateFlags>();
  AddUpdateFlags(*init, *flags);
  init->footer(
      "Example:\n  nexyctl update init --store /var/lib/nexy/updates --keys /media/stick/nexy-keys "
      "\\\n"
      "    --set update.public_url=https://example.org/updates");
  init->callback([flags] { RunUpdate(*flags, Init); });

  CLI::App* rotate = update.add_subcommand(
      "rotate-key", "Replace the root, release or timestamp key; clients follow by themselves");
  const auto rotated = std::make_shared<RotateFlags>();
  AddUpdateFlags(*rotate, rotated->shared);
  AddDryRunFlag(*rotate, rotated->shared);
  std::vector<std::string> names = QuorumNames(kRootKey);
  for (const std::string& name : QuorumNames(kReleaseKey)) names.push_back(name);
  names.insert(names.end(), {kTimestampKey, kArchiveKey});
  rotate->add_option("ROLE", rotated->role, "root, release or timestamp; of several, release-2")
      ->required()
      ->check(CLI::IsMember(names));
  rotate->add_flag("--quick", rotated->quick, "Encrypt weakly, for tests only");
  rotate->footer("Example:\n  nexyctl update rotate-key timestamp --keys /media/stick/nexy-keys");
  rotate->callback([rotated] {
    RunUpdate(rotated->shared,
              [rotated](UpdateSession& session) { return Rotate(session, *rotated); });
  });
  AddQuorumCommand(update);
}

}  // namespace nexy
