#include "nexyctl/usage_command.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "base/strings.h"
#include "nexyctl/complaint.h"
#include "nexyctl/usage_days.h"
#include "nexyctl/usage_report.h"
#include "nexyd/option_flags.h"
#include "nexyd/options.h"
#include "store/usage_database.h"

namespace nexy {
namespace {

constexpr char kUsageExamples[] = R"(Examples:
  nexyctl usage                                 the last 30 days, by day and provider
  nexyctl usage --since 2026-11-01 --until 2026-11-30 --by provider
  nexyctl usage --since 7d --by device --csv
  nexyctl usage --since yesterday --device 4C4C4544-0042-3510-8052-B4C04F503232
  nexyctl usage --json

Days are in UTC. A device is shown as its hash. Costs are those of the day on which they arose.
Exit codes: 0 done, also when nothing was used; 1 the store cannot be read; 2 wrong use.)";

struct UsageFlags {
  OptionInputs inputs;
  std::string since = "30d";
  std::string until = "today";
  std::vector<std::string> by = {"day", "provider"};
  std::string device;
  bool csv = false;
  bool json = false;
};

std::chrono::sys_days DayOf(const std::string& flag, const std::string& text) {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const auto day = ParseDay(text, today);
  if (!day) {
    Complain(
        Concat(flag, " is no day; write 2026-11-25, today, yesterday, or 7d for seven days ago"),
        kExitUsage);
  }
  return *day;
}

UsageQuery QueryOf(const UsageFlags& flags) {
  UsageQuery query{
      .since = DayOf("--since", flags.since), .until = DayOf("--until", flags.until), .by = {}};
  if (query.since > query.until) Complain("--since is after --until", kExitUsage);
  for (const std::string& by : flags.by) {
    if (by == "day") query.by.push_back(UsageColumn::kDay);
    if (by == "provider") {
      query.by.push_back(UsageColumn::kService);
      query.by.push_back(UsageColumn::kProvider);
    }
    if (by == "model") query.by.push_back(UsageColumn::kModel);
    if (by == "device") query.by.push_back(UsageColumn::kDevice);
  }
  if (!flags.device.empty()) query.device = flags.device;
  return query;
}

UsageReport Ask(const StoreOptions& options, UsageQuery query) {
  const auto database = UsageDatabase::OpenToRead(options);
  if (!database.ok()) Complain(MessageOf(database.status()), kExitFailed);
  UsageQuery all = query;
  all.by.clear();
  auto rows = (*database)->Sum(query);
  auto totals = (*database)->Sum(all);
  for (const absl::Status& status : {rows.status(), totals.status()}) {
    if (!status.ok()) Complain(MessageOf(status), kExitFailed);
  }
  return {std::move(query), *std::move(rows), *std::move(totals)};
}

void RunUsage(UsageFlags& flags) {
  const UsageQuery query = QueryOf(flags);
  flags.inputs.environment = ProcessEnvironment();
  const absl::StatusOr<LoadedOptions> loaded = LoadOptions(flags.inputs);
  if (!loaded.ok()) Complain(MessageOf(loaded.status()), kExitFailed);
  const UsageReport report = Ask(loaded->options.store, query);
  if (flags.csv) {
    PrintUsageCsv(report, std::cout);
  } else if (flags.json) {
    PrintUsageJson(report, std::cout);
  } else {
    PrintUsageTable(report, std::cout);
  }
}

}  // namespace

void AddUsageCommand(CLI::App& app) {
  CLI::App* usage = app.add_subcommand("usage", "Show what services were used, and what it cost");
  usage->footer(kUsageExamples);
  // Shared by the parser, which keeps the callback, and the flags inside it.
  const auto flags = std::make_shared<UsageFlags>();
  AddOptionFlags(*usage, flags->inputs);
  usage->add_option("--since", flags->since, "First day: 2026-11-25, today, yesterday, 7d")
      ->capture_default_str();
  usage->add_option("--until", flags->until, "Last day, the same way")->capture_default_str();
  usage->add_option("--by", flags->by, "What to add up by: day, provider, model, device")
      ->delimiter(',')
      ->check(CLI::IsMember({"day", "provider", "model", "device"}))
      ->capture_default_str();
  usage->add_option("--device", flags->device, "Only this hardware id");
  auto* csv = usage->add_flag("--csv", flags->csv, "Print comma-separated values");
  usage->add_flag("--json", flags->json, "Print one JSON object")->excludes(csv);
  usage->callback([flags] { RunUsage(*flags); });
}

}  // namespace nexy
