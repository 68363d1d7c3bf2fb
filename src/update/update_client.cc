#include "update/update_client.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "base/strings.h"
#include "update/canonical_json.h"
#include "update/program_start.h"
#include "update/signing_key.h"
#include "update/statement.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

constexpr UnixSeconds kDaySeconds = 86'400;

// The word of the closed list that an outcome report may hold.
std::string FailureWord(const absl::Status& failure) {
  if (const auto refusal = RefusalOf(failure)) return std::string(RefusalWord(*refusal));
  switch (failure.code()) {
    case absl::StatusCode::kAborted:
      return "did_not_start";
    case absl::StatusCode::kResourceExhausted:
      return "no_space";
    case absl::StatusCode::kCancelled:
      return "cancelled";
    default:
      return "install_failed";
  }
}

}  // namespace

SystemFacts ThisSystem() {
  utsname facts = {};
  uname(&facts);
  const std::string machine = facts.machine;
  return {.os = std::string(facts.sysname) == "Darwin" ? "macos" : "linux",
          .os_version = "",
          .arch = machine == "aarch64" ? "arm64" : machine};
}

UpdateClient::UpdateClient(InstalledProgram& program, UpdateSource& source, Clock& clock,
                           UpdateClientOptions options, std::function<void(const UpdateNews&)> tell)
    : program_(program),
      source_(source),
      clock_(clock),
      options_(std::move(options)),
      tell_(std::move(tell)) {}

std::string UpdateClient::Channel(const UpdateMemory& memory) const {
  if (!options_.channel.empty()) return options_.channel;
  return memory.channel.empty() ? program_.facts().channel : memory.channel;
}

Task<> UpdateClient::Tell(OutcomeEvent event, std::int64_t build, const absl::Status& failure) {
  if (!options_.report) co_return;
  OutcomeReport report;
  report.event = event;
  report.build = build;
  report.channel = Channel(memory_);
  report.os = options_.system.os;
  if (event == OutcomeEvent::kChecked) {
    const UnixSeconds today = memory_.last_check / kDaySeconds;
    report.first_today = memory_.last_day != today;
    memory_.last_day = today;
    (void)program_.Remember(memory_);
  } else {
    report.from_build = program_.facts().build;
  }
  if (event == OutcomeEvent::kFailed) report.reason = FailureWord(failure);
  co_await source_.Report(std::move(report));
}

Task<absl::Status> UpdateClient::Refused(absl::Status why, std::int64_t build) {
  tell_({.step = UpdateStep::kRefused, .version = "", .reason = "", .failure = why});
  co_await Tell(OutcomeEvent::kFailed, build, why);
  co_return why;
}

Task<absl::StatusOr<Decision>> UpdateClient::Check() {
  tell_({.step = UpdateStep::kChecking, .version = "", .reason = ""});
  auto decision = co_await Decided();
  if (!decision.ok()) {
    absl::Status why = decision.status();
    co_return co_await Refused(std::move(why), program_.facts().build);
  }
  co_await Tell(OutcomeEvent::kChecked, program_.facts().build, absl::OkStatus());
  if (decision->verdict == UpdateVerdict::kStay) {
    const bool newest = decision->hold == Hold::kNone && decision->held_build == 0;
    tell_({.step = newest ? UpdateStep::kNewest : UpdateStep::kHeld,
           .version = program_.facts().version,
           .reason = decision->hold == Hold::kNone ? "did_not_start"
                                                   : std::string(HoldWord(decision->hold))});
  } else {
    const Release* release = catalogue_->Find(decision->build);
    tell_({.step = decision->verdict == UpdateVerdict::kOffer ? UpdateStep::kAvailable
                                                              : UpdateStep::kRollingBack,
           .version = release->version,
           .reason = ""});
  }
  co_return decision;
}

Task<absl::StatusOr<Decision>> UpdateClient::Decided() {
  NEXY_CO_ASSIGN_OR_RETURN(memory_, program_.Memory());
  NEXY_CO_ASSIGN_OR_RETURN(TrustedFiles trusted, program_.Trusted());
  const UnixSeconds now = std::chrono::system_clock::to_time_t(clock_.WallNow());
  NEXY_CO_ASSIGN_OR_RETURN(MetadataUpdate update,
                           MetadataUpdate::Start(std::move(trusted), now, Channel(memory_)));
  const absl::Status judged = co_await source_.Ask(update);
  // Also after a refusal: what was trusted until then must not be forgotten.
  NEXY_CO_RETURN_IF_ERROR(program_.KeepTrusted(update.files()));
  NEXY_CO_RETURN_IF_ERROR(judged);
  NEXY_CO_ASSIGN_OR_RETURN(catalogue_, CatalogueOf(update.targets()));
  if (catalogue_->app_id != program_.facts().app_id) {
    co_return RefusalStatus(UpdateRefusal::kWrongIdentity,
                            "The update service has updates of another program.");
  }
  memory_.last_check = now;
  NEXY_CO_RETURN_IF_ERROR(program_.Remember(memory_));
  Installation installation;
  installation.id = memory_.id;
  installation.build = program_.facts().build;
  installation.channel = Channel(memory_);
  installation.os = options_.system.os;
  installation.os_version = options_.system.os_version;
  installation.arch = options_.system.arch;
  installation.user_asked = options_.user_asked;
  Decision decision = Decide(*catalogue_, installation, now);
  NEXY_CO_RETURN_IF_ERROR(program_.NoteDecision(
      CanonicalJson(DecisionRecord(*catalogue_, installation, now, decision))));
  const bool unusable =
      std::ranges::find(memory_.unusable, decision.build) != memory_.unusable.end();
  if (decision.verdict == UpdateVerdict::kOffer && unusable && !options_.user_asked) {
    const std::int64_t held = decision.build;
    decision = Decision();
    decision.held_build = held;
    decision.reason = "The newer version did not start on this computer.";
  }
  co_return decision;
}

