#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <optional>
#include <utility>

#include "base/task.h"

namespace nexy {

// A TCP connection, with TLS on it or not; an AsyncStream of Asio's and Beast's.
//
// Its executor only starts operations: each one completes on the executor of its handler, so one
// strand after the other may use it, as long as none begins before the last one's has ended.
class Stream {
 public:
  using executor_type = asio::any_io_executor;

  explicit Stream(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}
  ~Stream() {
    // An end without a goodbye would make OpenSSL forget the session.
    if (tls_) SSL_set_shutdown(tls_->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  executor_type get_executor() { return socket_.get_executor(); }
  asio::ip::tcp::socket& socket() { return socket_; }
  bool is_tls() const { return tls_.has_value(); }

  // Null: none.
  asio::ssl::stream<asio::ip::tcp::socket&>* tls() { return tls_ ? &*tls_ : nullptr; }
  // The TLS layer, to be prepared and to shake hands.
  asio::ssl::stream<asio::ip::tcp::socket&>& AddTls(asio::ssl::context& context) {
    return tls_.emplace(socket_, context);
  }

  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& into) {
          if (tls_) {
            tls_->async_read_some(into, std::move(handler));
          } else {
            socket_.async_read_some(into, std::move(handler));
          }
        },
        token, buffers);
  }

  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, const Buffers& from) {
          if (tls_) {
            tls_->async_write_some(from, std::move(handler));
          } else {
            socket_.async_write_some(from, std::move(handler));
          }
        },
        token, buffers);
  }

  void Close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  asio::ip::tcp::socket socket_;
  std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
};

// How Beast's WebSocket ends a connection: at once, without waiting for the other side.
inline void beast_close_socket(Stream& stream) { stream.Close(); }
inline void teardown(boost::beast::role_type, Stream& stream, boost::system::error_code& error) {
  error = {};
  stream.Close();
}
template <typename Handler>
void async_teardown(boost::beast::role_type, Stream& stream, Handler&& handler) {
  stream.Close();
  auto executor = asio::get_associated_executor(handler, stream.get_executor());
  asio::post(executor, [done = std::forward<Handler>(handler)]() mutable {
    done(boost::system::error_code());
  });
}

}  // namespace nexy
