#pragma once

#include <functional>
#include <list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "nexyd/options.h"
#include "update/channels.h"
#include "update/key_ring.h"
#include "update/publisher.h"
#include "update/release_store.h"

namespace CLI {
class App;
}

namespace nexy {

// An environment variable; empty if it is not set.
std::string VariableOrEmpty(const char* name);

// The flags that all commands about updates share.
struct UpdateFlags {
  OptionInputs inputs;
  std::string store;  // --store; empty: the setting update.store.
  std::string keys;   // --keys; empty: $NEXYCTL_KEYS, else ~/.config/nexy/update-keys.
  std::vector<std::string> also_keys;  // --also-keys: folders of operators who sign too.
  std::string passphrase_file;  // --passphrase-file; empty: $NEXYCTL_PASSPHRASE, else the terminal.
  bool json = false;
  bool dry_run = false;
};
void AddUpdateFlags(CLI::App& command, UpdateFlags& flags);
void AddDryRunFlag(CLI::App& command, UpdateFlags& flags);

// One command's work: the settings, the store, and the keys that it opens.
class UpdateSession {
 public:
  static absl::StatusOr<std::unique_ptr<UpdateSession>> Open(const UpdateFlags& flags);

  const UpdateFlags& flags() const { return flags_; }
  const UpdateOptions& options() const { return options_; }
  const std::vector<Channel>& channels() const { return channels_; }
  // The settings are the truth about the feed as a whole.
  void TakeSettings(Catalogue& catalogue) const;
  std::string store_path() const { return options_.store; }
  KeyRing& keys() { return keys_; }
  // The first of the folders that holds a key of that name, else the main one.
  KeyRing RingWith(const std::string& name) const;
  AskPassphrase asker() const;

  absl::StatusOr<ReleaseStore> Store() const;
  // Opens the keys of those roles; they live as long as the session.
  absl::StatusOr<OpenKeys> OpenKeysFor(const std::vector<std::string>& roles);
  absl::StatusOr<Publisher::Terms> Terms(const std::vector<std::string>& roles);
  // As many keys of the role as must sign together by what is published, from all folders, without
  // the one of that name.
  absl::StatusOr<std::vector<const SigningKey*>> Quorum(const std::string& role,
                                                        const std::string& without = "");
  absl::StatusOr<const SigningKey*> OpenKey(const KeyRing& ring, const std::string& name);
  // The root document beside the keys, or empty where there are none.
  std::string TrustedRootOrEmpty() const;

 private:
  // The published root document; before the first publication the one beside the keys.
  absl::StatusOr<Root> CurrentRoot() const;
  UpdateSession(UpdateFlags flags, UpdateOptions options, std::vector<Channel> channels);

  UpdateFlags flags_;
  UpdateOptions options_;
  std::vector<Channel> channels_;
  KeyRing keys_;
  std::list<SigningKey> opened_;
};

// Runs a command; a failure is printed with what to do next, and ends the program with code 1.
void RunUpdate(const UpdateFlags& flags, const std::function<absl::Status(UpdateSession&)>& work);

// Says what a change has done, as text or with --json.
void PrintOutcome(const UpdateFlags& flags, const ChangeOutcome& outcome, const std::string& done);
void PrintUpdateJson(const nlohmann::ordered_json& json);

// "90s", "12h", "7d" in seconds. INVALID_ARGUMENT otherwise.
absl::StatusOr<std::int64_t> ParseSpan(const std::string& text);

}  // namespace nexy
