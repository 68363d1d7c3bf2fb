#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "nexyctl/update_command.h"
#include "nexyctl/update_session.h"
#include "update/catalogue_changes.h"

namespace nexy {
namespace {

// What the commands about one release are told.
struct ReleaseFlags {
  UpdateFlags shared;
  std::string channel;
  std::int64_t build = 0;
  std::string reason;
  std::string for_span = "90d";
};

using EditRelease = absl::Status (*)(Catalogue&, const ReleaseFlags&, UnixSeconds now);

absl::Status Edit(UpdateSession& session, const ReleaseFlags& flags, const std::string& command,
                  const std::string& done, EditRelease edit) {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  NEXY_ASSIGN_OR_RETURN(Publisher::Terms terms,
                        session.Terms({kReleaseKey, kArchiveKey, kTimestampKey}));
  const UnixSeconds now = terms.now;
  nlohmann::json details = {{"build", flags.build}};
  if (!flags.channel.empty()) details["channel"] = flags.channel;
  if (!flags.reason.empty()) details["reason"] = flags.reason;
  NEXY_ASSIGN_OR_RETURN(
      const ChangeOutcome outcome,
      Publisher(store, std::move(terms)).Apply(command, details, {}, [&](Catalogue& catalogue) {
        return edit(catalogue, flags, now);
      }));
  PrintOutcome(session.flags(), outcome, Concat("Build ", flags.build, " ", done));
  return absl::OkStatus();
}

absl::Status EditPause(Catalogue& catalogue, const ReleaseFlags& flags, UnixSeconds now) {
  return Pause(catalogue, flags.build, flags.channel, now);
}
absl::Status EditResume(Catalogue& catalogue, const ReleaseFlags& flags, UnixSeconds now) {
  return Resume(catalogue, flags.build, flags.channel, now);
}
absl::Status EditFinish(Catalogue& catalogue, const ReleaseFlags& flags, UnixSeconds) {
  return Finish(catalogue, flags.build, flags.channel);
}
absl::Status EditPull(Catalogue& catalogue, const ReleaseFlags& flags, UnixSeconds now) {
  return Withdraw(catalogue, flags.build, flags.reason, now);
}
absl::Status EditRollBack(Catalogue& catalogue, const ReleaseFlags& flags, UnixSeconds now) {
  NEXY_ASSIGN_OR_RETURN(const std::int64_t span, ParseSpan(flags.for_span));
  return RollBack(catalogue, flags.channel, flags.build, flags.reason, now, now + span);
}

struct EditCommand {
  const char* name;
  const char* explanation;
  const char* done;
  const char* example;
  EditRelease edit;
  bool needs_channel;
  bool needs_reason;
};

constexpr EditCommand kCommands[] = {
    {"pause", "Offer a build to nobody more until it is resumed", "is paused",
     "nexyctl update pause --channel stable --build 2010003", EditPause, true, false},
    {"resume", "Go on with a paused build where its phase stood", "goes on",
     "nexyctl update resume --channel stable --build 2010003", EditResume, true, false},
    {"finish", "End the phase and the control group: everybody gets the build now",
     "is for everybody now", "nexyctl update finish --channel stable --build 2010003", EditFinish,
     true, false},
    {"pull", "Withdraw a build for good, in all channels; whoever has it keeps it", "is withdrawn",
     "nexyctl update pull --build 2010003 --reason \"it loses words\"", EditPull, false, true},
    {"rollback", "Withdraw all newer builds of a channel and order clients back to this one",
     "is what clients go back to",
     "nexyctl update rollback --channel stable --build 2010002 --reason \"2.1.0.3 loses words\"",
     EditRollBack, true, true},
};

void AddEdit(CLI::App& update, const EditCommand& command) {
  CLI::App* app = update.add_subcommand(command.name, command.explanation);
  const auto flags = std::make_shared<ReleaseFlags>();
  AddUpdateFlags(*app, flags->shared);
  AddDryRunFlag(*app, flags->shared);
  app->add_option("--build", flags->build, "Build, as `nexyctl update list` shows it")->required();
  if (command.needs_channel) {
    app->add_option("--channel", flags->channel, "Channel")->required();
  }
  if (command.needs_reason) {
    app->add_option("--reason", flags->reason, "For the audit log, and told to people")->required();
  }
  if (command.edit == EditRollBack) {
    app->add_option("--for", flags->for_span, "How long the order counts")->capture_default_str();
  }
  app->footer(Concat("Example:\n  ", command.example));
  app->callback([flags, &command] {
    RunUpdate(flags->shared, [flags, &command](UpdateSession& session) {
      return Edit(session, *flags, command.name, command.done, command.edit);
    });
  });
}

absl::Status Refresh(UpdateSession& session) {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  NEXY_ASSIGN_OR_RETURN(Publisher::Terms terms, session.Terms({kTimestampKey}));
  NEXY_ASSIGN_OR_RETURN(const ChangeOutcome outcome, Publisher(store, std::move(terms)).Refresh());
  PrintOutcome(session.flags(), outcome, "What is published counts for another week");
  return absl::OkStatus();
}

}  // namespace

void AddUpdateRolloutCommands(CLI::App& update) {
  for (const EditCommand& command : kCommands) AddEdit(update, command);
  CLI::App* refresh = update.add_subcommand(
      "refresh", "Re-date what is published, with the timestamp key alone; a daily job");
  const auto flags = std::make_shared<UpdateFlags>();
  AddUpdateFlags(*refresh, *flags);
  AddDryRunFlag(*refresh, *flags);
  refresh->footer(
      "Example, from a timer on the server:\n"
      "  nexyctl update refresh --keys /etc/nexy/timestamp --passphrase-file "
      "/run/credentials/words");
  refresh->callback([flags] { RunUpdate(*flags, Refresh); });
}

}  // namespace nexy
