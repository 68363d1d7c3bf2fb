#include "nexyctl/update_session.h"

#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "nexyd/option_flags.h"
#include "update/audit_log.h"
#include "update/durable_file.h"
#include "update/metadata_update.h"

namespace nexy {
namespace {

constexpr std::size_t kPassphraseMaxBytes = 4096;

std::string KeysFolder(const UpdateFlags& flags) {
  if (!flags.keys.empty()) return flags.keys;
  if (const std::string keys = VariableOrEmpty("NEXYCTL_KEYS"); !keys.empty()) return keys;
  return VariableOrEmpty("HOME") + "/.config/nexy/update-keys";
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

// Reads a line from the terminal without showing it.
absl::StatusOr<Secret> Prompt(const std::string& path) {
  if (isatty(STDIN_FILENO) == 0) {
    return absl::FailedPreconditionError(Concat(
        "the passphrase of ", path,
        " is needed: use a terminal, --passphrase-file FILE, or the variable NEXYCTL_PASSPHRASE"));
  }
  std::cerr << "Passphrase of " << path << ": " << std::flush;
  termios before = {};
  tcgetattr(STDIN_FILENO, &before);
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  std::string line;
  std::getline(std::cin, line);
  tcsetattr(STDIN_FILENO, TCSANOW, &before);
  std::cerr << "\n";
  return Secret(line);
}

}  // namespace

std::string VariableOrEmpty(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

void AddUpdateFlags(CLI::App& command, UpdateFlags& flags) {
  AddOptionFlags(command, flags.inputs);
  command.add_option("--store", flags.store, "Release store; else the setting update.store")
      ->type_name("FOLDER");
  command
      .add_option("--keys", flags.keys,
                  "Folder of the keys; else $NEXYCTL_KEYS, else ~/.config/nexy/update-keys")
      ->type_name("FOLDER");
  command
      .add_option("--also-keys", flags.also_keys,
                  "Folder of an operator who signs too, where several must; once for each")
      ->type_name("FOLDER")
      ->allow_extra_args(false);
  command
      .add_option(
          "--passphrase-file", flags.passphrase_file,
          "The passphrase is its first line; else $NEXYCTL_PASSPHRASE, else it is asked for")
      ->type_name("FILE");
  command.add_flag("--json", flags.json, "Print one JSON object");
}

void AddDryRunFlag(CLI::App& command, UpdateFlags& flags) {
  command.add_flag("--dry-run", flags.dry_run, "Check and tell everything, change nothing");
}

UpdateSession::UpdateSession(UpdateFlags flags, UpdateOptions options,
                             std::vector<Channel> channels)
    : flags_(std::move(flags)),
      options_(std::move(options)),
      channels_(std::move(channels)),
      keys_(KeysFolder(flags_)) {}

absl::StatusOr<std::unique_ptr<UpdateSession>> UpdateSession::Open(const UpdateFlags& flags) {
  OptionInputs inputs = flags.inputs;
  inputs.environment = ProcessEnvironment();
  NEXY_ASSIGN_OR_RETURN(const LoadedOptions loaded, LoadOptions(inputs));
  UpdateOptions options = loaded.options.update;
  if (!flags.store.empty()) options.store = flags.store;
  NEXY_ASSIGN_OR_RETURN(std::vector<Channel> channels, ParseChannels(options.channels));
  return std::unique_ptr<UpdateSession>(
      new UpdateSession(flags, std::move(options), std::move(channels)));
}

void UpdateSession::TakeSettings(Catalogue& catalogue) const {
  catalogue.public_url = options_.public_url;
  catalogue.title = options_.title;
  catalogue.channels.clear();
  catalogue.closed.clear();
  for (const Channel& channel : channels_) {
    catalogue.channels.push_back(channel.name);
    if (channel.access != ChannelAccess::kPublic) catalogue.closed.push_back(channel.name);
  }
}

AskPassphrase UpdateSession::asker() const {
  return [file = flags_.passphrase_file](const std::string& path) -> absl::StatusOr<Secret> {
    if (!file.empty()) {
      NEXY_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(file, kPassphraseMaxBytes));
      return Secret(FirstLine(text));
    }
    if (const std::string words = VariableOrEmpty("NEXYCTL_PASSPHRASE"); !words.empty()) {
      return Secret(words);
    }
    return Prompt(path);
  };
}

absl::StatusOr<ReleaseStore> UpdateSession::Store() const {
  if (options_.store.empty()) {
    return absl::FailedPreconditionError(
        "which store? Give --store FOLDER, or set update.store in the settings");
  }
  NEXY_RETURN_IF_ERROR(keys_.CheckApart(options_.store));
  return ReleaseStore::Open(options_.store);
}

absl::StatusOr<OpenKeys> UpdateSession::OpenKeysFor(const std::vector<std::string>& roles) {
  OpenKeys keys;
  for (const std::string& role : roles) {
    if (role == kReleaseKey) {
      NEXY_ASSIGN_OR_RETURN(keys.co_signers, Quorum(role));
      keys.release = keys.co_signers.front();
      keys.co_signers.erase(keys.co_signers.begin());
      continue;
    }
    NEXY_ASSIGN_OR_RETURN(const SigningKey* opened, OpenKey(keys_, role));
    if (role == kRootKey) keys.root.push_back(opened);
    if (role == kArchiveKey) keys.archive = opened;
    if (role == kTimestampKey) keys.timestamp = opened;
  }
  return keys;
}

KeyRing UpdateSession::RingWith(const std::string& name) const {
  for (const std::string& folder : flags_.also_keys) {
    const KeyRing ring(folder);
    if (!keys_.PublicKeyOf(name).ok() && ring.PublicKeyOf(name).ok()) return ring;
  }
  return keys_;
}

absl::StatusOr<Root> UpdateSession::CurrentRoot() const {
  const std::string trusted = TrustedRootOrEmpty();
  if (const auto store = Store(); store.ok()) {
    if (auto published = LoadPublished(*store, trusted); published.ok()) return published->root;
  }
  return ReadOwnRoot(trusted);
}

absl::StatusOr<const SigningKey*> UpdateSession::OpenKey(const KeyRing& ring,
                                                         const std::string& name) {
  NEXY_ASSIGN_OR_RETURN(SigningKey key, ring.Open(name, asker()));
  opened_.push_back(std::move(key));
  return &opened_.back();
}

absl::StatusOr<std::vector<const SigningKey*>> UpdateSession::Quorum(const std::string& role,
                                                                     const std::string& without) {
  RoleKeys asked;
  if (const auto root = CurrentRoot(); root.ok()) {
    const auto found = root->roles.find(TufRolesOf(role).front());
    if (found != root->roles.end()) asked = found->second;
  }
  std::vector<KeyRing> rings = {keys_};
  for (const std::string& folder : flags_.also_keys) rings.emplace_back(folder);
  std::vector<const SigningKey*> keys;
  for (const KeyRing& ring : rings) {
    if (!options_.store.empty()) NEXY_RETURN_IF_ERROR(ring.CheckApart(options_.store));
    for (const std::string& name : ring.NamesOf(role)) {
      const auto key = ring.PublicKeyOf(name);
      // One that is out of use may still lie there; without any other it is named to be refused.
      const bool counts =
          key.ok() && std::ranges::find(asked.key_ids, key->Id()) != asked.key_ids.end();
      const bool enough = static_cast<std::int64_t>(keys.size()) == asked.threshold;
      if (enough || name == without || (!counts && name != role)) continue;
      NEXY_ASSIGN_OR_RETURN(keys.emplace_back(), OpenKey(ring, name));
    }
  }
  if (keys.empty() && without.empty()) return keys_.PublicKeyOf(role).status();
  return keys;
}

absl::StatusOr<Publisher::Terms> UpdateSession::Terms(const std::vector<std::string>& roles) {
  Publisher::Terms terms;
  NEXY_ASSIGN_OR_RETURN(terms.keys, OpenKeysFor(roles));
  terms.trusted_root = TrustedRootOrEmpty();
  terms.who = WhoIsThis();
  terms.now = UnixNow();
  terms.dry_run = flags_.dry_run;
  return terms;
}

std::string UpdateSession::TrustedRootOrEmpty() const { return keys_.TrustedRoot().value_or(""); }

void RunUpdate(const UpdateFlags& flags, const std::function<absl::Status(UpdateSession&)>& work) {
  absl::StatusOr<std::unique_ptr<UpdateSession>> session = UpdateSession::Open(flags);
  const absl::Status status = session.ok() ? work(**session) : session.status();
  if (status.ok()) return;
  if (flags.json) PrintUpdateJson({{"ok", false}, {"error", std::string(MessageOf(status))}});
  std::cerr << "nexyctl update: " << MessageOf(status) << "\n";
  throw CLI::RuntimeError(1);
}

void PrintUpdateJson(const nlohmann::ordered_json& json) {
  std::cout << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

void PrintOutcome(const UpdateFlags& flags, const ChangeOutcome& outcome, const std::string& done) {
  if (flags.json) {
    PrintUpdateJson({{"ok", true},
                     {"changed", outcome.changed},
                     {"dry_run", flags.dry_run},
                     {"publication", outcome.publication},
                     {"entry", outcome.entry}});
    return;
  }
  if (!outcome.changed) {
    std::cout << "Nothing to do: it is so already (publication " << outcome.publication << ").\n";
  } else if (flags.dry_run) {
    std::cout << "Would do: " << done << " (publication " << outcome.publication
              << "). Nothing was changed.\n";
  } else {
    std::cout << done << " (publication " << outcome.publication << ").\n";
  }
}

absl::StatusOr<std::int64_t> ParseSpan(const std::string& text) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  const std::string unit = digits == std::string::npos ? "" : text.substr(digits);
  if (digits != 0 && text.size() <= 10 && !unit.empty()) {
    const std::int64_t number = std::stoll(text);
    if (unit == "s") return number;
    if (unit == "m") return number * 60;
    if (unit == "h") return number * 3600;
    if (unit == "d") return number * 86'400;
  }
  return absl::InvalidArgumentError(
      Concat("\"", text, "\" is not a time; expected one such as 90s, 30m, 12h or 7d"));
}

}  // namespace nexy
