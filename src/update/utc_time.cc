#include "update/utc_time.h"

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/strings.h"

namespace nexy {
namespace {

constexpr char kIso[] = "%Y-%m-%dT%H:%M:%SZ";
constexpr char kRfc822[] = "%a, %d %b %Y %H:%M:%S +0000";

std::string Format(const char* format, UnixSeconds time) {
  return absl::FormatTime(format, absl::FromUnixSeconds(time), absl::UTCTimeZone());
}

absl::StatusOr<UnixSeconds> Parse(const char* format, std::string_view text) {
  absl::Time time;
  std::string error;
  const absl::string_view view(text.data(), text.size());
  if (text.size() > 40 || !absl::ParseTime(format, view, absl::UTCTimeZone(), &time, &error) ||
      Format(format, absl::ToUnixSeconds(time)) != text) {
    return absl::InvalidArgumentError(Concat("\"", text.substr(0, 40), "\" is not a time in UTC"));
  }
  return absl::ToUnixSeconds(time);
}

}  // namespace

UnixSeconds UnixNow() { return absl::ToUnixSeconds(absl::Now()); }
std::string IsoTime(UnixSeconds time) { return Format(kIso, time); }
std::string Rfc822Time(UnixSeconds time) { return Format(kRfc822, time); }
absl::StatusOr<UnixSeconds> ParseIsoTime(std::string_view text) { return Parse(kIso, text); }
absl::StatusOr<UnixSeconds> ParseRfc822Time(std::string_view text) { return Parse(kRfc822, text); }

}  // namespace nexy
