#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace nexy {

// Whether `url` may stand in a feed as the service's address: https, a host that is not this
// machine or a private network (feeds once sent everybody to 127.0.0.1), no query, no blank. With
// `require_https` false http and such hosts are accepted, for tests. INVALID_ARGUMENT says why not.
absl::Status CheckPublicUrl(std::string_view url, bool require_https);

// One path segment of a URL, percent-encoded.
std::string EncodedSegment(std::string_view text);

}  // namespace nexy
