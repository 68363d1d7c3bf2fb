#include "nexy/port_probe.h"

#include <openssl/ssl.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nexy {
namespace {

using boost::asio::ip::tcp;
using std::string_view_literals::operator""sv;

// What an HTTP/2 client says first: the preface and an empty SETTINGS frame (RFC 9113, 3.4).
constexpr auto kHttp2Hello = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"sv;

constexpr std::size_t kReplyBytes = 9;  // An HTTP/2 frame header; a TLS record's type is in it too.

// What a TLS client says first. Whoever speaks TLS answers it with a handshake record or an alert.
std::string TlsHello() {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  const std::unique_ptr<SSL, decltype(&SSL_free)> connection(SSL_new(context.get()), SSL_free);
  BIO* const incoming = BIO_new(BIO_s_mem());
  BIO* const outgoing = BIO_new(BIO_s_mem());
  SSL_set_bio(connection.get(), incoming, outgoing);  // Takes both.
  SSL_connect(connection.get());                      // Stops for the server's answer.
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(outgoing, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

// What came back, and whether the other side was still there at the end of the limit.
struct ProbeReply {
  std::string bytes;
  bool waits = false;
};

// Connects, says `hello` and returns the first bytes of the reply; nullopt without a connection.
std::optional<ProbeReply> Reply(const tcp::resolver::results_type& endpoints,
                                std::string_view hello, std::chrono::milliseconds limit) {
  boost::asio::io_context io;
  tcp::socket socket(io);
  bool connected = false;
  std::string reply(kReplyBytes, '\0');
  std::size_t received = 0;
  bool over = false;
  const auto on_read = [&received, &over](boost::system::error_code, std::size_t count) {
    received = count;
    over = true;
  };
  const auto on_written = [&socket, &reply, &on_read](boost::system::error_code, std::size_t) {
    boost::asio::async_read(socket, boost::asio::buffer(reply), on_read);
  };
  const auto on_connected = [&socket, &connected, &hello, &on_written](
                                boost::system::error_code error, const tcp::endpoint&) {
    connected = !error;
    if (connected) boost::asio::async_write(socket, boost::asio::buffer(hello), on_written);
  };
  boost::asio::async_connect(socket, endpoints, on_connected);
  io.run_for(limit);
  if (!connected) return std::nullopt;
  const bool waits = !over;
  // After a time-out the read is still open: closing the socket ends it with what has come.
  socket.close();
  io.restart();
  io.run();
  reply.resize(received);
  return ProbeReply{std::move(reply), waits};
}

bool IsSettingsFrame(std::string_view reply) { return reply.size() >= 4 && reply[3] == '\4'; }

bool IsTlsRecord(std::string_view reply) {
  return reply.size() >= 2 && (reply[0] == '\x15' || reply[0] == '\x16') && reply[1] == '\3';
}

}  // namespace

PortSpeaks ProbePort(const ServerAddress& address, std::chrono::milliseconds limit) {
  boost::asio::io_context io;
  tcp::resolver resolver(io);
  boost::system::error_code error;
  const auto endpoints = resolver.resolve(address.host, std::to_string(address.port), error);
  if (error) return PortSpeaks::kUnknownHost;
  const auto http2 = Reply(endpoints, kHttp2Hello, limit);
  if (!http2) return PortSpeaks::kNothing;
  if (IsTlsRecord(http2->bytes)) return PortSpeaks::kTls;
  if (IsSettingsFrame(http2->bytes)) return PortSpeaks::kPlaintextHttp2;
  const auto tls = Reply(endpoints, TlsHello(), limit);
  if (tls && IsTlsRecord(tls->bytes)) return PortSpeaks::kTls;
  const bool silent = http2->bytes.empty() && http2->waits;
  if (silent && (!tls || (tls->bytes.empty() && tls->waits))) return PortSpeaks::kSilence;
  return PortSpeaks::kSomethingElse;
}

}  // namespace nexy
