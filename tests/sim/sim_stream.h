#pragma once

#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/buffers_prefix.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/task.h"
#include "script.h"

namespace nexy::sim {

namespace beast = boost::beast;
using asio::ip::tcp;

// One accepted connection, plain or TLS, that can be told to misbehave with its bytes: to write
// them in pieces, slowly, or only the first so many.
//
// An AsyncReadStream and AsyncWriteStream for Beast; used from one strand.
class SimStream {
 public:
  using executor_type = asio::any_io_executor;

  struct ByteFaults {
    std::size_t split = 0;
    std::size_t drip_bytes = 0;
    Milliseconds drip_pause{0};
    std::optional<std::size_t> cut_after;  // Bytes from now.
    CutHow cut_how = CutHow::kFin;
    std::optional<std::size_t> stall_after;
  };

  explicit SimStream(tcp::socket socket)
      : socket_(std::move(socket)), timer_(socket_.get_executor()) {}
  SimStream(const SimStream&) = delete;
  SimStream& operator=(const SimStream&) = delete;

  executor_type get_executor() { return socket_.get_executor(); }
  tcp::socket& socket() { return socket_; }
  // Gives pongs to `on_pong` instead of writing them, each as the frame that it is; null: no more.
  void HoldPongs(std::function<void(std::string)> on_pong) { on_pong_ = std::move(on_pong); }
  // The next pong is written.
  void PassPong() { pass_pong_ = true; }

  bool is_tls() const { return tls_ != nullptr; }

  Task<> Handshake(asio::ssl::context& context) {
    tls_ = std::make_unique<asio::ssl::stream<tcp::socket&>>(socket_, context);
    co_await tls_->async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
  }

  void Arm(const ByteFaults& faults) { faults_ = faults; }
  void Disarm() { faults_.reset(); }
  const bool& was_cut() const { return cut_; }
  std::uint64_t bytes_sent() const { return bytes_sent_; }

  // Ends the connection without a word of TLS or WebSocket.
  void Cut(CutHow how) {
    cut_ = true;
    beast::error_code ignored;
    if (how == CutHow::kRst) {
      socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    } else {
      socket_.shutdown(tcp::socket::shutdown_send, ignored);
    }
    socket_.close(ignored);
  }

  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_read_some(buffers, std::forward<Token>(token));
    return socket_.async_read_some(buffers, std::forward<Token>(token));
  }

  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_compose<Token, void(beast::error_code, std::size_t)>(
        WriteSome<Buffers>{*this, buffers}, token, socket_);
  }

  template <typename Handler>
  friend void async_teardown(beast::role_type role, SimStream& stream, Handler&& handler) {
    using beast::websocket::async_teardown;
    async_teardown(role, stream.socket_, std::forward<Handler>(handler));
  }
  friend void teardown(beast::role_type role, SimStream& stream, beast::error_code& error) {
    beast::websocket::teardown(role, stream.socket_, error);
  }
  friend void beast_close_socket(SimStream& stream) {
    beast::error_code ignored;
    stream.socket_.close(ignored);
  }

 private:
  template <typename Buffers>
  struct WriteSome {
    SimStream& stream;
    Buffers buffers;
    enum { kBegin, kPaused, kWritten } state = kBegin;
    std::size_t allowed = 0;
    bool is_over = false;
    bool is_held = false;

    template <typename Self>
    void operator()(Self& self, beast::error_code error = {}, std::size_t written = 0) {
      switch (state) {
        case kBegin:
          if (stream.Held(buffers)) {
            is_held = true;
            state = kWritten;
            allowed = asio::buffer_size(buffers);
            return asio::post(std::move(self));
          }
          allowed = stream.Allowed(asio::buffer_size(buffers));
          is_over = allowed == 0 && asio::buffer_size(buffers) > 0;
          state = kPaused;
          if (is_over) return Refuse(self);
          if (stream.faults_ && stream.faults_->drip_bytes > 0) {
            stream.timer_.expires_after(stream.faults_->drip_pause);
            return stream.timer_.async_wait(std::move(self));
          }
          [[fallthrough]];
        case kPaused: {
          if (is_over) error = asio::error::connection_aborted;
          if (error) return self.complete(error, 0);
          state = kWritten;
          const auto part = beast::buffers_prefix(allowed, buffers);
          if (stream.tls_) return stream.tls_->async_write_some(part, std::move(self));
          return stream.socket_.async_write_some(part, std::move(self));
        }
        case kWritten:
          if (is_held) return self.complete({}, allowed);
          stream.Wrote(written);
          return self.complete(error, written);
      }
    }

    // The end of what may be written: a cut, or silence until the client has enough.
    template <typename Self>
    void Refuse(Self& self) {
      if (stream.faults_->cut_after) {
        stream.Cut(stream.faults_->cut_how);
        stream.timer_.expires_at(asio::steady_timer::time_point::min());
      } else {
        stream.timer_.expires_at(asio::steady_timer::time_point::max());
      }
      stream.timer_.async_wait(std::move(self));
    }
  };

  // A pong is one short frame in one write.
  template <typename Buffers>
  bool Held(const Buffers& buffers) {
    constexpr unsigned char kFinalPong = 0x8a;
    unsigned char first = 0;
    if (!on_pong_ || asio::buffer_copy(asio::buffer(&first, 1), buffers) == 0) return false;
    if (first != kFinalPong || std::exchange(pass_pong_, false)) return false;
    on_pong_(beast::buffers_to_string(buffers));
    return true;
  }

  std::size_t Allowed(std::size_t wanted) const {
    if (!faults_) return wanted;
    if (faults_->split > 0) wanted = std::min(wanted, faults_->split);
    if (faults_->drip_bytes > 0) wanted = std::min(wanted, faults_->drip_bytes);
    if (faults_->cut_after) wanted = std::min(wanted, *faults_->cut_after);
    if (faults_->stall_after) wanted = std::min(wanted, *faults_->stall_after);
    return wanted;
  }

  void Wrote(std::size_t bytes) {
    bytes_sent_ += bytes;
    if (!faults_) return;
    if (faults_->cut_after) *faults_->cut_after -= bytes;
    if (faults_->stall_after) *faults_->stall_after -= bytes;
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  std::unique_ptr<asio::ssl::stream<tcp::socket&>> tls_;
  std::optional<ByteFaults> faults_;
  std::function<void(std::string)> on_pong_;
  bool pass_pong_ = false;
  bool cut_ = false;
  std::uint64_t bytes_sent_ = 0;
};

}  // namespace nexy::sim
