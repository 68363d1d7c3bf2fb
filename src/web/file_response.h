#pragma once

#include <memory>
#include <string>
#include <variant>

#include "web/conditional.h"
#include "web/http_server.h"
#include "web/open_file.h"

namespace nexy {

// A file as it is offered to clients: on disk, or small and in memory.
struct HttpFile {
  std::variant<std::shared_ptr<const OpenFile>, std::shared_ptr<const std::string>> content;
  std::string content_type = {};
  EntityState state = {};
  std::string cache_control = {};
  std::string download_name =
      {};  // Content-Disposition; letters, digits, `.`, `-`, `_` only; empty: none.
};

// The answer to a GET or HEAD request for `served`: conditional requests (304, 412), one range,
// several (multipart/byteranges), none that can be satisfied (416), or all of it. RFC 9110 13
// to 15.
HttpResponse FileResponse(const HttpRequest& request, const HttpFile& served);

}  // namespace nexy
