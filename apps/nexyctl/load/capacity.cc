#include "nexyctl/load/capacity.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/strings.h"

namespace nexy::load {
namespace {

constexpr double kNear = 1.05;  // Upper by lower bound: near enough.

// `good` and `bad` are the bounds that are known; 0: none.
std::string WordsOf(double good, double bad, double largest, bool stopped) {
  std::string words = stopped ? "The search was stopped before its end. " : "";
  if (good > 0) {
    words += Concat("The largest load within the limits is ", NumberText(good), ".");
  } else if (bad > 0 || !stopped) {
    words += "No load that was tried is within the limits.";
  } else {
    words += "No load was tried to its end.";
  }
  if (bad > 0) words += Concat(" At ", NumberText(bad), " a limit is broken.");
  if (good >= largest) words += " No larger one was tried.";
  return words;
}

// The search as it goes on.
class Search {
 public:
  Search(const Limits& limits, std::string unit, const Probe& probe,
         const std::function<void(const std::string&)>& say)
      : limits_(limits), unit_(std::move(unit)), probe_(probe), say_(say) {
    if (limits.provider_time) provider_ms_ = static_cast<double>(limits.provider_time->count());
  }

  // Whether the limits are kept at `load`.
  bool Try(double load) {
    Json report = probe_(load);
    if (report["stopped_early"] == true) {  // Tells nothing about the limits.
      unfinished_ = std::move(report);
      return false;
    }
    const Json& first = report["figures"]["first_audio"];
    if (!provider_ms_) provider_ms_ = first["p50_ms"].get<double>();
    Json point;
    point["load"] = load;
    point["first_audio_p50_ms"] = first["p50_ms"];
    point["first_audio_p99_ms"] = first["p99_ms"];
    point["added_p99_ms"] = first["p99_ms"].get<double>() - *provider_ms_;
    point["underruns"] = report["underruns"];
    point["errors"] = report["errors"];
    point["generator_cpu_cores"] = report["generator_cpu_cores"];
    if (report.contains("server")) {
      for (const char* key : {"cpu_cores_mean", "cpu_us_per_audio_second", "resident_bytes_max",
                              "open_fds_max", "live_turns_max"}) {
        point["server"][key] = report["server"].value(key, 0.0);
      }
    }
    const std::string why = WhyNot(report, point);
    point["met"] = why.empty();
    point["why"] = why;
    say_(Concat("load ", NumberText(load), ": first sound p50 ", MsText(first["p50_ms"]), ", p99 ",
                MsText(first["p99_ms"]), ", ", point["underruns"].get<std::uint64_t>(),
                " underruns, ", point["errors"].get<std::uint64_t>(),
                " errors: ", why.empty() ? "within the limits" : why));
    curve_.push_back(std::move(point));
    if (why.empty() && (best_.is_null() || load > best_load_)) {
      best_ = std::move(report);
      best_load_ = load;
    }
    return why.empty();
  }

  Json Report(bool stopped) {
    std::sort(curve_.begin(), curve_.end(), [](const Json& a, const Json& b) {
      return a["load"].get<double>() < b["load"].get<double>();
    });
    Json report;
    report["format"] = kCapacityFormat;
    report["unit"] = unit_;
    report["capacity"] = best_load_;
    report["stopped_early"] = stopped;
    const double provider = provider_ms_.value_or(0);
    report["provider_ms"] = provider;
    report["limit_first_audio_p99_ms"] =
        provider + static_cast<double>(limits_.first_audio_added.count());
    report["limit_underruns"] = limits_.underruns;
    report["limit_errors"] = limits_.errors;
    report["curve"] = curve_;
    if (!best_.is_null()) report["best"] = best_;
    if (!unfinished_.is_null()) report["unfinished"] = unfinished_;
    return report;
  }

 private:
  std::string WhyNot(const Json& report, const Json& point) const {
    if (report["started"] == 0) return "nothing was asked";
    if (report["errors"].get<std::uint64_t>() > limits_.errors) return "errors";
    if (report["not_asked"].get<std::uint64_t>() > 0) return "this program could not ask as much";
    if (report["underruns"].get<std::uint64_t>() > limits_.underruns) return "underruns";
    if (report["figures"]["first_audio"]["count"] == 0) return "no sound";
    if (point["added_p99_ms"].get<double>() >
        static_cast<double>(limits_.first_audio_added.count())) {
      return "first sound too late";
    }
    return "";
  }

  const Limits limits_;
  const std::string unit_;
  const Probe& probe_;
  const std::function<void(const std::string&)>& say_;
  std::optional<double> provider_ms_;
  std::vector<Json> curve_;
  Json best_;
  Json unfinished_;  // The run in which somebody stopped the search.
  double best_load_ = 0;
};

}  // namespace

Json FindCapacity(double smallest, double largest, bool whole_numbers, const Limits& limits,
                  const Probe& probe, const std::function<bool()>& stopped,
                  const std::function<void(const std::string&)>& say) {
  const auto stepped = [whole_numbers](double load) {
    return whole_numbers ? std::floor(load) : load;
  };
  Search search(limits, whole_numbers ? "people" : "questions a second", probe, say);
  double good = 0;
  double bad = 0;  // 0: none known.
  for (double load = smallest; !stopped(); load = std::min(load * 2, largest)) {
    const bool met = search.Try(load);
    if (stopped()) break;
    if (!met) {
      bad = load;
      break;
    }
    good = load;
    if (load >= largest) break;
  }
  while (good > 0 && bad > 0 && bad / good > kNear && !stopped()) {
    const double middle = stepped(std::sqrt(good * bad));
    if (middle <= good) break;
    const bool met = search.Try(middle);
    if (stopped()) break;
    (met ? good : bad) = middle;
  }
  Json report = search.Report(stopped());
  report["words"] = WordsOf(good, bad, largest, stopped());
  return report;
}

}  // namespace nexy::load
