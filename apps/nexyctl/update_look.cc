#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "base/secret.h"
#include "base/status.h"
#include "base/strings.h"
#include "nexyctl/update_command.h"
#include "nexyctl/update_fetch.h"
#include "nexyctl/update_session.h"
#include "update/audit_log.h"
#include "update/canonical_json.h"
#include "update/rollout.h"
#include "update/statement.h"
#include "update/store_verdict.h"

namespace nexy {
namespace {

using Json = nlohmann::ordered_json;

std::string PlacementText(const Placement& placement, UnixSeconds now) {
  const Rollout& rollout = placement.rollout;
  std::string text = placement.channel;
  if (rollout.paused_at != 0) return text + " (paused)";
  if (rollout.interval_s > 0) {
    const auto percent = static_cast<std::int64_t>(OpenShare(placement, now) * 100.0 + 0.5);
    text += Concat(" (", percent, " %)");
  }
  if (rollout.control_permille > 0) {
    text += Concat(" (control ", rollout.control_permille, " of 1000)");
  }
  return text;
}

Json ReleaseJson(const Release& release, UnixSeconds now) {
  Json json = {{"build", release.build},
               {"version", release.version},
               {"published", IsoTime(release.published)},
               {"withdrawn", release.withdrawn()},
               {"withdrawn_reason", release.withdrawn_reason},
               {"critical_below", release.critical_below},
               {"minimum_build", release.minimum_build}};
  for (const Placement& placement : release.placements) {
    json["channels"].push_back(
        {{"channel", placement.channel},
         {"since", IsoTime(placement.since)},
         {"paused", placement.rollout.paused_at != 0},
         {"open_permille", static_cast<std::int64_t>(OpenShare(placement, now) * 1000.0 + 0.5)},
         {"control_permille", placement.rollout.control_permille}});
  }
  for (const Archive& archive : release.archives) {
    json["archives"].push_back({{"name", archive.path},
                                {"length", archive.length},
                                {"sha256", archive.sha256},
                                {"os", archive.os},
                                {"arch", archive.arch}});
  }
  return json;
}

absl::Status List(UpdateSession& session) {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  NEXY_ASSIGN_OR_RETURN(const PublishedState state,
                        LoadPublished(store, session.TrustedRootOrEmpty()));
  const UnixSeconds now = UnixNow();
  const Catalogue& catalogue = state.catalogue;
  if (session.flags().json) {
    Json json = {{"serial", catalogue.serial},
                 {"publication", state.publication.number},
                 {"timestamp_expires", IsoTime(state.timestamp.expires)},
                 {"channels", catalogue.channels},
                 {"closed", catalogue.closed},
                 {"releases", Json::array()}};
    for (const Release& release : catalogue.releases) {
      json["releases"].push_back(ReleaseJson(release, now));
    }
    PrintUpdateJson(json);
    return absl::OkStatus();
  }
  std::cout << "Publication " << state.publication.number << ", serial " << catalogue.serial
            << ", counts until " << IsoTime(state.timestamp.expires)
            << (state.timestamp.expires < now ? " (EXPIRED: run `nexyctl update refresh`)" : "")
            << "\n";
  if (catalogue.releases.empty()) std::cout << "No release yet.\n";
  for (const Release& release : catalogue.releases) {
    std::cout << release.build << "  " << release.version << "  " << IsoTime(release.published);
    for (const Placement& placement : release.placements) {
      std::cout << "  " << PlacementText(placement, now);
    }
    if (release.withdrawn()) std::cout << "  withdrawn: " << release.withdrawn_reason;
    std::cout << "\n";
  }
  for (const RollbackOrder& order : catalogue.orders) {
    std::cout << "order: " << order.channel << " from " << order.from_min << "-" << order.from_max
              << " back to " << order.to_build << " until " << IsoTime(order.expires) << ": "
              << order.reason << "\n";
  }
  return absl::OkStatus();
}

absl::Status ShowLog(UpdateSession& session) {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  NEXY_ASSIGN_OR_RETURN(const std::vector<nlohmann::json> log, ReadAuditLog(store.AuditLogPath()));
  for (const nlohmann::json& entry : log) {
    if (session.flags().json) {
      std::cout << CanonicalJson(entry) << "\n";
      continue;
    }
    std::cout << entry.value("time", "") << "  " << entry.value("who", "") << "  "
              << entry.value("command", "") << "  "
              << CanonicalJson(entry.value("details", nlohmann::json())) << "\n";
  }
  return absl::OkStatus();
}

struct VerifyFlags {
  UpdateFlags shared;
  std::string url;
  std::string root;
  std::string archive_key;
  std::string token_file;
};

absl::StatusOr<Secret> TokenIn(const std::string& path) {
  if (path.empty()) return Secret();
  NEXY_ASSIGN_OR_RETURN(std::string text, ReadWholeFile(path, 4096));
  absl::StripAsciiWhitespace(&text);
  if (text.empty()) return absl::InvalidArgumentError(Concat("there is no token in ", path));
  return Secret(std::move(text));
}

absl::StatusOr<StoreVerdict> Judge(UpdateSession& session, const VerifyFlags& flags) {
  std::string root = session.TrustedRootOrEmpty();
  if (!flags.root.empty()) {
    NEXY_ASSIGN_OR_RETURN(root, ReadWholeFile(flags.root, kRootMaxBytes));
  }
  std::optional<PublicKey> archive_key;
  if (!flags.archive_key.empty()) {
    NEXY_ASSIGN_OR_RETURN(archive_key, PublicKey::FromBase64(flags.archive_key));
  } else if (const auto known = session.keys().PublicKeyOf(kArchiveKey); known.ok()) {
    archive_key = *known;
  }
  if (!flags.url.empty()) {
    NEXY_ASSIGN_OR_RETURN(const Secret token, TokenIn(flags.token_file));
    return JudgeUrl(flags.url, token, root, archive_key, UnixNow());
  }
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  return JudgeStore(store, root, archive_key, UnixNow());
}

absl::Status Verify(UpdateSession& session, const VerifyFlags& flags) {
  NEXY_ASSIGN_OR_RETURN(StoreVerdict verdict, Judge(session, flags));
  if (verdict.for_macos) {
    verdict.notes.push_back(
        "whether Apple's part of a signature holds (chain up to Apple, notarization) can be judged "
        "on a Mac only: spctl --assess, stapler validate");
  }
  if (session.flags().json) {
    PrintUpdateJson({{"ok", verdict.good()},
                     {"files", verdict.files},
                     {"problems", verdict.problems},
                     {"notes", verdict.notes}});
  } else {
    for (const std::string& problem : verdict.problems) std::cout << "problem: " << problem << "\n";
    for (const std::string& note : verdict.notes) std::cout << "note: " << note << "\n";
    std::cout << (verdict.good() ? "Everything is as it was signed" : "Not as it should be") << " ("
              << verdict.files << " files looked at).\n";
  }
  if (!verdict.good()) throw CLI::RuntimeError(1);
  return absl::OkStatus();
}

struct GarbageFlags {
  UpdateFlags shared;
  std::size_t keep = 100;
};

absl::Status CollectStoreGarbage(UpdateSession& session, const GarbageFlags& flags) {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  NEXY_ASSIGN_OR_RETURN(const Garbage garbage,
                        CollectGarbage(store, WhoIsThis(), flags.keep, session.flags().dry_run));
  if (session.flags().json) {
    PrintUpdateJson({{"ok", true},
                     {"dry_run", session.flags().dry_run},
                     {"publications", garbage.publications},
                     {"blobs", garbage.blobs},
                     {"bytes", garbage.bytes}});
    return absl::OkStatus();
  }
  std::cout << (session.flags().dry_run ? "Would delete " : "Deleted ")
            << garbage.publications.size() << " old publications and " << garbage.blobs.size()
            << " files that nothing reaches, " << garbage.bytes << " bytes.\n";
  return absl::OkStatus();
}

struct ExplainFlags {
  UpdateFlags shared;
  std::string record;
};

// A list of releases by its role; version 0 where the publication has none of that serial.
absl::StatusOr<Targets> ListIn(const ReleaseStore& store, const Publication& publication,
                               std::int64_t serial, const std::string& role) {
  const PublishedFile* file = publication.Find(Concat("metadata/", serial, ".", role, ".json"));
  if (file == nullptr)
    return Targets{.version = 0, .files = {}, .channels = {}, .channel_keys = {}};
  NEXY_ASSIGN_OR_RETURN(const std::string bytes, store.ReadBlob(file->sha256, kTargetsMaxBytes));
  NEXY_ASSIGN_OR_RETURN(const SignedDocument document, ParseSigned(bytes));
  return TargetsOf(document);
}

// The catalogue as it was signed under that serial.
absl::StatusOr<Catalogue> CatalogueAt(const ReleaseStore& store, std::int64_t serial) {
  NEXY_ASSIGN_OR_RETURN(const std::vector<std::int64_t> numbers, store.PublicationNumbers());
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
    NEXY_ASSIGN_OR_RETURN(const Publication publication, store.Load(*number));
    NEXY_ASSIGN_OR_RETURN(Targets all, ListIn(store, publication, serial, kTargetsRole));
    if (all.version == 0) continue;
    for (const std::string& role : all.channels) {
      NEXY_ASSIGN_OR_RETURN(Targets list, ListIn(store, publication, serial, role));
      all.files.merge(list.files);
    }
    return CatalogueOf(all);
  }
  return absl::NotFoundError(Concat("the store has no list of releases with the serial ", serial,
                                    " any more; `gc --keep` decides how many there are"));
}

// One decision, or the lines of a client's decisions.jsonl.
absl::StatusOr<std::vector<RecordedDecision>> ReadDecisions(const std::string& path) {
  NEXY_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, 1 << 20));
  std::vector<std::string> records = {text};
  if (!ParseStrictJson(text).ok()) records = absl::StrSplit(text, '\n', absl::SkipWhitespace());
  std::vector<RecordedDecision> decisions;
  for (const std::string& record : records) {
    const auto where = [&] { return Concat("decision ", decisions.size() + 1, " of ", path); };
    const absl::StatusOr<nlohmann::json> json = ParseStrictJson(record);
    if (!json.ok()) return Annotate(json.status(), where());
    absl::StatusOr<RecordedDecision> decision = ReadDecisionRecord(*json);
    if (!decision.ok()) return Annotate(decision.status(), where());
    decisions.push_back(*std::move(decision));
  }
  if (decisions.empty()) return absl::InvalidArgumentError(path + " holds no decision");
  return decisions;
}

