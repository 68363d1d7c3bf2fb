#pragma once

#include <openssl/evp.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "http/stream.h"

namespace nexy {

// What a server does with one connection, for tests: it answers one request after the other with
// `replies`, whatever they ask for, and then ends.
struct Scene {
  enum class End { kClose, kReset, kStayOpen, kIgnore };

  std::vector<std::string> replies = {};
  End end = End::kStayOpen;  // And reads until the client leaves; kIgnore: without reading.
  bool reads = true;         // Else the first reply comes before the request.
  bool tls = true;           // Where the server has a certificate: else it speaks plain text.
  std::string then = {};     // Sent when more comes after the last reply.
  std::string tunnel = {};   // The answer to a CONNECT that comes before TLS.
  std::size_t piece = 0;     // Bytes written at a time; 0: all.
  std::optional<std::size_t> drip_from =
      std::nullopt;  // Repeats the last reply's bytes from there for ever.
};

// A server of raw bytes on loopback, which runs on the test's own thread.
class LoopbackServer {
 public:
  // `tls` null: plain TCP.
  explicit LoopbackServer(asio::io_context& io, asio::ssl::context* tls = nullptr)
      : tls_(tls), acceptor_(io, {asio::ip::address_v4::loopback(), 0}) {
    asio::co_spawn(io, Accept(), [](std::exception_ptr) {});
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  std::string host_and_port() const { return "127.0.0.1:" + std::to_string(port()); }
  std::string url(const std::string& target = "/") const {
    return (tls_ == nullptr ? "http://" : "https://") + host_and_port() + target;
  }
  std::string web_socket_url() const {
    return (tls_ == nullptr ? "ws://" : "wss://") + host_and_port() + "/ws";
  }

  std::deque<Scene> scenes;               // Of the connections to come; none left: closed at once.
  std::vector<std::string> requests;      // As they came, of all connections.
  std::string received;                   // After the last reply of a connection that stays open.
  std::vector<std::string> server_names;  // That TLS clients asked for.
  int accepted = 0;

 private:
  // Shared with the connections' coroutines: what is left of them goes with `io`, after the server.
  const std::shared_ptr<int> connections_ = std::make_shared<int>(0);

 public:
  const int& live = *connections_;  // Connections.
  int resumed = 0;  // TLS sessions.

 private:
  struct Count {
    explicit Count(std::shared_ptr<int> counted) : connections(std::move(counted)) {
      ++*connections;
    }
    ~Count() { --*connections; }
    Count(const Count&) = delete;
    Count& operator=(const Count&) = delete;
    const std::shared_ptr<int> connections;
  };

  Task<> Accept() {
    while (true) {
      auto [error, socket] = co_await acceptor_.async_accept(kAsTuple);
      if (error) co_return;
      ++accepted;
      Scene scene{.replies = {}, .end = Scene::End::kClose};
      if (!scenes.empty()) {
        scene = std::move(scenes.front());
        scenes.pop_front();
      }
      asio::co_spawn(acceptor_.get_executor(), Play(std::move(socket), std::move(scene)),
                     [](std::exception_ptr) {});
    }
  }

  Task<> Play(asio::ip::tcp::socket socket, Scene scene) {
    const Count count(connections_);
    Stream stream(std::move(socket));
    stream.socket().set_option(asio::ip::tcp::no_delay(true));
    std::string unread;
    if (!scene.tunnel.empty()) {
      if (!co_await ReadRequest(stream, unread)) co_return;
      if (!co_await Write(stream, scene.tunnel, 0)) co_return;
    }
    if (tls_ != nullptr && scene.tls) {
      auto& tls = stream.AddTls(*tls_);
      auto [error] = co_await tls.async_handshake(asio::ssl::stream_base::server, kAsTuple);
      if (error) co_return;
      const char* name = SSL_get_servername(tls.native_handle(), TLSEXT_NAMETYPE_host_name);
      server_names.push_back(name == nullptr ? "" : name);
      if (SSL_session_reused(tls.native_handle()) == 1) ++resumed;
    }
    for (const std::string& reply : scene.replies) {
      if (scene.reads && !co_await ReadRequest(stream, unread)) co_return;
      if (!co_await Write(stream, Filled(reply), scene.piece)) co_return;
    }
    while (scene.drip_from) {
      const std::string& last = scene.replies.back();
      if (!co_await Write(stream, last.substr(*scene.drip_from), scene.piece)) co_return;
    }
    if (scene.end == Scene::End::kIgnore) {
      asio::steady_timer never(acceptor_.get_executor(), asio::steady_timer::time_point::max());
      co_await never.async_wait(kAsTuple);
    } else if (scene.end == Scene::End::kStayOpen) {
      received += unread;
      while (co_await ReadMore(stream, received)) {
        if (!scene.then.empty()) co_await Write(stream, std::exchange(scene.then, ""), 0);
      }
    } else if (scene.end == Scene::End::kReset) {
      stream.socket().set_option(asio::socket_base::linger(true, 0));
      stream.Close();
    } else if (stream.is_tls()) {
      co_await stream.tls()->async_shutdown(kAsTuple);  // A goodbye, as a proper server says it.
    }
  }

  static SSL* tls_of(Stream& stream) { return stream.tls()->native_handle(); }

  static Task<> Flush(Stream& stream) { co_await stream.tls()->async_shutdown(kAsTuple); }

  Task<bool> Write(Stream& stream, std::string bytes, std::size_t piece) {
    const std::size_t step = piece == 0 ? bytes.size() : piece;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      const auto part = asio::buffer(bytes.data() + at, std::min(step, bytes.size() - at));
      auto [error, written] = co_await asio::async_write(stream, part, kAsTuple);
      if (error) co_return false;
      // The client reads each piece by itself: it is on the same thread.
      for (int turn = 0; piece != 0 && turn < 3; ++turn) {
        co_await asio::post(acceptor_.get_executor(), asio::use_awaitable);
      }
    }
    co_return true;
  }

