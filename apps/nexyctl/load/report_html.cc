#include "nexyctl/load/report_html.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "base/strings.h"
#include "nexyctl/load/html_page.h"
#include "nexyctl/load/svg_plot.h"

namespace nexy::load {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string PlanWords(const Json& plan) {
  std::string words =
      Concat(plan["loop"] == "closed" ? "Closed loop: " : "Open loop: ", NumberText(plan["load"]),
             " ", plan["unit"].get<std::string>(), " for ", NumberText(plan["duration_s"]),
             " s after a warm-up of ", NumberText(plan["warmup_s"]),
             " s. Mix: ", plan["mix"].get<std::string>(),
             ". Connections: ", NumberText(plan["connections"]),
             ". Seed: ", NumberText(plan["seed"]), ".");
  if (plan["loop"] == "open")
    words += Concat(" Arrivals: ", plan["arrivals"].get<std::string>(), ".");
  return words;
}

std::string ResultWords(const Json& report) {
  const Json& first = report["figures"]["first_audio"];
  std::string words =
      Concat("Of ", NumberText(report["started"]), " questions, ", NumberText(report["errors"]),
             " ended badly; there were ", NumberText(report["underruns"]),
             " underruns. Half of the answers began to sound within ", MsText(first["p50_ms"]),
             " of the moment they were due, 99 of 100 within ", MsText(first["p99_ms"]), ".");
  if (report["stopped_early"] == true) words += " The run was stopped before its end.";
  return words;
}

std::string FiguresTable(const Json& report) {
  Rows rows = {{"Time", "p50", "p90", "p99", "p99.9", "Longest", "Count"}};
  for (std::size_t i = 0; i < kFigures; ++i) {
    const auto figure = static_cast<Figure>(i);
    const Json& times = report["figures"][std::string(FigureWord(figure))];
    if (times["count"] == 0) continue;
    std::vector<std::string> row = {std::string(FigureSentence(figure))};
    for (const char* key : {"p50_ms", "p90_ms", "p99_ms", "p99_9_ms", "max_ms"}) {
      row.push_back(MsText(times[key]));
    }
    row.push_back(NumberText(times["count"]));
    rows.push_back(std::move(row));
  }
  return TableOf("How long things took", rows);
}

std::string EndingsTable(const Json& report) {
  Rows rows = {{"How questions ended", "Count"}};
  for (const auto& [ending, count] : report["endings"].items()) {
    if (count != 0) rows.push_back({ending, NumberText(count)});
  }
  for (const auto& [reason, count] : report["reasons"].items()) {
    rows.push_back({Concat("of these, ", reason), NumberText(count)});
  }
  return TableOf("Endings and reasons", rows);
}

// Of all first sounds, the share that took longer, against the time: the slow tail is not hidden.
Plot DistributionOf(const Json& report) {
  Plot plot{.id = "distribution",
            .title = "How many answers began later than a given time",
            .words = "",
            .x_name = "milliseconds",
            .y_name = "per cent later",
            .lines = {},
            .log_x = true,
            .log_y = true};
  for (const char* figure : {"first_text", "first_audio", "first_audio_sent"}) {
    const Json& times = report["figures"][figure];
    const double all = times["count"].get<double>();
    if (all == 0) continue;
    PlotLine line{figure, {}};
    double seen = 0;
    for (const Json& bucket : times["buckets"]) {
      seen += bucket[1].get<double>();
      const double later = (all - seen) / all * 100;
      if (later > 0) line.points.emplace_back(bucket[0].get<double>() / 1000, later);
    }
    if (line.points.size() < 2) continue;
    plot.words +=
        Concat(figure, ": half took more than ", MsText(times["p50_ms"]), ", 1 in 100 more than ",
               MsText(times["p99_ms"]), ", 1 in 1,000 more than ", MsText(times["p99_9_ms"]), ". ");
    plot.lines.push_back(std::move(line));
  }
  return plot;
}

std::string DistributionPlot(const Json& report) {
  const Plot plot = DistributionOf(report);
  return plot.lines.empty() ? "" : SvgOf(plot) + ParagraphOf(plot.words);
}

PlotLine SecondsLine(const Json& seconds, const char* key, std::string name) {
  PlotLine line{std::move(name), {}};
  for (const Json& second : seconds) line.points.emplace_back(second["t_s"], second[key]);
  return line;
}

std::string TimePlots(const Json& report) {
  const Json& seconds = report["seconds"];
  if (seconds.size() < 2) return "";
  double worst = 0, worst_at = 0, most_bad = 0;
  for (const Json& second : seconds) {
    if (second["first_audio_p99_ms"].get<double>() > worst) {
      worst = second["first_audio_p99_ms"];
      worst_at = second["t_s"];
    }
    most_bad = std::max(most_bad, second["bad"].get<double>());
  }
  const Plot latency{.id = "time",
                     .title = "First sound, second by second",
                     .words = Concat("The slowest second was second ", NumberText(worst_at),
                                     ", with a p99 of ", MsText(worst), "."),
                     .x_name = "seconds",
                     .y_name = "ms",
                     .lines = {SecondsLine(seconds, "first_audio_p50_ms", "p50"),
                               SecondsLine(seconds, "first_audio_p99_ms", "p99")}};
  const Plot rate{
      .id = "rate",
      .title = "Questions, second by second",
      .words = Concat("At most ", NumberText(most_bad), " questions of a second ended badly."),
      .x_name = "seconds",
      .y_name = "questions",
      .lines = {SecondsLine(seconds, "started", "due"), SecondsLine(seconds, "ended", "ended"),
                SecondsLine(seconds, "bad", "ended badly")}};
  return SvgOf(latency) + ParagraphOf(latency.words) + SvgOf(rate) + ParagraphOf(rate.words);
}

std::string GaugesTable(const Json& samples) {
  struct Gauge {
    double first, most, last;
  };
  std::map<std::string, Gauge> gauges;
  for (const Json& sample : samples) {
    if (!sample.contains("gauges")) continue;
    for (const auto& [name, value] : sample["gauges"].items()) {
      const double now = value;
      Gauge& gauge = gauges.try_emplace(name, Gauge{now, now, now}).first->second;
      gauge.most = std::max(gauge.most, now);
      gauge.last = now;
    }
  }
  Rows rows = {{"Gauge", "At the start", "Most", "At the end"}};
  for (const auto& [name, gauge] : gauges) {
    rows.push_back({name, NumberText(gauge.first), NumberText(gauge.most), NumberText(gauge.last)});
  }
  return rows.size() > 1 ? TableOf("Gauges of the server", rows) : "";
}

std::string ServerSection(const Json& report) {
  if (!report.contains("server")) return "";
  const Json& server = report["server"];
  std::string words =
      Concat("The server used at most ", NumberText(server["cpu_cores_max"]), " cores, ",
             NumberText(server["resident_bytes_max"].get<double>() / 1048576), " MiB and ",
             NumberText(server["open_fds_max"]), " open files.");
  if (server.contains("cpu_us_per_audio_second")) {
    words += Concat(" A second of sound took ", NumberText(server["cpu_us_per_audio_second"]),
                    " microseconds of its processors.");
  }
  PlotLine cpu{"cores", {}};
  for (const Json& sample : server["samples"]) {
    if (sample.contains("cpu_cores")) cpu.points.emplace_back(sample["t_s"], sample["cpu_cores"]);
  }
  const Plot plot{.id = "cpu",
                  .title = "Processors of the server",
                  .words = words,
                  .x_name = "seconds",
                  .y_name = "cores",
                  .lines = {cpu}};
  return HeadingOf("The server") + ParagraphOf(words) + (cpu.points.size() > 1 ? SvgOf(plot) : "") +
         GaugesTable(server["samples"]);
}

std::string RunBody(const Json& report) {
  const Json& machine = report["machine"];
  return ParagraphOf(ResultWords(report)) + ParagraphOf(PlanWords(report["plan"])) +
         ParagraphOf(Concat("Server: ", report["target"].get<std::string>(),
                            ". This program ran on ", machine["system"].get<std::string>(), ", ",
                            NumberText(machine["cores"]), " cores, and used ",
                            NumberText(report["generator_cpu_cores"]), " of them.")) +
         FiguresTable(report) + EndingsTable(report) + HeadingOf("First text and first sound") +
         DistributionPlot(report) + HeadingOf("Over time") + TimePlots(report) +
         ServerSection(report);
}

Plot CurveOf(const Json& report) {
  Plot plot{.id = "capacity",
            .title = "First sound against load, over the provider's own time",
            .words = report["words"],
            .x_name = report["unit"],
            .y_name = "ms added",
            .lines = {{"p50", {}}, {"p99", {}}, {"limit of p99", {}}},
            .log_y = true};
  const double provider = report["provider_ms"];
  const auto added = [provider](const Json& ms) {
    constexpr double kLeastMs = 1;  // What is less is of no interest to a person.
    return std::max(ms.get<double>() - provider, kLeastMs);
  };
  for (const Json& probe : report["curve"]) {
    plot.lines[0].points.emplace_back(probe["load"], added(probe["first_audio_p50_ms"]));
    plot.lines[1].points.emplace_back(probe["load"], added(probe["first_audio_p99_ms"]));
    plot.lines[2].points.emplace_back(probe["load"], added(report["limit_first_audio_p99_ms"]));
    plot.words += Concat(" At ", NumberText(probe["load"]), " the p50 was ",
                         MsText(probe["first_audio_p50_ms"]), ", the p99 ",
                         MsText(probe["first_audio_p99_ms"]), ".");
  }
  plot.words += Concat(" The provider's own time is ", MsText(provider), ".");
  return plot;
}

std::string CurveTable(const Json& report) {
  Rows rows = {{"Load", "p50", "p99", "Added at p99", "Underruns", "Errors", "Within the limits"}};
  for (const Json& probe : report["curve"]) {
    rows.push_back(
        {NumberText(probe["load"]), MsText(probe["first_audio_p50_ms"]),
         MsText(probe["first_audio_p99_ms"]), MsText(probe["added_p99_ms"]),
         NumberText(probe["underruns"]), NumberText(probe["errors"]),
         probe["met"] == true ? "yes" : Concat("no: ", probe["why"].get<std::string>())});
  }
  return TableOf("What was tried, by load", rows);
}

// What each load took of the server, from its /metrics.
std::string CostTable(const Json& report) {
  Rows rows = {{"Load", "Cores of the server", "of this program", "Microseconds a second of sound",
                "MiB", "Open files", "Live turns"}};
  for (const Json& probe : report["curve"]) {
    if (!probe.contains("server")) continue;
    const Json& server = probe["server"];
    rows.push_back({NumberText(probe["load"]), NumberText(server["cpu_cores_mean"]),
                    NumberText(probe["generator_cpu_cores"]),
                    NumberText(server["cpu_us_per_audio_second"]),
                    NumberText(std::round(server["resident_bytes_max"].get<double>() / 1048576)),
                    NumberText(server["open_fds_max"]), NumberText(server["live_turns_max"])});
  }
  return rows.size() > 1 ? TableOf("What it took, by load", rows) : "";
}

std::string CapacityBody(const Json& report) {
  std::string body =
      ParagraphOf(report["words"].get<std::string>()) + SvgOf(CurveOf(report)) +
      CurveTable(report) + CostTable(report) + HeadingOf("The largest load within the limits") +
      (report.contains("best") ? RunBody(report["best"]) : ParagraphOf("None is known."));
  if (report.contains("unfinished")) {  // Without plots: their ids are of one run.
    const Json& run = report["unfinished"];
    body += HeadingOf("The load at which the search was stopped") + ParagraphOf(ResultWords(run)) +
            ParagraphOf(PlanWords(run["plan"])) + FiguresTable(run) + EndingsTable(run);
  }
  return body;
}

}  // namespace

std::string HtmlOf(const Json& report) {
  if (report["format"] == kCapacityFormat)
    return PageOf("Capacity of a Nexy server", CapacityBody(report));
  return PageOf("Load on a Nexy server", RunBody(report));
}

std::string PictureOf(const Json& report) {
  return SvgFileOf(report["format"] == kCapacityFormat ? CurveOf(report) : DistributionOf(report));
}

}  // namespace nexy::load