Json Explained(const Catalogue& catalogue, const RecordedDecision& recorded) {
  const Decision again = Decide(catalogue, recorded.installation, recorded.time);
  Json explained = {{"ok", again == recorded.decision},
                    {"serial", recorded.serial},
                    {"verdict", VerdictWord(again.verdict)},
                    {"build", again.build},
                    {"hold", HoldWord(again.hold)},
                    {"held", again.held_build},
                    {"reason", again.reason}};
  const Release* release = catalogue.Find(again.held_build ? again.held_build : again.build);
  if (release == nullptr) return explained;
  const Placement* place = catalogue.SeenPlacement(*release, recorded.installation.channel);
  if (place == nullptr) return explained;
  const double bucket = BucketShare(RolloutBucket(place->rollout.salt, recorded.installation.id));
  explained["place_permille"] = static_cast<std::int64_t>(bucket * 1000.0);
  explained["open_permille"] =
      static_cast<std::int64_t>(OpenShare(*place, recorded.time) * 1000.0 + 0.5);
  explained["control_permille"] = place->rollout.control_permille;
  return explained;
}

absl::Status Explain(UpdateSession& session, const ExplainFlags& flags) {
  NEXY_ASSIGN_OR_RETURN(const ReleaseStore store, session.Store());
  NEXY_ASSIGN_OR_RETURN(const std::vector<RecordedDecision> decisions, ReadDecisions(flags.record));
  bool all = true;
  for (const RecordedDecision& recorded : decisions) {
    NEXY_ASSIGN_OR_RETURN(const Catalogue catalogue, CatalogueAt(store, recorded.serial));
    const Json explained = Explained(catalogue, recorded);
    const bool same = explained["ok"];
    all = all && same;
    if (session.flags().json) {
      std::cout << explained.dump() << "\n";
    } else {
      std::cout << IsoTime(recorded.time)
                << (same ? ", the same again: " : ", NOT what was recorded: ")
                << explained["reason"].get<std::string>() << "\n  " << explained.dump() << "\n";
    }
  }
  if (!all) throw CLI::RuntimeError(1);
  return absl::OkStatus();
}