  // One request with its body; false when the client has left.
  Task<bool> ReadRequest(Stream& stream, std::string& unread) {
    std::size_t whole = std::string::npos;
    while (true) {
      const std::size_t end = unread.find("\r\n\r\n");
      if (end != std::string::npos) {
        whole = end + 4 + ContentLength(unread.substr(0, end));
        if (unread.size() >= whole) break;
      }
      if (!co_await ReadMore(stream, unread)) co_return false;
    }
    requests.push_back(unread.substr(0, whole));
    unread.erase(0, whole);
    co_return true;
  }

  Task<bool> ReadMore(Stream& stream, std::string& unread) {
    std::array<char, 16384> bytes;
    auto [error, size] = co_await stream.async_read_some(asio::buffer(bytes), kAsTuple);
    unread.append(bytes.data(), size);
    co_return !error;
  }

  // A WebSocket key's answer, where `reply` asks for it.
  std::string Filled(std::string reply) const {
    constexpr std::string_view kPlace = "{accept}";
    const std::size_t at = reply.find(kPlace);
    if (at == std::string::npos) return reply;
    const std::string& request = requests.back();
    const std::string field = "Sec-WebSocket-Key: ";
    const std::size_t key = request.find(field) + field.size();
    const std::string text = request.substr(key, request.find("\r\n", key) - key) +
                             "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::string hash(20, '\0');
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(hash.data()), nullptr,
               EVP_sha1(), nullptr);
    std::string coded;
    absl::Base64Escape(hash, &coded);
    return reply.replace(at, kPlace.size(), coded);
  }

  static std::size_t ContentLength(const std::string& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
  }

  asio::ssl::context* const tls_;
  asio::ip::tcp::acceptor acceptor_;
};

}  // namespace nexy
