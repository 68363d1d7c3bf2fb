#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "http/http_client.h"

namespace nexy {

// One HTTP/1.1 response out of bytes as they come. Pure.
class ResponseParser final : private boost::beast::http::basic_parser<false> {
 public:
  // `without_body`: the answer to HEAD or CONNECT.
  ResponseParser(std::size_t header_max_bytes, bool without_body);

  // Takes what it can of `bytes` and says how much that was. Failures kMalformed and kOversized.
  // Stops after the headers, so that they can be looked at, and at the end of the message.
  absl::StatusOr<std::size_t> Push(std::string_view bytes);
  // The other side has ended the connection: the message's end, or kCut. `clean`: it said so.
  absl::Status PushEnd(bool clean);

  using basic_parser::is_done;
  using basic_parser::is_header_done;
  // Whether any byte of a response came.
  bool begun() const { return begun_; }
  // Whether the connection serves another request once this message is over.
  bool keeps_alive() const { return basic_parser::keep_alive(); }

  int status() const { return status_; }
  const std::vector<HttpHeader>& headers() const { return headers_; }
  std::string_view Header(std::string_view name) const;
  // The body that has come since the last call, transfer coding taken off.
  std::string TakeBody() { return std::exchange(body_, ""); }

 private:
  using string_view = boost::beast::string_view;
  using error_code = boost::system::error_code;

  void on_request_impl(boost::beast::http::verb, string_view, string_view, int,
                       error_code&) override {}
  void on_response_impl(int code, string_view reason, int version, error_code& error) override;
  void on_field_impl(boost::beast::http::field field, string_view name, string_view value,
                     error_code& error) override;
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view body, error_code&) override;
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override;
  void on_finish_impl(error_code&) override {}

  const std::size_t header_max_bytes_;
  bool begun_ = false;
  int status_ = 0;
  std::vector<HttpHeader> headers_;
  std::string body_;
};

}  // namespace nexy
