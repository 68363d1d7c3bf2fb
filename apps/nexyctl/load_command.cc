#include "nexyctl/load_command.h"

#include <sys/resource.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <atomic>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include "base/mutex.h"
#include "base/strings.h"
#include "nexy/signal_watch.h"
#include "nexyctl/complaint.h"
#include "nexyctl/load/compare.h"
#include "nexyctl/load/driver.h"
#include "nexyctl/load/report_html.h"
#include "nexyctl/load/server_figures.h"
#include "nexyctl/load_flags.h"

namespace nexy {
namespace {

using load::Json;

constexpr int kNoCapacity = 3;

constexpr char kLoadExamples[] = R"(Examples:
  nexyctl load --people 100 --duration 1m --html load.html
  nexyctl load --rate 50 --arrivals bursts --burst 25 --mix short=8,long=1,interrupt=1 --out now.json
  nexyctl load --people 50 --metrics 127.0.0.1:8080 --out now.json
  nexyctl load compare before.json now.json
  nexyctl load page now.json --html now.html --svg now.svg
  nexyctl load --find-capacity --people 50 --duration 20s --metrics 127.0.0.1:8080 --html capacity.html

Ctrl-C stops asking and reports what there is; a second one ends the program.
Times are counted from the moment at which a question was due, so that waiting is not left out.
Exit codes: 0 done, also with errors in the report; 1 no server, or a file that cannot be written; 2 wrong
use; 3 no load within the limits.)";

template <typename T>
T ValueOr(absl::StatusOr<T> value, int code) {
  if (!value.ok()) Complain(MessageOf(value.status()), code);
  return *std::move(value);
}

double CpuSeconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// The run that a signal stops; there is one at a time.
class Stopper {
 public:
  void Watch(load::Driver* driver) {
    MutexLock lock(mutex_);
    driver_ = driver;
    if (driver_ != nullptr && stopped_) driver_->Stop();
  }
  void Stop() {
    MutexLock lock(mutex_);
    stopped_ = true;
    if (driver_ != nullptr) driver_->Stop();
  }
  bool stopped() const { return stopped_; }

 private:
  Mutex mutex_;
  load::Driver* driver_ ABSL_GUARDED_BY(mutex_) = nullptr;
  std::atomic<bool> stopped_ = false;
};

void TellProgress(const load::Progress& progress) {
  const load::Record& record = progress.record;
  const load::Histogram& first = record.figure(load::Figure::kFirstAudio);
  const bool warm = progress.since_start.count() >= 0;
  std::cerr << (warm ? Concat(progress.since_start.count() / 1000, " s: ") : "warm-up: ")
            << progress.live << " live, " << record.started << " asked, first sound p50 "
            << load::MsText(static_cast<double>(first.Percentile(50)) / 1000) << ", p99 "
            << load::MsText(static_cast<double>(first.Percentile(99)) / 1000) << ", "
            << record.bad() << " errors, " << record.figure(load::Figure::kUnderrun).count()
            << " underruns\n";
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) Complain(Concat("cannot write ", path), kExitFailed);
}

// Puts loads on the server that the flags name.
class Runs {
 public:
  Runs(const LoadFlags& flags, const load::Plan& plan, Stopper& stopper)
      : flags_(flags), plan_(plan), stopper_(stopper), target_(TargetOf(flags)) {
    every_ = ValueOr(TimeOf("--progress", flags.progress), kExitUsage);
    if (every_.count() == 0) every_ = std::chrono::hours(24);
  }

  Json Run(double load) {
    load::Plan plan = plan_;
    plan.load = load;
    auto channels = ValueOr(load::Connect(target_, plan.connections), kExitUsage);
    const absl::Status connected = load::AwaitConnection(*channels.front(), target_.address);
    if (!connected.ok()) Complain(MessageOf(connected), kExitFailed);
    std::unique_ptr<load::ServerFigures> server;
    if (!flags_.metrics.empty()) {
      const std::size_t colon = flags_.metrics.rfind(':');
      server = std::make_unique<load::ServerFigures>(flags_.metrics.substr(0, colon),
                                                     flags_.metrics.substr(colon + 1));
    }
    const double cpu = CpuSeconds();
    load::Driver driver(plan, std::move(channels));
    stopper_.Watch(&driver);
    const load::RunResult result = driver.Run(every_, TellProgress);
    stopper_.Watch(nullptr);
    std::vector<load::ServerSample> samples;
    if (server) {
      server->Stop();
      samples = server->samples();
      if (!server->trouble().empty()) std::cerr << "nexyctl: " << server->trouble() << "\n";
    }
    return load::ReportOf(target_.address, plan, result, samples, driver.begin(),
                          CpuSeconds() - cpu);
  }

