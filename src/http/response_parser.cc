#include "http/response_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "absl/strings/match.h"
#include "base/failure.h"
#include "base/strings.h"

namespace nexy {
namespace {

namespace http = boost::beast::http;

absl::Status FailureOf(const boost::system::error_code& error) {
  if (error == http::error::header_limit || error == http::error::body_limit ||
      error == http::error::buffer_overflow) {
    return Failure(FailureReason::kOversized, "the response's headers are too long");
  }
  if (error == http::error::partial_message || error == http::error::end_of_stream) {
    return Failure(FailureReason::kCut, "the response ended early");
  }
  return Failure(FailureReason::kMalformed, Concat("no proper HTTP response: ", error.message()));
}

}  // namespace

ResponseParser::ResponseParser(std::size_t header_max_bytes, bool without_body)
    : header_max_bytes_(header_max_bytes) {
  header_limit(static_cast<std::uint32_t>(header_max_bytes));
  body_limit(boost::none);  // The reader counts what it takes.
  skip(without_body);
}

absl::StatusOr<std::size_t> ResponseParser::Push(std::string_view bytes) {
  std::size_t taken = 0;
  const bool had_header = is_header_done();
  begun_ = begun_ || !bytes.empty();
  while (taken < bytes.size() && !is_done() && is_header_done() == had_header) {
    error_code error;
    const auto rest = bytes.substr(taken);
    const std::size_t step = put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    taken += step;
    if (error == http::error::need_more) {
      // The rest is the beginning of a line, of the headers or of a chunk.
      if (bytes.size() - taken > header_max_bytes_) return FailureOf(http::error::header_limit);
      break;
    }
    if (error) return FailureOf(error);
    if (step == 0) break;
  }
  return taken;
}

absl::Status ResponseParser::PushEnd(bool clean) {
  if (is_done()) return absl::OkStatus();
  if (!is_header_done() || !need_eof() || !clean) return FailureOf(http::error::partial_message);
  error_code error;
  put_eof(error);
  return error ? FailureOf(error) : absl::OkStatus();
}

std::string_view ResponseParser::Header(std::string_view name) const {
  for (const HttpHeader& header : headers_) {
    if (absl::EqualsIgnoreCase(header.name, absl::string_view(name.data(), name.size()))) {
      return header.value;
    }
  }
  return "";
}

void ResponseParser::on_response_impl(int code, string_view, int, error_code&) { status_ = code; }

void ResponseParser::on_field_impl(http::field, string_view name, string_view value, error_code&) {
  headers_.push_back({std::string(name), std::string(value)});
}

std::size_t ResponseParser::on_body_impl(string_view body, error_code&) {
  body_.append(body.data(), body.size());
  return body.size();
}

std::size_t ResponseParser::on_chunk_body_impl(std::uint64_t, string_view body, error_code&) {
  body_.append(body.data(), body.size());
  return body.size();
}

}  // namespace nexy
