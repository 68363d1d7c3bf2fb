#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace nexy {

// What tells one state of a resource from another.
struct EntityState {
  std::string etag;                                 // Strong, with its quotes; empty: none.
  absl::Time last_modified = absl::InfinitePast();  // Whole seconds; InfinitePast: not known.
};

// A request's first header of that name, in any case of letters; empty: none.
using HeaderLookup = std::function<std::string_view(std::string_view name)>;

enum class Condition {
  kProceed,
  kNotModified,  // 304
  kFailed,       // 412
};

// The preconditions of a GET or HEAD request in the order of RFC 9110 13.2.2.
Condition EvaluateConditions(const HeaderLookup& header, const EntityState& state);

// Whether `Range` counts: without `If-Range`, or where it names this very state (RFC 9110 13.1.5:
// strong comparison; a date must be equal).
bool IfRangeHolds(std::string_view if_range, const EntityState& state);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 5.6.7).
std::string HttpDate(absl::Time time);
// InfinitePast: no date.
absl::Time ParseHttpDate(std::string_view text);

}  // namespace nexy
