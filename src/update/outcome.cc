#include "update/outcome.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "base/status.h"
#include "base/strings.h"
#include "update/canonical_json.h"
#include "update/channels.h"
#include "update/update_refusal.h"

namespace nexy {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::pair<OutcomeEvent, std::string_view>, 6> kEvents = {{
    {OutcomeEvent::kChecked, "checked"},
    {OutcomeEvent::kDownloaded, "downloaded"},
    {OutcomeEvent::kVerified, "verified"},
    {OutcomeEvent::kInstalled, "installed"},
    {OutcomeEvent::kStarted, "started"},
    {OutcomeEvent::kFailed, "failed"},
}};
constexpr std::string_view kOtherFailures[] = {"no_space",       "cancelled",     "busy",
                                               "install_failed", "did_not_start", "rolled_back"};
constexpr std::string_view kKeys[] = {"event", "build",  "from_build", "channel",
                                      "os",    "reason", "first_today"};
constexpr std::int64_t kMaxBuild = 1'000'000'000'000'000;

std::optional<OutcomeEvent> EventOf(std::string_view word) {
  for (const auto& [event, known] : kEvents) {
    if (known == word) return event;
  }
  return std::nullopt;
}

absl::Status Wrong(const std::string& what) { return absl::InvalidArgumentError(what); }

Json JsonOf(const OutcomeReport& report) {
  return {{"event", OutcomeWord(report.event)},
          {"build", report.build},
          {"from_build", report.from_build},
          {"channel", report.channel},
          {"os", report.os},
          {"reason", report.reason},
          {"first_today", report.first_today}};
}

absl::StatusOr<OutcomeReport> ReportOf(const Json& json) {
  if (!json.is_object()) return Wrong("a report is an object");
  for (const auto& [name, value] : json.items()) {
    if (std::ranges::find(kKeys, name) == std::end(kKeys)) {
      return Wrong("a report says nothing but what it may say");
    }
  }
  OutcomeReport report;
  NEXY_ASSIGN_OR_RETURN(const std::string event, TextMember(json, "event"));
  if (!EventOf(event)) return Wrong("the event is unknown");
  report.event = *EventOf(event);
  NEXY_ASSIGN_OR_RETURN(report.build, NumberMember(json, "build"));
  NEXY_ASSIGN_OR_RETURN(report.from_build, NumberMember(json, "from_build"));
  NEXY_ASSIGN_OR_RETURN(report.channel, TextMember(json, "channel"));
  NEXY_ASSIGN_OR_RETURN(report.os, TextMember(json, "os"));
  NEXY_ASSIGN_OR_RETURN(report.reason, TextMember(json, "reason"));
  NEXY_ASSIGN_OR_RETURN(report.first_today, FlagMember(json, "first_today"));
  const bool failed = report.event == OutcomeEvent::kFailed;
  if (report.build < 0 || report.build > kMaxBuild || report.from_build < 0 ||
      report.from_build > kMaxBuild) {
    return Wrong("a build is out of range");
  }
  if (!IsChannelName(report.channel)) return Wrong("the channel has no proper name");
  if (report.os != "macos" && report.os != "linux") return Wrong("the system is unknown");
  if (failed ? !IsFailureWord(report.reason) : !report.reason.empty()) {
    return Wrong("the reason is not one of the closed list");
  }
  if (report.first_today && report.event != OutcomeEvent::kChecked) {
    return Wrong("only a check can be the first of a day");
  }
  return report;
}

}  // namespace

std::string_view OutcomeWord(OutcomeEvent event) {
  return std::ranges::find(kEvents, event, &std::pair<OutcomeEvent, std::string_view>::first)
      ->second;
}

bool IsFailureWord(std::string_view word) {
  return RefusalOfWord(word).has_value() ||
         std::ranges::find(kOtherFailures, word) != std::end(kOtherFailures);
}

absl::StatusOr<OutcomeReport> ReadOutcomeReport(std::string_view json) {
  if (json.size() > kOutcomeMaxBytes) return Wrong("a report is short");
  NEXY_ASSIGN_OR_RETURN(const Json parsed, ParseStrictJson(json));
  return ReportOf(parsed);
}

std::string WriteOutcomeReport(const OutcomeReport& report) {
  return CanonicalJson(JsonOf(report));
}

std::string WriteOutcomeCount(const OutcomeCount& count) {
  return CanonicalJson(
      {{"hour", count.hour}, {"count", count.count}, {"report", JsonOf(count.report)}});
}

absl::StatusOr<OutcomeCount> ReadOutcomeCount(std::string_view line) {
  NEXY_ASSIGN_OR_RETURN(const Json json, ParseStrictJson(line));
  OutcomeCount count;
  NEXY_ASSIGN_OR_RETURN(count.hour, NumberMember(json, "hour"));
  NEXY_ASSIGN_OR_RETURN(count.count, NumberMember(json, "count"));
  NEXY_ASSIGN_OR_RETURN(const Json report, ObjectMember(json, "report"));
  NEXY_ASSIGN_OR_RETURN(count.report, ReportOf(report));
  if (count.hour < 0 || count.hour % 3600 != 0 || count.count < 1) {
    return Wrong("a line of counts is damaged");
  }
  return count;
}

}  // namespace nexy
