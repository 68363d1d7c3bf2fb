#include "update/adoption.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/strings.h"

namespace nexy {
namespace {

constexpr UnixSeconds kDaySeconds = 86'400;
constexpr std::size_t kBuildsShown = 5;
constexpr OutcomeEvent kFunnel[] = {OutcomeEvent::kDownloaded, OutcomeEvent::kVerified,
                                    OutcomeEvent::kInstalled, OutcomeEvent::kStarted,
                                    OutcomeEvent::kFailed};

std::string Shown(std::int64_t count) {
  if (count == 0) return "0";
  return count < kSmallestGroup ? Concat("<", kSmallestGroup) : std::to_string(count);
}

std::string DayText(UnixSeconds day) { return IsoTime(day).substr(0, 10); }

std::int64_t Total(const std::map<std::int64_t, std::int64_t>& builds) {
  std::int64_t total = 0;
  for (const auto& [build, count] : builds) total += count;
  return total;
}

// Whole per cent; none where the group is too small to say.
std::optional<std::int64_t> Percent(const std::map<std::int64_t, std::int64_t>& builds,
                                    std::int64_t build) {
  const std::int64_t total = Total(builds);
  const auto found = builds.find(build);
  const std::int64_t count = found == builds.end() ? 0 : found->second;
  if (total < kSmallestGroup || (count > 0 && count < kSmallestGroup)) return std::nullopt;
  return (count * 100 + total / 2) / total;
}

std::int64_t CountOf(const BuildOutcomes& build, OutcomeEvent event) {
  const auto found = build.events.find(event);
  return found == build.events.end() ? 0 : found->second;
}

std::vector<std::int64_t> NewestBuilds(const Adoption& adoption) {
  std::vector<std::int64_t> builds;
  for (auto it = adoption.builds.rbegin();
       it != adoption.builds.rend() && builds.size() < kBuildsShown; ++it) {
    builds.push_back(it->first);
  }
  return builds;
}

std::string FailureText(const BuildOutcomes& build) {
  std::string text;
  for (const auto& [reason, count] : build.failures) {
    text += Concat(text.empty() ? "" : ", ", reason, " ", Shown(count));
  }
  return text.empty() ? "none" : text;
}

// One sentence a build, as somebody would say it who looks at the curve.
std::string Words(const Adoption& adoption, std::int64_t build) {
  const auto& [last_day, last] = *adoption.days.rbegin();
  const std::optional<std::int64_t> percent = Percent(last, build);
  const BuildOutcomes& outcomes = adoption.builds.at(build);
  return Concat("Build ", build, ": on ", DayText(last_day), " ",
                percent ? Concat(*percent, " % of the active installations ran it")
                        : std::string("too few installations ran it to say how many"),
                "; started ", Shown(CountOf(outcomes, OutcomeEvent::kStarted)),
                " times, failures: ", FailureText(outcomes), ".");
}

std::string Polyline(const Adoption& adoption, std::int64_t build, std::size_t which) {
  constexpr const char* kDashes[] = {"", "8 4", "2 4", "12 4 2 4", "4 8"};
  const auto days = static_cast<std::int64_t>(adoption.days.size());
  std::string points;
  std::int64_t x = 0;
  std::int64_t last_y = 200;
  for (const auto& [day, builds] : adoption.days) {
    const std::int64_t percent = Percent(builds, build).value_or(0);
    const std::int64_t across = days > 1 ? 40 + x * 540 / (days - 1) : 40;
    last_y = 210 - percent * 2;
    points += Concat(across, ",", last_y, " ");
    ++x;
  }
  return Concat(
      "<polyline fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-dasharray=\"",
      kDashes[which % std::size(kDashes)], "\" points=\"", points, "\"/>\n<text x=\"585\" y=\"",
      last_y + 4, "\" font-size=\"11\">", build, "</text>\n");
}

std::string Picture(const Adoption& adoption) {
  std::string description;
  std::string lines;
  const std::vector<std::int64_t> builds = NewestBuilds(adoption);
  for (std::size_t i = 0; i < builds.size(); ++i) {
    description += Words(adoption, builds[i]) + " ";
    lines += Polyline(adoption, builds[i], i);
  }
  return Concat(
      "<svg viewBox=\"0 0 660 240\" role=\"img\" aria-labelledby=\"curve-title curve-words\">\n"
      "<title id=\"curve-title\">Share of active installations by build and day</title>\n"
      "<desc id=\"curve-words\">",
      description,
      "</desc>\n<path d=\"M40 10V210H580\" fill=\"none\" stroke=\"currentColor\"/>\n"
      "<text x=\"4\" y=\"16\" font-size=\"11\">100 %</text><text x=\"16\" y=\"214\" "
      "font-size=\"11\">0 %</text>\n",
      lines, "</svg>\n");
}

std::string OutcomeRows(const Adoption& adoption) {
  std::string rows;
  for (auto it = adoption.builds.rbegin(); it != adoption.builds.rend(); ++it) {
    rows += Concat("<tr><th scope=\"row\">", it->first, "</th>");
    for (const OutcomeEvent event : kFunnel) {
      rows += Concat("<td>",
                     CountOf(it->second, event) < kSmallestGroup && CountOf(it->second, event) > 0
                         ? "fewer than 5"
                         : std::to_string(CountOf(it->second, event)),
                     "</td>");
    }
    std::string failures = FailureText(it->second);
    for (std::size_t at = failures.find('<'); at != std::string::npos;
         at = failures.find('<', at)) {
      failures.replace(at, 1, "fewer than ");
    }
    rows += Concat("<td>", failures, "</td></tr>\n");
  }
  return rows;
}

}  // namespace

Adoption AdoptionOf(const std::vector<OutcomeCount>& counts) {
  Adoption adoption;
  for (const OutcomeCount& count : counts) {
    const OutcomeReport& report = count.report;
    const UnixSeconds day = count.hour - count.hour % kDaySeconds;
    if (report.first_today) adoption.days[day][report.build] += count.count;
    BuildOutcomes& build = adoption.builds[report.build];
    build.build = report.build;
    build.events[report.event] += count.count;
    if (report.event == OutcomeEvent::kFailed) build.failures[report.reason] += count.count;
    build.first_day = build.first_day == 0 ? day : std::min(build.first_day, day);
  }
  return adoption;
}

std::string AdoptionTable(const Adoption& adoption) {
  std::string text = "build            downloaded  verified  installed  started  failed  why\n";
  for (auto it = adoption.builds.rbegin(); it != adoption.builds.rend(); ++it) {
    std::string line = std::to_string(it->first);
    line.resize(17, ' ');
    constexpr std::size_t kWidths[] = {12, 10, 11, 9, 8};
    for (std::size_t i = 0; i < std::size(kFunnel); ++i) {
      std::string cell = Shown(CountOf(it->second, kFunnel[i]));
      cell.resize(std::max(cell.size() + 1, kWidths[i]), ' ');
      line += cell;
    }
    text += Concat(line, FailureText(it->second), "\n");
  }
  text += "\nday         active  share by build\n";
  for (const auto& [day, builds] : adoption.days) {
    std::string line = Concat(DayText(day), "  ", Shown(Total(builds)));
    line.resize(std::max<std::size_t>(line.size() + 1, 20), ' ');
    for (auto it = builds.rbegin(); it != builds.rend(); ++it) {
      const std::optional<std::int64_t> percent = Percent(builds, it->first);
      line += Concat(it->first, " ", percent ? Concat(*percent, " %") : std::string("<5"), "  ");
    }
    text += line + "\n";
  }
  return text;
}

std::string AdoptionCsv(const Adoption& adoption) {
  std::string text = "day,build,active,active_all,percent\n";
  for (const auto& [day, builds] : adoption.days) {
    for (const auto& [build, count] : builds) {
      const std::optional<std::int64_t> percent = Percent(builds, build);
      text += Concat(DayText(day), ",", build, ",", Shown(count), ",", Shown(Total(builds)), ",",
                     percent ? std::to_string(*percent) : std::string(), "\n");
    }
  }
  return text;
}

std::string AdoptionJson(const Adoption& adoption) {
  nlohmann::ordered_json json = {{"builds", nlohmann::json::array()},
                                 {"days", nlohmann::json::array()}};
  for (auto it = adoption.builds.rbegin(); it != adoption.builds.rend(); ++it) {
    nlohmann::ordered_json build = {{"build", it->first},
                                    {"first_day", DayText(it->second.first_day)}};
    for (const OutcomeEvent event : kFunnel) {
      build[std::string(OutcomeWord(event))] = Shown(CountOf(it->second, event));
    }
    build["failures"] = nlohmann::json::object();
    for (const auto& [reason, count] : it->second.failures)
      build["failures"][reason] = Shown(count);
    json["builds"].push_back(build);
  }
  for (const auto& [day, builds] : adoption.days) {
    nlohmann::ordered_json entry = {{"day", DayText(day)}, {"active", Shown(Total(builds))}};
    for (const auto& [build, count] : builds) {
      const std::optional<std::int64_t> percent = Percent(builds, build);
      entry["percent"][std::to_string(build)] =
          percent ? nlohmann::json(*percent) : nlohmann::json();
    }
    json["days"].push_back(entry);
  }
  return json.dump(2) + "\n";
}

std::string AdoptionHtml(const Adoption& adoption) {
  std::string words;
  if (adoption.days.empty()) {
    words = "<p>No installation has checked in yet.</p>\n";
  } else {
    for (const std::int64_t build : NewestBuilds(adoption)) {
      words += Concat("<li>", Words(adoption, build), "</li>\n");
    }
    for (std::size_t at = words.find("<5"); at != std::string::npos; at = words.find("<5", at)) {
      words.replace(at, 2, "fewer than 5");
    }
    words = Concat("<ul>\n", words, "</ul>\n");
  }
  std::string picture = adoption.days.empty() ? "" : Picture(adoption);
  for (std::size_t at = picture.find("<5"); at != std::string::npos; at = picture.find("<5", at)) {
    picture.replace(at, 2, "fewer than 5");
  }
  return Concat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>How builds of Nexy "
      "spread</title>\n"
      "<style>body{font:1rem/1.5 sans-serif;max-width:50rem;margin:1rem auto;padding:0 1rem}"
      "table{border-collapse:collapse}th,td{border:1px solid;padding:.2rem "
      ".6rem;text-align:left}</style>\n"
      "</head>\n<body>\n<main>\n<h1>How builds of Nexy spread</h1>\n<h2>In words</h2>\n",
      words, "<h2>As a picture</h2>\n", picture,
      "<h2>What became of each build</h2>\n<table>\n<caption>Reports by build; an installation "
      "reports each step once</caption>\n<tr><th scope=\"col\">build</th><th "
      "scope=\"col\">downloaded</th><th scope=\"col\">verified</th><th "
      "scope=\"col\">installed</th><th "
      "scope=\"col\">started</th><th scope=\"col\">failed</th><th scope=\"col\">why</th></tr>\n",
      OutcomeRows(adoption), "</table>\n</main>\n</body>\n</html>\n");
}

}  // namespace nexy
