#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/gzip.h"
#include "http/http_client.h"
#include "http/pool.h"
#include "http/response_parser.h"
#include "http/watch.h"

namespace nexy {

// One request and its response on a connection. Used from one strand; a place in the pool until the
// response is over or given up.
class HttpExchange final : public ClientResponse {
 public:
  struct Limits {
    std::chrono::milliseconds response_timeout;
    std::chrono::milliseconds idle_timeout;
    std::optional<std::chrono::milliseconds> body_timeout;
    std::size_t header_max_bytes;
    std::size_t body_max_bytes;
  };

  // `owner` keeps alive what `place` refers to. `place` has a connection. `without_body`: a HEAD.
  HttpExchange(std::shared_ptr<void> owner, Pool::Place place, const Limits& limits, Clock& clock,
               bool without_body, asio::any_io_executor executor);

  // Sends the request and reads to the end of the headers.
  Task<absl::Status> Begin(const std::string& request);
  // After Begin() has failed: whether the connection ended before a byte of the response came.
  bool ended_unheard() const { return ended_unheard_; }

  int status() const override { return parser_->status(); }
  std::string_view Header(std::string_view name) const override { return parser_->Header(name); }
  Task<absl::StatusOr<std::optional<std::string>>> Read() override;

 private:
  class ClosesUnlessWell;

  Task<absl::Status> ReadHeaders();
  // More bytes of what the other side sends, or their end.
  Task<absl::Status> Receive();
  // What the parser can make of them.
  absl::Status Parse();
  absl::Status ChooseCoding();
  absl::StatusOr<std::string> Decoded();
  // The message is over: the connection serves the next request, or is closed.
  void Leave();
  void Close();

  const std::shared_ptr<void> owner_;
  std::optional<Pool::Place> place_;
  std::optional<Watch> watch_;
  Clock& clock_;
  const Limits limits_;
  const bool without_body_;
  boost::beast::flat_buffer unread_;
  std::unique_ptr<ResponseParser> parser_;
  std::optional<Gunzip> gunzip_;
  std::string body_;  // Parsed and not given to the reader yet, where it is not coded.
  Clock::Time body_by_ = Clock::Time::max();  // All of it has to be there.
  std::size_t coded_bytes_ = 0;
  std::size_t body_bytes_ = 0;
  bool ended_unheard_ = false;
  absl::Status failed_;
};

}  // namespace nexy
