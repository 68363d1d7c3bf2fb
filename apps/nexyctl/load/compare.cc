#include "nexyctl/load/compare.h"

#include <cmath>
#include <cstdio>

#include "base/strings.h"

namespace nexy::load {
namespace {

bool IsOf(const Json& report, std::string_view format) {
  return report.is_object() && report.value("format", "") == format;
}

std::string Change(double before, double after) {
  if (before == 0) return after == 0 ? "the same" : "from nothing";
  char text[32];
  const double per_cent = (after / before - 1) * 100;
  if (std::abs(per_cent) < 0.5) return "the same";
  std::snprintf(text, sizeof text, "%.0f %% %s", std::abs(per_cent),
                per_cent > 0 ? "more" : "less");
  return text;
}

std::string CountLine(const std::string& name, const char* key, const Json& first,
                      const Json& second) {
  const double before = first.value(key, 0.0);
  const double after = second.value(key, 0.0);
  return Concat(name, ": ", NumberText(before), " before, ", NumberText(after), " after, ",
                Change(before, after), "\n");
}

std::string MsLine(const std::string& name, const Json& before, const Json& after) {
  return Concat(name, ": ", MsText(before), " before, ", MsText(after), " after, ",
                Change(before, after), "\n");
}

std::string CompareRuns(const Json& first, const Json& second) {
  std::string text;
  for (const auto& [key, value] : first.at("plan").items()) {
    const Json now = second.at("plan").value(key, Json());
    if (now == value) continue;
    text += Concat("note: ", key, " differs: ", value.dump(), " before, ", now.dump(), " after\n");
  }
  text += CountLine("questions a second", "questions_per_s", first, second);
  text += CountLine("errors", "errors", first, second);
  text += CountLine("underruns", "underruns", first, second);
  for (std::size_t i = 0; i < kFigures; ++i) {
    const std::string word(FigureWord(static_cast<Figure>(i)));
    const Json& before = first.at("figures").at(word);
    const Json& after = second.at("figures").at(word);
    if (before.at("count") == 0 || after.at("count") == 0) continue;
    for (const std::string percentile : {"p50", "p90", "p99", "p99_9"}) {
      text += MsLine(Concat(word, " ", percentile), before.at(percentile + "_ms"),
                     after.at(percentile + "_ms"));
    }
  }
  if (first.contains("server") && second.contains("server")) {
    text += CountLine("server, most cores", "cpu_cores_max", first["server"], second["server"]);
    text += CountLine("server, most resident bytes", "resident_bytes_max", first["server"],
                      second["server"]);
  }
  return text;
}

// The capacities, the loads that both searches tried, and the largest loads within the limits.
std::string CompareSearches(const Json& first, const Json& second) {
  std::string text;
  for (const char* key : {"unit", "limit_first_audio_p99_ms", "limit_underruns", "limit_errors"}) {
    if (first.at(key) == second.at(key)) continue;
    text += Concat("note: ", key, " differs: ", first[key].dump(), " before, ", second[key].dump(),
                   " after\n");
  }
  text += CountLine("capacity", "capacity", first, second);
  for (const Json& before : first.at("curve")) {
    for (const Json& after : second.at("curve")) {
      if (before.at("load") != after.at("load")) continue;
      const std::string load = Concat("at ", NumberText(before["load"]), ", ");
      text += MsLine(load + "first_audio p50", before.at("first_audio_p50_ms"),
                     after.at("first_audio_p50_ms"));
      text += MsLine(load + "first_audio p99", before.at("first_audio_p99_ms"),
                     after.at("first_audio_p99_ms"));
      text += CountLine(load + "underruns", "underruns", before, after);
      text += CountLine(load + "errors", "errors", before, after);
    }
  }
  if (first.contains("best") && second.contains("best")) {
    text += Concat("the largest loads within the limits:\n",
                   CompareRuns(first["best"], second["best"]));
  }
  return text;
}

}  // namespace

absl::StatusOr<std::string> Compare(const Json& first, const Json& second) try {
  if (IsOf(first, kRunFormat) && IsOf(second, kRunFormat)) return CompareRuns(first, second);
  if (IsOf(first, kCapacityFormat) && IsOf(second, kCapacityFormat)) {
    return CompareSearches(first, second);
  }
  return absl::InvalidArgumentError(
      "compare takes two reports of nexyctl load, both of a run or both of --find-capacity");
} catch (const nlohmann::json::exception&) {
  return absl::InvalidArgumentError("a report lacks what it should have");
}

}  // namespace nexy::load
