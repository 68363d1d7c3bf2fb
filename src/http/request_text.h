#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "http/http_client.h"
#include "http/url.h"

namespace nexy {

// Whether a header may stand on the wire: Failure(kBadRequest) else, which names the header and not
// its value.
absl::Status CheckHeader(const HttpHeader& header);

// The whole request as it goes on the wire. `proxy`: it is sent to one, which is told the whole
// address. Failure(kBadRequest) where method or headers hold what may not stand there.
absl::StatusOr<std::string> RequestText(const ClientRequest& request, const Url& url,
                                        const Url* proxy);

// "CONNECT host:port …", for the proxy.
std::string ConnectText(std::string_view host_and_port, const Url& proxy);

}  // namespace nexy
