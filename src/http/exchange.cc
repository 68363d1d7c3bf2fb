#include "http/exchange.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "absl/strings/match.h"
#include "base/failure.h"
#include "base/status.h"

namespace nexy {
namespace {

using boost::system::error_code;

constexpr std::size_t kReadBytes = 16 * 1024;  // A TLS record.
constexpr int kInterimMax = 16;                // 1xx responses before the response.

}  // namespace

// However a wait ends (a cancellation throws), the connection is closed unless it ended well.
class HttpExchange::ClosesUnlessWell {
 public:
  explicit ClosesUnlessWell(HttpExchange& exchange) : exchange_(&exchange) {}
  ~ClosesUnlessWell() {
    if (exchange_ != nullptr) exchange_->Close();
  }
  ClosesUnlessWell(const ClosesUnlessWell&) = delete;
  ClosesUnlessWell& operator=(const ClosesUnlessWell&) = delete;
  void EndedWell() { exchange_ = nullptr; }

 private:
  HttpExchange* exchange_;
};

HttpExchange::HttpExchange(std::shared_ptr<void> owner, Pool::Place place, const Limits& limits,
                           Clock& clock, bool without_body, asio::any_io_executor executor)
    : owner_(std::move(owner)),
      place_(std::move(place)),
      clock_(clock),
      limits_(limits),
      without_body_(without_body),
      parser_(std::make_unique<ResponseParser>(limits.header_max_bytes, without_body)) {
  watch_.emplace(std::move(executor), clock, place_->connection->stream.socket());
}

Task<absl::Status> HttpExchange::Begin(const std::string& request) {
  watch_->CloseAfter(limits_.response_timeout);
  co_await asio::async_write(place_->connection->stream, asio::buffer(request), kAsTuple);
  co_await ThrowIfCancelled();
  if (watch_->fired())
    co_return Failure(FailureReason::kSilent, "the request was not taken in time");
  // Also where writing failed: a service that refuses a request need not read it before it answers.
  watch_->CloseAfter(limits_.response_timeout);
  absl::Status status = co_await ReadHeaders();
  if (watch_->fired()) co_return Failure(FailureReason::kSilent, "no response came in time");
  if (!status.ok()) {
    ended_unheard_ = !parser_->begun() && FailureReasonOf(status) == FailureReason::kCut;
    co_return status;
  }
  watch_->Rest();
  if (limits_.body_timeout) body_by_ = clock_.Now() + *limits_.body_timeout;
  NEXY_CO_RETURN_IF_ERROR(ChooseCoding());
  failed_ = Parse();  // The part of the body that came along; the reader is told.
  co_return absl::OkStatus();
}

Task<absl::Status> HttpExchange::ReadHeaders() {
  int interim = 0;
  while (true) {
    NEXY_CO_RETURN_IF_ERROR(Parse());
    if (!parser_->is_header_done()) {
      NEXY_CO_RETURN_IF_ERROR(co_await Receive());
      continue;
    }
    if (parser_->status() / 100 != 1) co_return absl::OkStatus();
    if (parser_->status() == 101 || ++interim > kInterimMax) {
      co_return Failure(FailureReason::kMalformed, "no response, but promises of one");
    }
    parser_ = std::make_unique<ResponseParser>(limits_.header_max_bytes, without_body_);
  }
}

Task<absl::StatusOr<std::optional<std::string>>> HttpExchange::Read() {
  while (failed_.ok()) {
    auto piece = Decoded();
    if (!piece.ok()) {
      failed_ = piece.status();
    } else if (!piece->empty()) {
      // At once, for a caller that knows without reading on that this was all.
      if (parser_->is_done() && !gunzip_) Leave();
      co_return std::optional<std::string>(*std::move(piece));
    } else if (!parser_->is_done() && !place_) {
      failed_ = Failure(FailureReason::kCut, "the response was given up");
    } else if (!parser_->is_done()) {
      ClosesUnlessWell closes(*this);
      watch_->CloseAt(std::min(clock_.Now() + limits_.idle_timeout, body_by_));
      failed_ = co_await Receive();
      if (watch_->fired()) failed_ = Failure(FailureReason::kStalled, "nothing more came in time");
      if (failed_.ok()) {
        watch_->Rest();
        failed_ = Parse();
        closes.EndedWell();
      }
    } else if (gunzip_ && coded_bytes_ > 0 && !gunzip_->finished()) {
      failed_ = Failure(FailureReason::kCut, "a gzip body ended early");
    } else {
      Leave();
      co_return std::optional<std::string>();
    }
  }
  Close();
  co_return failed_;
}

Task<absl::Status> HttpExchange::Receive() {
  const auto [error, size] =
      co_await place_->connection->stream.async_read_some(unread_.prepare(kReadBytes), kAsTuple);
  co_await ThrowIfCancelled();
  unread_.commit(size);
  if (!error) co_return absl::OkStatus();
  // Under TLS an end without a goodbye may be an attacker's cut.
  co_return parser_->PushEnd(/*clean=*/error == asio::error::eof);
}

absl::Status HttpExchange::Parse() {
  auto taken = parser_->Push({static_cast<const char*>(unread_.data().data()), unread_.size()});
  if (!taken.ok()) return taken.status();
  unread_.consume(*taken);
  if (unread_.size() == 0) unread_.shrink_to_fit();  // A reader may let a response wait for long.
  std::string body = parser_->TakeBody();
  coded_bytes_ += body.size();
  if (coded_bytes_ > limits_.body_max_bytes) {
    return Failure(FailureReason::kOversized, "the response's body is too long");
  }
  if (gunzip_) {
    gunzip_->Push(std::move(body));
  } else if (body_.empty()) {
    body_ = std::move(body);
  } else {
    body_ += body;
  }
  return absl::OkStatus();
}

absl::Status HttpExchange::ChooseCoding() {
  const std::string_view coding = parser_->Header("content-encoding");
  if (coding.empty() || coding == "identity") return absl::OkStatus();
  if (coding != "gzip" && coding != "x-gzip") {
    return Failure(FailureReason::kMalformed, "the response has a coding that was not asked for");
  }
  gunzip_.emplace();
  return absl::OkStatus();
}

absl::StatusOr<std::string> HttpExchange::Decoded() {
  if (!gunzip_) return std::exchange(body_, "");
  auto piece = gunzip_->Next();
  if (!piece.ok()) return piece;
  body_bytes_ += piece->size();
  if (body_bytes_ > limits_.body_max_bytes) {
    return Failure(FailureReason::kOversized, "the response's body is too long");
  }
  return piece;
}

void HttpExchange::Leave() {
  watch_.reset();
  if (place_ && parser_->keeps_alive() && unread_.size() == 0) place_->Keep();
  place_.reset();
}

void HttpExchange::Close() {
  watch_.reset();
  place_.reset();
}

}  // namespace nexy
