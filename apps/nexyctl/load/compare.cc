#include "nexyctl/load/compare.h"

#include <cmath>
#include <cstdio>

#include "base/strings.h"

namespace nexy::load {
namespace {

bool IsRun(const Json& report) {
  return report.is_object() && report.value("format", "") == std::string(kRunFormat) &&
         report.contains("figures") && report.contains("plan");
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

std::string Number(double value) {
  char text[48];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string CountLine(const char* name, const char* key, const Json& first, const Json& second) {
  const double before = first.value(key, 0.0);
  const double after = second.value(key, 0.0);
  return Concat(name, ": ", Number(before), " before, ", Number(after), " after, ",
                Change(before, after), "\n");
}

}  // namespace

absl::StatusOr<std::string> Compare(const Json& first, const Json& second) try {
  if (!IsRun(first) || !IsRun(second)) {
    return absl::InvalidArgumentError("not a report that nexyctl load wrote for a run");
  }
  std::string text;
  for (const auto& [key, value] : first["plan"].items()) {
    if (second["plan"].value(key, Json()) != value) {
      text += Concat("note: ", key, " differs: ", value.dump(), " before, ",
                     second["plan"].value(key, Json()).dump(), " after\n");
    }
  }
  text += CountLine("questions a second", "questions_per_s", first, second);
  text += CountLine("errors", "errors", first, second);
  text += CountLine("underruns", "underruns", first, second);
  for (std::size_t i = 0; i < kFigures; ++i) {
    const std::string word(FigureWord(static_cast<Figure>(i)));
    const Json& before = first["figures"][word];
    const Json& after = second["figures"][word];
    if (before["count"] == 0 || after["count"] == 0) continue;
    for (const char* key : {"p50_ms", "p90_ms", "p99_ms", "p99_9_ms"}) {
      text += Concat(word, " ", std::string(key).substr(0, std::string(key).size() - 3), ": ",
                     MsText(before[key]), " before, ", MsText(after[key]), " after, ",
                     Change(before[key], after[key]), "\n");
    }
  }
  if (first.contains("server") && second.contains("server")) {
    text += CountLine("server, most cores", "cpu_cores_max", first["server"], second["server"]);
    text += CountLine("server, most resident bytes", "resident_bytes_max", first["server"],
                      second["server"]);
  }
  return text;
} catch (const nlohmann::json::exception&) {
  return absl::InvalidArgumentError("a report lacks what it should have");
}

}  // namespace nexy::load
