#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "nexyctl/update_command.h"
#include "nexyctl/update_session.h"
#include "update/catalogue_changes.h"
#include "update/incoming_release.h"
#include "update/public_url.h"

namespace nexy {
namespace {

struct PublishFlags {
  UpdateFlags shared;
  ReleaseOrder order;
  AddReleaseRules rules;
  std::string phased;
  std::string expires;
  bool unread = false;
};

const std::vector<std::string> kPublishRoles = {kReleaseKey, kArchiveKey, kTimestampKey};

absl::Status Publish(UpdateSession& session, PublishFlags flags) {
  const UpdateOptions& options = session.options();
  NEXY_RETURN_IF_ERROR(CheckPublicUrl(options.public_url, options.require_https));
  if (!flags.phased.empty()) {
    NEXY_ASSIGN_OR_RETURN(flags.order.rollout.interval_s, ParseSpan(flags.phased));
  }
  if (!flags.expires.empty()) {
    NEXY_ASSIGN_OR_RETURN(flags.order.expires_s, ParseSpan(flags.expires));
  }
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  NEXY_ASSIGN_OR_RETURN(Publisher::Terms terms, session.Terms(kPublishRoles));
  NEXY_ASSIGN_OR_RETURN(const PublishedState state, LoadPublished(store, terms.trusted_root));
  NEXY_ASSIGN_OR_RETURN(
      IncomingRelease incoming,
      IncomingRelease::Read(flags.order, state.catalogue, *terms.keys.archive, terms.now));
  if (!flags.unread) NEXY_RETURN_IF_ERROR(incoming.ReadPrograms(state.catalogue.app_id));
  const Release& release = incoming.release();
  flags.rules.allow_safest = options.allow_direct_stable;
  nlohmann::json details = {
      {"build", release.build}, {"version", release.version}, {"channel", flags.order.channel}};
  for (const Archive& archive : release.archives)
    details["archives"][archive.path] = archive.sha256;
  NEXY_ASSIGN_OR_RETURN(const ChangeOutcome outcome,
                        Publisher(store, std::move(terms))
                            .Apply("publish", details, incoming.files(), [&](Catalogue& catalogue) {
                              session.TakeSettings(catalogue);
                              return AddRelease(catalogue, release, flags.rules);
                            }));
  PrintOutcome(session.flags(), outcome,
               Concat("Build ", release.build, " (", release.version, ") is published to ",
                      flags.order.channel));
  return absl::OkStatus();
}

struct PromoteFlags {
  UpdateFlags shared;
  std::string from;
  std::string to;
  std::int64_t build = 0;
  std::string phased;
  std::int64_t control = 0;
};

absl::Status PromoteRelease(UpdateSession& session, const PromoteFlags& flags) {
  Rollout rollout{.salt = HexOf(RandomBytes(16)),
                  .interval_s = 0,
                  .control_permille = flags.control,
                  .held_s = 0,
                  .paused_at = 0};
  if (!flags.phased.empty()) {
    NEXY_ASSIGN_OR_RETURN(rollout.interval_s, ParseSpan(flags.phased));
  }
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  NEXY_ASSIGN_OR_RETURN(Publisher::Terms terms, session.Terms(kPublishRoles));
  const UnixSeconds now = terms.now;
  const nlohmann::json details = {{"from", flags.from}, {"to", flags.to}, {"build", flags.build}};
  NEXY_ASSIGN_OR_RETURN(
      const ChangeOutcome outcome,
      Publisher(store, std::move(terms)).Apply("promote", details, {}, [&](Catalogue& catalogue) {
        session.TakeSettings(catalogue);
        return Promote(catalogue, flags.from, flags.to, flags.build, rollout, now);
      }));
  PrintOutcome(session.flags(), outcome, Concat("Promoted from ", flags.from, " to ", flags.to));
  return absl::OkStatus();
}

void AddFacts(CLI::App& publish, ReleaseOrder& order) {
  publish.add_option("FILE", order.files, "Archives: dmg, pkg, zip, tar.gz, tar.xz, tar.zst")
      ->required()
      ->check(CLI::ExistingFile);
  publish.add_option("--channel", order.channel, "Channel of update.channels")->required();
  publish.add_option("--notes", order.notes, "Release notes; notes.ru.md is for Russian")
      ->required()
      ->allow_extra_args(false)
      ->check(CLI::ExistingFile);
  publish.add_option("--version", order.version, "Such as 2.1.0.3")->required();
  publish.add_option("--build", order.build, "Else the one that goes with the version: 2010003");
  publish.add_option("--bundle-version", order.bundle_version, "CFBundleVersion; else the version");
  publish.add_option("--title", order.title, "As people read it; else Nexy and the version");
  publish.add_option("--os", order.os, "macos or linux; else by the kind of file")
      ->check(CLI::IsMember({"macos", "linux"}));
  publish.add_option("--arch", order.arch, "universal2, arm64 or x86_64")
      ->check(CLI::IsMember({"universal2", "arm64", "x86_64"}));
  publish.add_option("--min-system", order.min_system, "Oldest system that can run it: 13.0.0");
  publish.add_option("--max-system", order.max_system, "Newest system that can run it");
  publish.add_option("--critical-below", order.critical_below,
                     "Urgent for builds below this one; phases do not hold it back from them");
  publish.add_option("--minimum-build", order.minimum_build,
                     "Clients must have this build first (a stepping stone)");
  publish.add_option("--delta", order.deltas, "BUILD:FILE, a delta for the first archive")
      ->allow_extra_args(false);
  publish.add_option("--commit", order.source_commit, "Commit of the source");
  publish.add_option("--cdhash", order.code.cdhash, "Code directory hash the app must have, hex");
  publish.add_option("--requirement", order.code.requirement,
                     "Designated requirement it must have");
  publish.add_option("--team", order.code.team, "Team id it must have");
  publish
      .add_option("--control", order.rollout.control_permille,
                  "Installations of a thousand that keep the previous build")
      ->check(CLI::Range(0, 500));
}

}  // namespace

void AddUpdatePublishCommands(CLI::App& update) {
  CLI::App* publish =
      update.add_subcommand("publish", "Sign a build and publish it to a channel, all or nothing");
  const auto flags = std::make_shared<PublishFlags>();
  AddUpdateFlags(*publish, flags->shared);
  AddDryRunFlag(*publish, flags->shared);
  AddFacts(*publish, flags->order);
  publish->add_option("--phased", flags->phased,
                      "To one of seven groups more each time: 12h takes three and a half days");
  publish->add_option("--expires", flags->expires, "Not offered any more after this, such as 90d");
  publish->add_flag(
      "--unread-program", flags->unread,
      "Do not read the program in an archive for macOS: its identity is what --cdhash, "
      "--requirement and --team say");
  publish->add_flag("--accept-new-identity", flags->rules.accept_new_identity,
                    "Publish although people will have to grant permissions again");
  publish->footer(
      "Publishing the same again changes nothing. The program in an image, package or zip for "
      "macOS\n"
      "is read and its code signature checked; Apple's part of it (the chain up to Apple,\n"
      "notarization, Gatekeeper) can be judged on a Mac only: spctl --assess, stapler validate.\n"
      "Example:\n"
      "  nexyctl update publish --channel beta --version 2.1.0.3 --min-system 13.0.0 \\\n"
      "    --notes notes.en.md --notes notes.ru.md --phased 12h Nexy.dmg");
  publish->callback([flags] {
    RunUpdate(flags->shared, [flags](UpdateSession& session) { return Publish(session, *flags); });
  });

  CLI::App* promote =
      update.add_subcommand("promote", "Give the same bytes to a safer channel as well");
  const auto promoted = std::make_shared<PromoteFlags>();
  AddUpdateFlags(*promote, promoted->shared);
  AddDryRunFlag(*promote, promoted->shared);
  promote->add_option("--from", promoted->from, "Channel")->required();
  promote->add_option("--to", promoted->to, "Safer channel")->required();
  promote->add_option("--build", promoted->build, "Else the newest of --from");
  promote->add_option("--phased", promoted->phased, "As with publish");
  promote->add_option("--control", promoted->control, "As with publish")->check(CLI::Range(0, 500));
  promote->footer("Example:\n  nexyctl update promote --from beta --to stable --phased 12h");
  promote->callback([promoted] {
    RunUpdate(promoted->shared,
              [promoted](UpdateSession& session) { return PromoteRelease(session, *promoted); });
  });
}

}  // namespace nexy
