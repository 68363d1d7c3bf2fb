#include "nexyctl/load/report.h"

#include <sys/utsname.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <thread>

#include "audio/pcm.h"
#include "base/strings.h"

namespace nexy::load {
namespace {

double Rounded(double value, double steps = 1000) { return std::round(value * steps) / steps; }
double Ms(std::int64_t us) { return static_cast<double>(us) / 1000; }

Json JsonOf(const Histogram& histogram) {
  Json json;
  json["count"] = histogram.count();
  json["min_ms"] = Ms(histogram.min_us());
  json["mean_ms"] = Rounded(histogram.mean_us() / 1000);
  json["p50_ms"] = Ms(histogram.Percentile(50));
  json["p90_ms"] = Ms(histogram.Percentile(90));
  json["p99_ms"] = Ms(histogram.Percentile(99));
  json["p99_9_ms"] = Ms(histogram.Percentile(99.9));
  json["max_ms"] = Ms(histogram.max_us());
  json["buckets"] = Json::array();
  for (const auto& bucket : histogram.buckets()) {
    json["buckets"].push_back({bucket.up_to_us, bucket.count});
  }
  return json;
}

Json PlanJson(const Plan& plan) {
  const auto seconds = [](std::chrono::milliseconds time) {
    return static_cast<double>(time.count()) / 1000;
  };
  Json json;
  json["loop"] = plan.loop == Loop::kClosed ? "closed" : "open";
  json["load"] = plan.load;
  json["unit"] = plan.loop == Loop::kClosed ? "people" : "questions a second";
  if (plan.loop == Loop::kOpen) {
    json["arrivals"] = ArrivalsWord(plan.arrivals);
    json["burst"] = plan.burst;
    json["devices"] = plan.devices;
  } else {
    json["listens"] = plan.listens;
    json["pause_s"] = seconds(plan.pause);
  }
  json["warmup_s"] = seconds(plan.warmup);
  json["duration_s"] = seconds(plan.duration);
  json["ramp_s"] = seconds(plan.ramp);
  json["connections"] = plan.connections;
  json["seed"] = plan.seed;
  json["mix"] = plan.mix.Text();
  return json;
}

double ValueOf(const ServerSample& sample, const std::string& name) {
  const auto found = sample.values.find(name);
  return found == sample.values.end() ? 0 : found->second;
}

// What grows is of interest as growth; a few gauges as they are.
bool IsShown(std::string_view name) {
  for (std::string_view word :
       {"queue", "pending", "live", "open", "resident", "threads", "connections"}) {
    if (name.find(word) != std::string_view::npos &&
        name.find("_total") == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// What the server took on average from the end of the warm-up on.
void AddMeans(Json& json, const std::vector<ServerSample>& samples, Steady::time_point begin) {
  const auto first = std::find_if(samples.begin(), samples.end(),
                                  [begin](const ServerSample& one) { return one.time >= begin; });
  if (first == samples.end() || samples.back().time == first->time) return;
  const auto growth = [&](const char* name) {
    return ValueOf(samples.back(), name) - ValueOf(*first, name);
  };
  const double took = std::chrono::duration<double>(samples.back().time - first->time).count();
  const double cpu = growth("process_cpu_seconds_total");
  const double audio = growth("nexy_audio_bytes_total") / static_cast<double>(kWireBytesPerSecond);
  json["cpu_cores_mean"] = Rounded(cpu / took);
  json["cpu_us_per_audio_second"] = audio > 0 ? Rounded(cpu * 1e6 / audio, 10) : 0;
}

Json ServerJson(const std::vector<ServerSample>& samples, Steady::time_point begin) {
  Json json;
  json["samples"] = Json::array();
  const ServerSample* before = nullptr;
  double cpu_most = 0, rss_most = 0, fds_most = 0, live_most = 0;
  for (const ServerSample& sample : samples) {
    Json one;
    one["t_s"] = Rounded(std::chrono::duration<double>(sample.time - begin).count());
    if (before != nullptr) {
      const double took = std::chrono::duration<double>(sample.time - before->time).count();
      const double cpu = ValueOf(sample, "process_cpu_seconds_total") -
                         ValueOf(*before, "process_cpu_seconds_total");
      one["cpu_cores"] = Rounded(cpu / took);
      cpu_most = std::max(cpu_most, cpu / took);
    }
    for (const auto& [name, value] : sample.values) {
      if (IsShown(name)) one["gauges"][name] = value;
    }
    rss_most = std::max(rss_most, ValueOf(sample, "process_resident_memory_bytes"));
    fds_most = std::max(fds_most, ValueOf(sample, "process_open_fds"));
    live_most = std::max(live_most, ValueOf(sample, "nexy_session_live_turns"));
    json["samples"].push_back(std::move(one));
    before = &sample;
  }
  json["cpu_cores_max"] = Rounded(cpu_most);
  json["resident_bytes_max"] = rss_most;
  json["open_fds_max"] = fds_most;
  json["live_turns_max"] = live_most;
  AddMeans(json, samples, begin);
  return json;
}

Json MachineJson() {
  utsname name{};
  uname(&name);
  return {{"system", Concat(name.sysname, " ", name.release, " ", name.machine)},
          {"cores", std::thread::hardware_concurrency()}};
}

Json SecondsJson(const Record& record) {
  Json seconds = Json::array();
  for (std::size_t i = 0; i < record.seconds.size(); ++i) {
    const Second& second = record.seconds[i];
    seconds.push_back({{"t_s", i},
                       {"started", second.started},
                       {"ended", second.ended},
                       {"bad", second.bad},
                       {"first_audio_p50_ms", Ms(second.first_audio.Percentile(50))},
                       {"first_audio_p99_ms", Ms(second.first_audio.Percentile(99))}});
  }
  return seconds;
}

}  // namespace

Json ReportOf(const std::string& target, const Plan& plan, const RunResult& run,
              const std::vector<ServerSample>& samples, Steady::time_point begin,
              double generator_cpu_seconds) {
  const Record& record = run.record;
  const double took = std::max(run.took.count(), 1e-3);
  Json report;
  report["format"] = kRunFormat;
  report["target"] = target;
  report["machine"] = MachineJson();
  report["plan"] = PlanJson(plan);
  report["stopped_early"] = run.stopped_early;
  report["took_s"] = Rounded(took);
  report["started"] = record.started;
  std::uint64_t ended = 0;
  for (std::size_t i = 0; i < kEndings; ++i) {
    report["endings"][std::string(EndingWord(static_cast<Ending>(i)))] = record.endings[i];
    ended += record.endings[i];
  }
  report["accounted"] = ended == record.started;
  report["errors"] = record.bad();
  report["not_asked"] = record.not_asked;
  report["underruns"] = record.figure(Figure::kUnderrun).count();
  report["questions_per_s"] = Rounded(static_cast<double>(record.started) / took);
  const double audio =
      static_cast<double>(record.audio_bytes) / static_cast<double>(kWireBytesPerSecond);
  report["audio_seconds"] = Rounded(audio);
  report["audio_seconds_per_s"] = Rounded(audio / took);
  report["messages"] = record.messages;
  report["sentences"] = record.sentences;
  report["generator_cpu_cores"] = Rounded(generator_cpu_seconds / took);
  report["reasons"] = Json::object();
  for (const auto& [reason, count] : record.reasons) report["reasons"][reason] = count;
  report["scenarios"] = Json::object();
  for (std::size_t i = 0; i < kScenarios; ++i) {
    if (record.scenarios[i] == 0) continue;
    report["scenarios"][std::string(ScenarioWord(static_cast<Scenario>(i)))] = record.scenarios[i];
  }
  for (std::size_t i = 0; i < kFigures; ++i) {
    report["figures"][std::string(FigureWord(static_cast<Figure>(i)))] = JsonOf(record.figures[i]);
  }
  report["seconds"] = SecondsJson(record);
  if (!samples.empty()) report["server"] = ServerJson(samples, begin);
  return report;
}

std::string MsText(double ms) {
  char text[32];
  std::snprintf(text, sizeof text, ms < 10 ? "%.2f ms" : ms < 100 ? "%.1f ms" : "%.0f ms", ms);
  return text;
}

std::string NumberText(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string SummaryOf(const Json& report) {
  std::string text = Concat(
      report["started"].get<std::uint64_t>(), " questions in ", NumberText(report["took_s"]),
      " s, ", NumberText(report["questions_per_s"]), " a second; ",
      NumberText(report["audio_seconds"]), " s of sound; ", report["errors"].get<std::uint64_t>(),
      " errors, ", report["underruns"].get<std::uint64_t>(), " underruns.\n");
  for (const auto& [ending, count] : report["endings"].items()) {
    if (count.get<std::uint64_t>() > 0)
      text += Concat("  ", ending, ": ", count.get<std::uint64_t>(), "\n");
  }
  for (const auto& [reason, count] : report["reasons"].items()) {
    text += Concat("  ", reason, ": ", count.get<std::uint64_t>(), "\n");
  }
  for (std::size_t i = 0; i < kFigures; ++i) {
    const auto figure = static_cast<Figure>(i);
    const Json& times = report["figures"][std::string(FigureWord(figure))];
    if (times["count"].get<std::uint64_t>() == 0) continue;
    text += Concat(FigureWord(figure), ": p50 ", MsText(times["p50_ms"]), ", p90 ",
                   MsText(times["p90_ms"]), ", p99 ", MsText(times["p99_ms"]), ", p99.9 ",
                   MsText(times["p99_9_ms"]), ", most ", MsText(times["max_ms"]), " (",
                   times["count"].get<std::uint64_t>(), " times)\n");
  }
  if (report.contains("server")) {
    const Json& server = report["server"];
    text += Concat("server: at most ", NumberText(server["cpu_cores_max"]), " cores, ",
                   NumberText(server["resident_bytes_max"].get<double>() / 1048576), " MiB, ",
                   NumberText(server["open_fds_max"]), " open files\n");
  }
  return text;
}

}  // namespace nexy::load
