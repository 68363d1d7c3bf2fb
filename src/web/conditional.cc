#include "web/conditional.h"

namespace nexy {
namespace {

constexpr char kDateFormat[] = "%a, %d %b %Y %H:%M:%S GMT";

enum class Comparison { kStrong, kWeak };

// Whether the list of `If-Match` or `If-None-Match` has `etag` in it. An entity-tag holds no quote
// inside, so the list is read from quote to quote (RFC 9110 8.8.3).
bool ListHas(std::string_view list, std::string_view etag, Comparison comparison) {
  if (etag.empty()) return false;
  while (true) {
    const auto open = list.find('"');
    if (open == std::string_view::npos) return false;
    const auto close = list.find('"', open + 1);
    if (close == std::string_view::npos) return false;
    const bool weak = open >= 2 && list.substr(open - 2, 2) == "W/";
    const std::string_view tag = list.substr(open, close - open + 1);
    if (tag == etag && (comparison == Comparison::kWeak || !weak)) return true;
    list.remove_prefix(close + 1);
  }
}

bool IsAny(std::string_view list) { return list == "*"; }

}  // namespace

std::string HttpDate(absl::Time time) {
  return absl::FormatTime(kDateFormat, time, absl::UTCTimeZone());
}

absl::Time ParseHttpDate(std::string_view text) {
  absl::Time time;
  if (!absl::ParseTime(kDateFormat, std::string(text), &time, nullptr)) {
    return absl::InfinitePast();
  }
  return time;
}

Condition EvaluateConditions(const HeaderLookup& header, const EntityState& state) {
  const bool has_date = state.last_modified != absl::InfinitePast();
  if (const auto match = header("If-Match"); !match.empty()) {
    if (!IsAny(match) && !ListHas(match, state.etag, Comparison::kStrong)) {
      return Condition::kFailed;
    }
  } else if (const auto since = header("If-Unmodified-Since"); !since.empty() && has_date) {
    const absl::Time date = ParseHttpDate(since);
    if (date != absl::InfinitePast() && state.last_modified > date) return Condition::kFailed;
  }
  if (const auto none = header("If-None-Match"); !none.empty()) {
    const bool known = IsAny(none) || ListHas(none, state.etag, Comparison::kWeak);
    return known ? Condition::kNotModified : Condition::kProceed;
  }
  if (const auto since = header("If-Modified-Since"); !since.empty() && has_date) {
    const absl::Time date = ParseHttpDate(since);
    if (date != absl::InfinitePast() && state.last_modified <= date) {
      return Condition::kNotModified;
    }
  }
  return Condition::kProceed;
}

bool IfRangeHolds(std::string_view if_range, const EntityState& state) {
  if (if_range.empty()) return true;
  if (if_range.front() == '"') return !state.etag.empty() && if_range == state.etag;
  const absl::Time date = ParseHttpDate(if_range);  // A weak tag is no date, and does not hold.
  return date != absl::InfinitePast() && date == state.last_modified;
}

}  // namespace nexy
