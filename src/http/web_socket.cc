#include "http/web_socket.h"

#include <boost/asio/bind_executor.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <utility>

#include "base/failure.h"
#include "base/status.h"
#include "base/strings.h"
#include "http/client_parts.h"
#include "http/reply_failure.h"
#include "http/request_text.h"
#include "http/watch.h"

namespace nexy {
namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

constexpr std::size_t kKeptBufferBytes = 256 * 1024;
constexpr std::size_t kWriteBufferBytes = 64 * 1024;
constexpr std::size_t kRefusalMaxBytes = 64 * 1024;
constexpr std::uint16_t kNoCode = 1005;
constexpr std::uint16_t kNoCloseFrame = 1006;

// Runs one of Beast's operations, which `start` is given the handler of. A cancellation closes the
// stream, whatever the operation is at: Beast's own may miss it between two steps.
template <typename Start>
Task<error_code> Run(Stream& stream, Start start) {
  auto initiation = [&stream, &start](auto handler) {
    auto executor = asio::get_associated_executor(handler);
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected()) {
      slot.assign([&stream](asio::cancellation_type) { stream.Close(); });
    }
    auto done = [handler = std::move(handler)](error_code error, std::size_t = 0) mutable {
      std::move(handler)(error);
    };
    start(asio::bind_executor(executor, std::move(done)));
  };
  const auto [error] = co_await asio::async_initiate<decltype(kAsTuple), void(error_code)>(
      std::move(initiation), kAsTuple);
  co_await ThrowIfCancelled();
  co_return error;
}

// The answer to an upgrade that was refused, whose body has been read.
class RefusalHead final : public ClientResponse {
 public:
  explicit RefusalHead(const websocket::response_type& response) : response_(response) {}
  int status() const override { return static_cast<int>(response_.result_int()); }
  std::string_view Header(std::string_view name) const override {
    const auto value = response_[beast::string_view(name.data(), name.size())];
    return {value.data(), value.size()};
  }
  Task<absl::StatusOr<std::optional<std::string>>> Read() override {
    co_return std::optional<std::string>();
  }

 private:
  const websocket::response_type& response_;
};

class OpenWebSocket final : public WebSocket {
 public:
  OpenWebSocket(std::shared_ptr<ClientParts> parts, std::unique_ptr<Connection> connection,
                std::size_t message_max_bytes)
      : parts_(std::move(parts)), connection_(std::move(connection)), socket_(connection_->stream) {
    // The caller has deadlines; a quiet connection is nobody's fault, a late pong neither.
    socket_.set_option(websocket::stream_base::timeout{websocket::stream_base::none(),
                                                       websocket::stream_base::none(), false});
    socket_.read_message_max(message_max_bytes);
    socket_.auto_fragment(false);
    socket_.write_buffer_bytes(kWriteBufferBytes);
  }

