#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "base/status.h"
#include "base/strings.h"
#include "nexyctl/update_command.h"
#include "nexyctl/update_session.h"
#include "update/adoption.h"
#include "update/outcome_log.h"
#include "update/reports_path.h"

namespace nexy {
namespace {

struct AdoptionFlags {
  UpdateFlags shared;
  std::string reports;
  bool csv = false;
  bool html = false;
};

absl::Status ShowAdoption(UpdateSession& session, const AdoptionFlags& flags) {
  UpdateOptions options = session.options();
  if (!flags.reports.empty()) options.reports = flags.reports;
  NEXY_ASSIGN_OR_RETURN(const std::string folder, ReportsPath(options));
  std::size_t damaged = 0;
  NEXY_ASSIGN_OR_RETURN(const std::vector<OutcomeCount> counts, ReadOutcomes(folder, &damaged));
  if (damaged > 0) std::cerr << "nexyctl update: " << damaged << " damaged lines were left out\n";
  const Adoption adoption = AdoptionOf(counts);
  std::cout << (flags.shared.json ? AdoptionJson(adoption)
                : flags.csv       ? AdoptionCsv(adoption)
                : flags.html      ? AdoptionHtml(adoption)
                                  : AdoptionTable(adoption));
  return absl::OkStatus();
}

}  // namespace

void AddUpdateAdoptionCommand(CLI::App& update) {
  CLI::App* adoption = update.add_subcommand(
      "adoption", "How builds spread and what fails, from what clients report without ids");
  const auto flags = std::make_shared<AdoptionFlags>();
  AddUpdateFlags(*adoption, flags->shared);
  adoption->add_option("--reports", flags->reports, "Folder; else the setting update.reports");
  CLI::Option* csv = adoption->add_flag("--csv", flags->csv, "A line a day and build");
  adoption->add_flag("--html", flags->html, "A page: the curve in words, as picture, as table")
      ->excludes(csv);
  adoption->footer(
      "Fewer than 5 are never shown as a number. Example:\n"
      "  nexyctl update adoption --html > adoption.html");
  adoption->callback([flags] {
    RunUpdate(flags->shared,
              [flags](UpdateSession& session) { return ShowAdoption(session, *flags); });
  });
}

}  // namespace nexy