 private:
  const LoadFlags& flags_;
  const load::Plan& plan_;
  Stopper& stopper_;
  const load::Target target_;
  std::chrono::milliseconds every_{};
};

Json Search(const LoadFlags& flags, const load::Plan& plan, Runs& runs, Stopper& stopper) {
  const load::Limits limits = ValueOr(LimitsOf(flags), kExitUsage);
  const load::Probe probe = [&runs](double load) { return runs.Run(load); };
  const auto stopped = [&stopper] { return stopper.stopped(); };
  const auto say = [](const std::string& line) { std::cerr << line << "\n"; };
  return load::FindCapacity(plan.load, flags.largest, plan.loop == load::Loop::kClosed, limits,
                            probe, stopped, say);
}

void RunLoad(const LoadFlags& flags) {
  const load::Plan plan = ValueOr(PlanOf(flags), kExitUsage);
  if (!flags.metrics.empty() && flags.metrics.find(':') == std::string::npos) {
    Complain("--metrics is host:port", kExitUsage);
  }
  HoldEndSignals();
  Stopper stopper;
  SignalWatch watch([&stopper] { stopper.Stop(); });
  Runs runs(flags, plan, stopper);
  const Json report =
      flags.find_capacity ? Search(flags, plan, runs, stopper) : runs.Run(plan.load);
  if (!flags.json_file.empty()) WriteFile(flags.json_file, report.dump(1) + "\n");
  if (!flags.html_file.empty()) WriteFile(flags.html_file, load::HtmlOf(report));
  if (!flags.svg_file.empty()) WriteFile(flags.svg_file, load::PictureOf(report));
  if (!flags.find_capacity) {
    std::cout << load::SummaryOf(report);
    return;
  }
  std::cout << report["words"].get<std::string>() << "\n";
  for (const char* run : {"best", "unfinished"}) {
    if (report.contains(run)) std::cout << load::SummaryOf(report[run]);
  }
  if (!report.contains("best") && !stopper.stopped()) throw CLI::RuntimeError(kNoCapacity);
}

Json ReadReport(const std::string& path) {
  std::ifstream file(path);
  std::stringstream content;
  if (!(content << file.rdbuf())) Complain(Concat("cannot read ", path), kExitFailed);
  Json report = Json::parse(content.str(), nullptr, /*allow_exceptions=*/false);
  if (report.is_discarded()) Complain(Concat(path, " is no JSON"), kExitFailed);
  return report;
}

struct CompareFlags {
  std::string before;
  std::string after;
};

struct PageFlags {
  std::string report;
  std::string html_file;
  std::string svg_file;
};

void MakePage(const PageFlags& flags) {
  const Json report = ReadReport(flags.report);
  try {
    if (!flags.html_file.empty()) WriteFile(flags.html_file, load::HtmlOf(report));
    if (!flags.svg_file.empty()) WriteFile(flags.svg_file, load::PictureOf(report));
  } catch (const Json::exception&) {
    Complain(Concat(flags.report, " is no report of nexyctl load"), kExitFailed);
  }
}

}  // namespace

void AddLoadCommand(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("load", "Put a load on a server and report how it carries it");
  command->footer(kLoadExamples);
  command->require_subcommand(0, 1);
  // Shared by the parser, which keeps the callbacks, and the flags inside them.
  const auto flags = std::make_shared<LoadFlags>();
  AddLoadFlags(*command, *flags);

  CLI::App* compare = command->add_subcommand(
      "compare", "Say how the second of two reports differs from the first");
  const auto files = std::make_shared<CompareFlags>();
  compare->add_option("BEFORE", files->before, "Report as JSON")->required();
  compare->add_option("AFTER", files->after, "Report as JSON")->required();

  CLI::App* page = command->add_subcommand("page", "Make the page or picture of a report again");
  const auto again = std::make_shared<PageFlags>();
  page->add_option("REPORT", again->report, "Report as JSON")->required();
  page->add_option("--html", again->html_file, "Write it as a page");
  page->add_option("--svg", again->svg_file, "Write its main picture");

  command->callback([command, compare, page, flags, files, again] {
    if (command->got_subcommand(page)) {
      MakePage(*again);
      return;
    }
    if (!command->got_subcommand(compare)) {
      RunLoad(*flags);
      return;
    }
    std::cout << ValueOr(load::Compare(ReadReport(files->before), ReadReport(files->after)),
                         kExitFailed);
  });
}

}  // namespace nexy