  Task<absl::Status> Upgrade(Url url, WebSocketRequest wanted, Clock::Time deadline) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    Watch watch(executor, parts_->clock, connection_->stream.socket());
    watch.CloseAt(deadline);
    socket_.set_option(
        websocket::stream_base::decorator([&wanted, &url](websocket::request_type& request) {
          if (!url.user.empty()) {
            request.set(beast::http::field::authorization, BasicAuthorization(url.user));
          }
          for (const HttpHeader& header : wanted.headers) request.set(header.name, header.value);
        }));
    websocket::response_type response;
    auto start = [this, &response, &url](auto handler) {
      socket_.async_handshake(response, url.Authority(), url.target, std::move(handler));
    };
    const error_code error = co_await Run(connection_->stream, std::move(start));
    if (watch.fired()) {
      co_return Failure(FailureReason::kConnectTimeout, "the WebSocket upgrade took too long");
    }
    if (!error) co_return absl::OkStatus();
    if (error == websocket::error::upgrade_declined && response.result_int() != 101) {
      co_return RefusalOf(response, wanted);
    }
    co_return FailureOf(error);
  }

  Task<absl::StatusOr<std::optional<WebSocketMessage>>> Read(Clock::Time deadline) override {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    std::optional<Watch> watch;
    if (deadline != Clock::Time::max()) {
      watch.emplace(executor, parts_->clock, connection_->stream.socket());
      watch->CloseAt(deadline);
    }
    auto start = [this](auto handler) { socket_.async_read(unread_, std::move(handler)); };
    const error_code error = co_await Run(connection_->stream, std::move(start));
    if (error && watch && watch->fired()) {
      closed_.code = kNoCloseFrame;
      co_return Failure(FailureReason::kSilent, "no message in time");
    }
    if (error == websocket::error::closed) {
      const websocket::close_reason& reason = socket_.reason();
      closed_.code = reason.code == websocket::close_code::none ? kNoCode : reason.code;
      closed_.reason = std::string(reason.reason.data(), reason.reason.size());
      co_return std::optional<WebSocketMessage>();
    }
    if (error) co_return FailureOf(error);
    WebSocketMessage message{.payload = beast::buffers_to_string(unread_.cdata()),
                             .binary = socket_.got_binary()};
    unread_.consume(unread_.size());
    if (unread_.capacity() > kKeptBufferBytes) unread_.shrink_to_fit();
    co_return std::optional<WebSocketMessage>(std::move(message));
  }

  Task<absl::Status> Write(std::string payload, bool binary) override {
    socket_.binary(binary);
    auto start = [this, &payload](auto handler) {
      socket_.async_write(asio::buffer(payload), std::move(handler));
    };
    const error_code error = co_await Run(connection_->stream, std::move(start));
    if (error)
      co_return Failure(FailureReason::kCut, "the connection ended before a message was sent");
    co_return absl::OkStatus();
  }

  Task<> Close(std::uint16_t code, std::chrono::milliseconds timeout) override {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    Watch watch(executor, parts_->clock, connection_->stream.socket());
    watch.CloseAfter(timeout);
    auto start = [this, code](auto handler) {
      socket_.async_close(static_cast<websocket::close_code>(code), std::move(handler));
    };
    co_await Run(connection_->stream, std::move(start));
    connection_->stream.Close();
  }

  const WebSocketClose& closed() const override { return closed_; }

 private:
  absl::Status RefusalOf(const websocket::response_type& response, const WebSocketRequest& wanted) {
    const RefusalHead head(response);
    const Clock::WallTime now = parts_->clock.WallNow();
    if (wanted.refused) {
      RefusedUpgrade refused{head.status(), response.body().substr(0, kRefusalMaxBytes),
                             RetryAfterOf(head, now)};
      if (absl::Status why = wanted.refused(refused); !why.ok()) return why;
    }
    return ReplyFailure("upgrade", ReasonOfHttpStatus(head.status()), head, now);
  }

  absl::Status FailureOf(const error_code& error) {
    namespace http = beast::http;
    if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow ||
        error == http::error::header_limit || error == http::error::body_limit) {
      return Failure(FailureReason::kOversized, "a WebSocket message is too long");
    }
    const bool bad_http =
        error.category() == http::make_error_code(http::error::bad_version).category() &&
        error != http::error::end_of_stream && error != http::error::partial_message;
    if (bad_http || error == websocket::condition::protocol_violation ||
        error == websocket::condition::handshake_failed) {
      return Failure(FailureReason::kMalformed, Concat("no proper WebSocket: ", error.message()));
    }
    closed_.code = kNoCloseFrame;
    return Failure(FailureReason::kCut, "the connection ended without a goodbye");
  }

  const std::shared_ptr<ClientParts> parts_;
  const std::unique_ptr<Connection> connection_;
  websocket::stream<Stream&, /*deflateSupported=*/false> socket_;
  beast::flat_buffer unread_;
  WebSocketClose closed_;
};

Task<absl::StatusOr<std::unique_ptr<WebSocket>>> Open(std::shared_ptr<ClientParts> parts,
                                                      WebSocketRequest request) {
  NEXY_CO_ASSIGN_OR_RETURN(const Url url, parts->AddressOf(request.url, /*web_socket=*/true));
  NEXY_CO_ASSIGN_OR_RETURN(const Route route, parts->RouteTo(url));
  for (const HttpHeader& header : request.headers) {
    NEXY_CO_RETURN_IF_ERROR(CheckHeader(header));
  }
  const Clock::Time deadline =
      parts->clock.Now() + request.connect_timeout.value_or(parts->options.connect_timeout);
  auto connection = co_await parts->dialer.Open(route, OpenedFor::kWebSocket, deadline);
  if (!connection.ok()) co_return connection.status();
  auto socket =
      std::make_unique<OpenWebSocket>(parts, *std::move(connection), request.message_max_bytes);
  NEXY_CO_RETURN_IF_ERROR(co_await socket->Upgrade(url, std::move(request), deadline));
  co_return std::unique_ptr<WebSocket>(std::move(socket));
}

}  // namespace

Task<absl::StatusOr<std::unique_ptr<WebSocket>>> ConnectWebSocket(
    std::shared_ptr<ClientParts> parts, WebSocketRequest request) {
  auto socket = co_await Open(parts, std::move(request));
  parts->metrics.OnRequest(socket.status());
  co_return socket;
}

}  // namespace nexy