void AddPlainLook(CLI::App& update, const char* name, const char* explanation,
                  absl::Status (*work)(UpdateSession&)) {
  CLI::App* app = update.add_subcommand(name, explanation);
  const auto flags = std::make_shared<UpdateFlags>();
  AddUpdateFlags(*app, *flags);
  app->callback([flags, work] { RunUpdate(*flags, work); });
}

template <typename Flags>
std::shared_ptr<Flags> AddLook(CLI::App& update, const char* name, const char* explanation,
                               absl::Status (*work)(UpdateSession&, const Flags&), CLI::App** app) {
  *app = update.add_subcommand(name, explanation);
  const auto flags = std::make_shared<Flags>();
  AddUpdateFlags(**app, flags->shared);
  (*app)->callback([flags, work] {
    RunUpdate(flags->shared,
              [flags, work](UpdateSession& session) { return work(session, *flags); });
  });
  return flags;
}

}  // namespace

void AddUpdateLookCommands(CLI::App& update) {
  AddPlainLook(update, "list", "What is published where, and until when it counts", List);
  AddPlainLook(update, "log", "Who changed what, checked line by line", ShowLog);

  CLI::App* app = nullptr;
  const auto verify = AddLook<VerifyFlags>(
      update, "verify", "Judge a store, or a live service, as a stranger would", Verify, &app);
  app->add_option("--url", verify->url,
                  "Service to judge instead, such as https://example.org/updates");
  app->add_option("--root", verify->root, "Root document to trust; else root.json beside the keys");
  app->add_option("--token-file", verify->token_file,
                  "File with the token of a closed channel, to judge that too");
  app->add_option("--archive-key", verify->archive_key, "SUPublicEDKey; else archive.key's");
  app->footer(
      "Exit code 1 if there is a problem; all problems are listed. Example:\n"
      "  nexyctl update verify --url https://example.org/updates --root root.json");

  const auto garbage = AddLook<GarbageFlags>(
      update, "gc", "Delete files that nothing published reaches", CollectStoreGarbage, &app);
  AddDryRunFlag(*app, garbage->shared);
  app->add_option("--keep", garbage->keep, "Newest publications to keep")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{2}, std::size_t{1'000'000}));
  app->footer("Example:\n  nexyctl update gc --keep 100 --dry-run");

  const auto explain = AddLook<ExplainFlags>(
      update, "explain-decision", "Recompute what a client decided, from its log", Explain, &app);
  app->add_option("FILE", explain->record, "The client's update/decisions.jsonl, or one line of it")
      ->required()
      ->check(CLI::ExistingFile);
}

}  // namespace nexy
