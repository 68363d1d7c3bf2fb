#include "nexy/port_probe.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace nexy {
namespace {

using boost::asio::ip::tcp;
using std::string_view_literals::operator""sv;

// What an HTTP/2 client says first: the preface and an empty SETTINGS frame (RFC 9113, 3.4).
constexpr auto kHttp2Hello = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"sv;

// A TLS 1.2 ClientHello with four cipher suites, no extensions; whoever speaks TLS answers it with a
// handshake record or an alert, which is all that is asked.
constexpr auto kTlsHello =
    "\x16\x03\x01\x00\x33"                  // Handshake record, 51 bytes.
    "\x01\x00\x00\x2f\x03\x03"              // ClientHello, 47 bytes, TLS 1.2.
    "nexy asks which protocol is here"      // Random, 32 bytes.
    "\x00"                                  // No session.
    "\x00\x08"                              // ECDHE with RSA or ECDSA, AES-GCM 128 or 256:
    "\xc0\x2f\xc0\x2b\xc0\x30\xc0\x2c"
    "\x01\x00"sv;                           // No compression.
static_assert(kTlsHello.size() == 5 + 51);

constexpr std::size_t kReplyBytes = 9;  // An HTTP/2 frame header; a TLS record's type is in it too.

// Connects, says `hello` and returns the first bytes of the reply; nullopt without a connection.
std::optional<std::string> Reply(const tcp::resolver::results_type& endpoints,
                                 std::string_view hello, std::chrono::milliseconds limit) {
  boost::asio::io_context io;
  tcp::socket socket(io);
  bool connected = false;
  std::string reply(kReplyBytes, '\0');
  std::size_t received = 0;
  const auto on_read = [&received](boost::system::error_code, std::size_t count) {
    received = count;
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
  // After a time-out the read is still open: closing the socket ends it with what has come.
  socket.close();
  io.restart();
  io.run();
  reply.resize(received);
  return reply;
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
  if (IsTlsRecord(*http2)) return PortSpeaks::kTls;
  if (IsSettingsFrame(*http2)) return PortSpeaks::kPlaintextHttp2;
  const auto tls = Reply(endpoints, kTlsHello, limit);
  if (tls && IsTlsRecord(*tls)) return PortSpeaks::kTls;
  return PortSpeaks::kSomethingElse;
}

}  // namespace nexy
