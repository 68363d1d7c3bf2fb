#pragma once

#include <prometheus/registry.h>

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "base/log.h"
#include "web/conditional.h"
#include "web/open_file.h"
#include "web/web_options.h"

namespace nexy {

namespace asio = boost::asio;

// What a handler learns of a request; the texts are valid during the call. The path is as it came:
// not decoded, so `%2e` is no dot.
struct HttpRequest {
  std::string_view method;
  std::string_view path;
  std::string_view query;
  HeaderLookup header = [](std::string_view) { return std::string_view(); };
  std::string_view body = {};
};

// A part of a file, sent without a copy through this process.
struct FileSlice {
  std::shared_ptr<const OpenFile> file;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};
using BodyPiece = std::variant<std::string, FileSlice>;

struct HttpResponse {
  int status = 200;
  std::string content_type = {};
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::vector<BodyPiece> pieces = {};  // After `body`.
  // Called once when the last of `pieces` has been given to the kernel, or (false) when the client
  // left before that. Not called where there are no pieces or they are not sent.
  std::function<void(bool complete)> sent = {};
};

// A listening HTTP/1.1 server: bounded in connections, bytes and time by its options.
//
// The handler is called on the threads of `io`, several at once, and must not block; reading files
// may wait for the disk, so a server of files has threads of its own. The process ignores SIGPIPE,
// which sendfile(2) raises when a client has left. HEAD reaches the handler as
// "HEAD"; the body of its answer is left out then. Destroy the server when no thread runs `io`
// any more; `io` and `log` outlive it.
class HttpServer {
 public:
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  // Listens when it returns. `section` is that of the settings, "web" or "update": it labels the
  // metrics and stands in messages. INVALID_ARGUMENT: `options.host` is no address. UNAVAILABLE:
  // the port is taken or the address is not ours.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(asio::io_context& io,
                                                           std::string section, WebOptions options,
                                                           Handler handler,
                                                           prometheus::Registry& registry,
                                                           Log& log);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // The real port, also when the options say 0.
  std::uint16_t port() const;
  // "127.0.0.1:8080".
  std::string address() const;

 private:
  class Listener;
  explicit HttpServer(std::shared_ptr<Listener> listener);

  std::shared_ptr<Listener> listener_;  // Shared with its timer's pending wait.
};

}  // namespace nexy