Task<absl::Status> UpdateClient::Install(Decision decision) {
  const Release* release = catalogue_ ? catalogue_->Find(decision.build) : nullptr;
  if (decision.verdict == UpdateVerdict::kStay || release == nullptr) {
    co_return absl::FailedPreconditionError("there is nothing to install");
  }
  const auto archive = std::ranges::find(release->archives, decision.path, &Archive::path);
  if (archive == release->archives.end()) {
    co_return absl::InternalError("the decision names an archive that is not there");
  }
  const auto lock = program_.Acquire();
  if (!lock.ok()) co_return lock.status();
  if (!program_.Has(decision.build)) {
    absl::Status fetched = co_await Fetch(*release, *archive);
    if (!fetched.ok()) co_return co_await Refused(std::move(fetched), decision.build);
  }
  if (program_.IsTalking()) {
    tell_({.step = UpdateStep::kWaiting, .version = release->version, .reason = ""});
    co_return absl::UnavailableError("the person is talking");
  }
  const std::string before = program_.facts().version;
  absl::Status replaced = Replace(*release);
  if (absl::IsAborted(replaced)) {
    tell_({.step = UpdateStep::kBackAgain, .version = before, .reason = "", .failure = replaced});
    co_await Tell(OutcomeEvent::kFailed, decision.build, replaced);
    co_return replaced;
  }
  if (!replaced.ok()) co_return co_await Refused(std::move(replaced), decision.build);
  tell_({.step = UpdateStep::kDone, .version = release->version, .reason = ""});
  co_await Tell(OutcomeEvent::kInstalled, decision.build, absl::OkStatus());
  co_await Tell(OutcomeEvent::kStarted, decision.build, absl::OkStatus());
  co_return absl::OkStatus();
}

Task<absl::Status> UpdateClient::Fetch(const Release& release, const Archive& archive) {
  const std::string path = program_.DownloadPath(archive.sha256);
  UpdateNews news{.step = UpdateStep::kDownloading, .version = release.version, .reason = ""};
  auto progress = [this, news, length = archive.length](std::int64_t have) mutable {
    const int percent = static_cast<int>(have * 100 / std::max<std::int64_t>(length, 1));
    if (percent / 10 == news.percent / 10) return;  // Ten sentences are enough for one download.
    news.percent = percent;
    tell_(news);
  };
  NEXY_CO_RETURN_IF_ERROR(co_await source_.Download(archive, path, std::move(progress)));
  co_await Tell(OutcomeEvent::kDownloaded, release.build, absl::OkStatus());
  tell_({.step = UpdateStep::kVerifying, .version = release.version, .reason = ""});
  NEXY_CO_ASSIGN_OR_RETURN(const MappedFile file, MappedFile::Open(path));
  // Good or bad, nobody shall find it by its name again: what is checked now is what is unpacked.
  NEXY_CO_RETURN_IF_ERROR(RemoveFile(path));
  if (Sha256Hex(file.bytes()) != archive.sha256) {
    co_return RefusalStatus(UpdateRefusal::kWrongHash,
                            "The downloaded update is not the one that was signed.");
  }
  const auto key = PublicKey::FromBase64(program_.facts().archive_key);
  if (!key.ok() || !key->VerifyBase64(file.bytes(), archive.signature)) {
    co_return RefusalStatus(UpdateRefusal::kBadSignature,
                            "The downloaded update is not signed by Nexy.");
  }
  co_await Tell(OutcomeEvent::kVerified, release.build, absl::OkStatus());
  tell_({.step = UpdateStep::kInstalling, .version = release.version, .reason = ""});
  co_return program_.Place(file.bytes(), release, archive);
}

// ABORTED: the new version did not start, the old one is back.
absl::Status UpdateClient::Replace(const Release& release) {
  const std::int64_t before = program_.facts().build;
  tell_({.step = UpdateStep::kStarting, .version = release.version, .reason = ""});
  // Tried before the switch, so that no other start of the program meets a version that does not
  // run.
  const absl::Status alive =
      ProveAlive(program_.TreePath(release.build), release.build, options_.start_timeout);
  if (!alive.ok()) {
    memory_.unusable.push_back(release.build);
    NEXY_RETURN_IF_ERROR(program_.Remember(memory_));
    return absl::AbortedError(std::string(MessageOf(alive)));
  }
  memory_.previous_build = before;
  std::erase(memory_.unusable, release.build);
  if (!options_.channel.empty()) memory_.channel = options_.channel;
  NEXY_RETURN_IF_ERROR(program_.Remember(memory_));
  NEXY_RETURN_IF_ERROR(program_.SwitchTo(release.build));
  // Through the name that everybody starts it by.
  const absl::Status started =
      ProveAlive(program_.home() + "/current", release.build, options_.start_timeout);
  if (!started.ok()) {
    memory_.unusable.push_back(release.build);
    NEXY_RETURN_IF_ERROR(program_.Remember(memory_));
    NEXY_RETURN_IF_ERROR(program_.SwitchTo(before));
    return absl::AbortedError(std::string(MessageOf(started)));
  }
  return program_.Prune(release.build, before);
}

}  // namespace nexy
